package org.vesalius.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Word lists of the package: lower case, one or more words a line. */
final class Words {
    /** Frequent first names. */
    static final Set<String> GIVEN = load("given-names.txt");
    /** Countries, large towns, states. */
    static final Set<String> PLACES = load("places.txt");
    /** Words of reports and of every day that are surnames too, or that begin sentences. */
    static final Set<String> ORDINARY = load("ordinary-words.txt");

    private Words() {}

    private static Set<String> load(String resource) {
        try (InputStream in = Words.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            Set<String> words = new HashSet<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> words.addAll(Set.of(line.strip().split("\\s*,\\s*"))));
            return Set.copyOf(words);
        } catch (IOException e) {
            throw new IllegalStateException(resource + " cannot be read", e);
        }
    }
}
