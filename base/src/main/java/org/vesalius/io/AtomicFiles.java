package org.vesalius.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that are either whole or not there: written beside their place and renamed. */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** What fills a file. */
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Fills {@code path}; when {@code writer} fails, what was there before stays as it was. */
    public static void write(Path path, Writer writer) throws IOException {
        Path target = path.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException("no folder above the file to write");
        }
        Files.createDirectories(folder);
        // not createTempFile, whose files nobody but the owner may read
        Path part = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out =
                    Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writer.write(out);
            }
            rename(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Asks before long work whether its result can be put there, making nothing.
     *
     * @param what names the folder in the error, such as {@code --out}
     * @throws InputException when a file is in the way or the nearest folder that is there cannot be written to
     */
    public static void requireFolder(Path folder, String what) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw InputException.of(
                    what, "a folder or a new name", "a place where a file is in the way", "choose another");
        }
        if (!Files.isWritable(there)) {
            throw InputException.of(
                    what, "a folder that can be written to", "a read-only one", "choose another, or ask its owner");
        }
    }

    /** Fills {@code path} with text in UTF-8. */
    public static void write(Path path, String text) throws IOException {
        write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Moves a finished file to its place, over what is there. */
    public static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
