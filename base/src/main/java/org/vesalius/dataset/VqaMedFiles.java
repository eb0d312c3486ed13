package org.vesalius.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folders of the VQA-Med challenges: text files with {@code |} between the cells, and pictures in folders beside them. */
final class VqaMedFiles {
    private static final int DEEP = 5;
    private static final long LOOKED_AT = 20_000;

    private VqaMedFiles() {}

    /** What is done with a line. */
    @FunctionalInterface
    interface Visit {
        void at(List<String> cells, String where);
    }

    /** The text files at any place in the folder, by their name in lower case. */
    static Map<String, Path> texts(Path dir) throws IOException {
        return named(dir, ".txt", Long.MAX_VALUE);
    }

    /** Whether a text file has such a name in lower case; looks at the first files of a large folder only. */
    static boolean anyText(Path dir, Predicate<String> name) {
        try {
            return named(dir, ".txt", LOOKED_AT).keySet().stream().anyMatch(name);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** The pictures at any place in the folder, by their name without ending. */
    static Map<String, Path> pictures(Path dir) throws IOException {
        Map<String, Path> pictures = new TreeMap<>();
        for (String ending : List.of(".png", ".jpeg", ".jpg")) {
            named(dir, ending, Long.MAX_VALUE).forEach((name, file) -> pictures.put(Inside.stem(name), file));
        }
        return pictures;
    }

    private static Map<String, Path> named(Path dir, String ending, long most) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(dir, DEEP)) {
            all.limit(most).filter(Files::isRegularFile).sorted().forEach(file -> {
                String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
                if (name.endsWith(ending)) {
                    files.putIfAbsent(name, file);
                }
            });
        }
        return files;
    }

    /** The lines of a file that are not empty, split at {@code |}, cells without blanks around them. */
    static void lines(Path file, String name, Visit visit) throws IOException {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                String plain = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (!plain.isBlank()) {
                    visit.at(
                            Stream.of(plain.split("\\|", -1)).map(String::strip).toList(), name + ", line " + number);
                }
            }
        }
    }
}
