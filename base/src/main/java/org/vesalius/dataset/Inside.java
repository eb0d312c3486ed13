package org.vesalius.dataset;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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

    /** A file name without its last extension. */
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
