package org.vesalius.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The word lists and tables that lie beside these classes. */
public final class Resource {
    private Resource() {}

    /** The lines of a resource of this package, by its path below it; blank ones and remarks (that begin with {@code #}) left out. */
    public static List<String> lines(String path) {
        try (InputStream in = Objects.requireNonNull(Resource.class.getResourceAsStream(path), path)) {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of this library", e);
        }
    }

    /** The cells of every line of a tab-separated one. */
    public static List<List<String>> rows(String path) {
        return lines(path).stream().map(line -> List.of(line.split("\t"))).toList();
    }
}
