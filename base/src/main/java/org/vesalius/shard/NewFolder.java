package org.vesalius.shard;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/** A folder that is filled under another name beside its place and renamed when it is whole. */
final class NewFolder implements AutoCloseable {
    private final Path target;
    private final Path part;

    private NewFolder(Path target, Path part) {
        this.target = target;
        this.part = part;
    }

    /** For a target that is absent, empty, or a prepared set; anything else is not touched. */
    static NewFolder replacing(Path target) throws IOException {
        if (Files.exists(target) && !replaceable(target)) {
            throw new InputException(
                    "the out folder: expected none, an empty one or a prepared set, got one with other files in it; choose another --out");
        }
        Path above = target.getParent();
        if (above == null) {
            throw new InputException("the out folder: expected a folder, got the root; choose another --out");
        }
        Files.createDirectories(above);
        return new NewFolder(target, Files.createTempDirectory(above, "." + target.getFileName() + "."));
    }

    private static boolean replaceable(Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (Stream<Path> content = Files.list(target)) {
            return Files.isRegularFile(target.resolve(Layout.MANIFEST))
                    || content.findAny().isEmpty();
        }
    }

    /** Where to write. */
    Path path() {
        return part;
    }

    /** Puts the filled folder in its place. */
    void done() throws IOException {
        // temporary folders are private; a result is as readable as what the user makes otherwise
        Path fresh = part.resolve("new");
        Files.createDirectory(fresh);
        try (Stream<Path> files = Files.list(part)) {
            for (Path file : files.filter(file -> !file.equals(fresh)).toList()) {
                Files.move(file, fresh.resolve(file.getFileName()));
            }
        }
        Path old = part.resolve("old");
        if (Files.exists(target)) {
            Files.move(target, old);
        }
        try {
            Files.move(fresh, target);
        } catch (IOException e) {
            if (Files.exists(old)) {
                Files.move(old, target);
            }
            throw e;
        }
    }

    /** Removes what is left beside the target. */
    @Override
    public void close() throws IOException {
        Files.walkFileTree(part, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failed) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
