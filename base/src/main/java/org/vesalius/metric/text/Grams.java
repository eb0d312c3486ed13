package org.vesalius.metric.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for tokens and for runs of up to n of them: equal runs have equal numbers. A run is its beginning and its last token, so that a table of pairs of numbers holds them all. Not for several threads. */
final class Grams {
    private final Map<String, Integer> words = new HashMap<>();
    private final Map<Long, Integer> runs = new HashMap<>();

    /** A number per token. */
    int[] words(List<String> tokens) {
        int[] ids = new int[tokens.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = words.computeIfAbsent(tokens.get(i), word -> words.size());
        }
        return ids;
    }

    /** By length less one, the numbers of the runs in order: {@code [0]} the tokens, {@code [n - 1]} the runs of n, fewer by n - 1. Runs of different lengths do not share numbers with each other but with tokens. */
    int[][] of(List<String> tokens, int longest) {
        int[][] grams = new int[longest][];
        grams[0] = words(tokens);
        for (int n = 1; n < longest; n++) {
            int[] shorter = grams[n - 1];
            grams[n] = new int[Math.max(0, shorter.length - 1)];
            for (int i = 0; i < grams[n].length; i++) {
                long key = ((long) n << 60) | ((long) shorter[i] << 30) | grams[0][i + n];
                Integer known = runs.get(key);
                if (known == null) {
                    known = runs.size();
                    runs.put(key, known);
                }
                grams[n][i] = known;
            }
        }
        return grams;
    }

    /** How often each number stands. */
    static Map<Integer, Integer> counts(int[] grams) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int gram : grams) {
            counts.merge(gram, 1, Integer::sum);
        }
        return counts;
    }
}
