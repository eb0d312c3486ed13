package org.vesalius.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files that a table names: only those in the set's own folder count. */
final class Inside {
    private Inside() {}

    /** The file {@code name} under {@code folder}, or null when it is not there or the name leads out of the folder. */
    static @Nullable Path file(Path folder, String name) {
        try {
            Path file = folder.resolve(name).normalize();
            return !name.isBlank() && file.startsWith(folder.normalize()) && Files.isRegularFile(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** As {@link #file(Path, String)} in the first of several folders that has it, with one of these endings behind its name. */
    static @Nullable Path first(List<Path> folders, String name, String... endings) {
        for (Path folder : folders) {
            for (String ending : endings) {
                Path file = file(folder, name + ending);
                if (file != null) {
                    return file;
                }
            }
        }
        return null;
    }

    /** The first bytes of a file as text, to tell layouts apart. */
    static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4096), StandardCharsets.UTF_8);
        }
    }

    /** A file name without its last extension. */
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
