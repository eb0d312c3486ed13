package org.vesalius.metric.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.vesalius.io.InputException;

/**
 * Phrases that say the same, from a table that the user has: three lines an entry (a probability, a phrase, its paraphrase), as in METEOR's own files, plain or gzipped. An entry holds both ways.
 */
public final class Paraphrases {
    private final Map<List<String>, Set<List<String>>> same;
    private final int longest;

    private Paraphrases(Map<List<String>, Set<List<String>>> same) {
        this.same = same;
        this.longest = same.keySet().stream().mapToInt(List::size).max().orElse(0);
    }

    /**
     * Reads a table.
     *
     * @throws InputException where it is not of that form
     */
    public static Paraphrases read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Map<List<String>, Set<List<String>>> same = new HashMap<>();
        try (InputStream bytes = Files.newInputStream(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String probability = lines.readLine(); probability != null; probability = lines.readLine()) {
                String first = lines.readLine();
                String second = lines.readLine();
                number++;
                if (!probability.strip().matches("[0-9.eE+-]+") || first == null || second == null) {
                    throw InputException.of(
                            name + ", entry " + number,
                            "a probability, a phrase and its paraphrase, a line each",
                            "something else",
                            "give METEOR's paraphrase table");
                }
                put(same, first, second);
                put(same, second, first);
            }
        }
        return new Paraphrases(same);
    }

    private static void put(Map<List<String>, Set<List<String>>> same, String from, String to) {
        same.computeIfAbsent(List.copyOf(Tokenization.white(from)), phrase -> new HashSet<>())
                .add(List.copyOf(Tokenization.white(to)));
    }

    /** What says the same as these words. */
    Set<List<String>> of(List<String> phrase) {
        return same.getOrDefault(phrase, Set.of());
    }

    /** All phrases of the table that begin at this word. */
    List<List<String>> startingAt(List<String> words, int from) {
        List<List<String>> found = new ArrayList<>();
        for (int to = from + 1; to <= Math.min(words.size(), from + longest); to++) {
            List<String> phrase = words.subList(from, to);
            if (same.containsKey(phrase)) {
                found.add(phrase);
            }
        }
        return found;
    }
}
