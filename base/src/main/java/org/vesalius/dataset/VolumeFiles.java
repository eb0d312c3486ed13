package org.vesalius.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The volumes below a folder, by name. */
final class VolumeFiles {
    private static final int DEEP = 10;
    private static final long LOOKED_AT = 20_000;
    private static final List<String> ENDINGS = List.of(".nii.gz", ".nii", ".npy", ".npz");

    private VolumeFiles() {}

    /** Every NIfTI and NumPy file, by its name without ending; of two with the same name the first in the order of paths counts. */
    static Map<String, Path> byName(Path dir) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(dir)) {
            try (Stream<Path> all = Files.walk(dir, DEEP)) {
                all.filter(Files::isRegularFile).sorted().forEach(file -> {
                    String name = String.valueOf(file.getFileName());
                    String bare = bare(name);
                    if (!bare.equals(name)) {
                        files.putIfAbsent(bare, file);
                    }
                });
            }
        }
        return files;
    }

    /** Whether a volume below the folder is such; looks at the first files of a large folder only. */
    static boolean any(Path dir, Predicate<Path> such) {
        if (!Files.isDirectory(dir)) {
            return false;
        }
        try (Stream<Path> all = Files.walk(dir, DEEP)) {
            return all.limit(LOOKED_AT)
                    .filter(Files::isRegularFile)
                    .filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return !bare(name).equals(name);
                    })
                    .anyMatch(such);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** Whether a name is that of a volume file. */
    static boolean isVolume(String name) {
        return !bare(name).equals(name);
    }

    /** A name without the ending of a volume file. */
    static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream()
                .filter(lower::endsWith)
                .findFirst()
                .map(ending -> name.substring(0, name.length() - ending.length()))
                .orElse(name);
    }
}
