package org.vesalius.shard;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * A folder that is filled under another name beside its place and renamed when it is whole. While it is filled, its process holds a lock on a file in it; the system lets go of that lock however the
 * process ends, so that the next one knows what was left behind, and removes it.
 */
final class NewFolder implements AutoCloseable {
    private static final String LOCK = "in-use.lock";
    private static final String OLD = "old";

    private final Path target;
    private final Path part;
    private final FileChannel lock;

    private NewFolder(Path target, Path part, FileChannel lock) {
        this.target = target;
        this.part = part;
        this.lock = lock;
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
        String hidden = "." + target.getFileName() + ".";
        removeLeft(above, hidden, target);
        Path part = Files.createTempDirectory(above, hidden);
        FileChannel lock =
                FileChannel.open(part.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new NewFolder(target, part, lock);
    }

    /** Removes what interrupted processes left: hidden folders of ours whose lock nobody holds. */
    private static void removeLeft(Path above, String hidden, Path target) throws IOException {
        List<Path> left;
        try (Stream<Path> beside = Files.list(above)) {
            left = beside.filter(path -> path.getFileName().toString().startsWith(hidden))
                    .filter(path -> Files.isRegularFile(path.resolve(LOCK)))
                    .toList();
        }
        for (Path part : left) {
            try (FileChannel lock = FileChannel.open(part.resolve(LOCK), StandardOpenOption.WRITE);
                    FileLock free = lock.tryLock()) {
                if (free != null) {
                    // killed between its two renames: the set that was there before comes back
                    if (Files.exists(part.resolve(OLD)) && !Files.exists(target)) {
                        Files.move(part.resolve(OLD), target);
                    }
                    delete(part);
                }
            } catch (OverlappingFileLockException _) {
                // another thread of this process fills it
            }
        }
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
            for (Path file : files.filter(file -> !file.equals(fresh) && !file.endsWith(LOCK))
                    .toList()) {
                Files.move(file, fresh.resolve(file.getFileName()));
            }
        }
        Path old = part.resolve(OLD);
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
        try (lock) {
            delete(part);
        }
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
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
