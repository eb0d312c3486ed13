package org.vesalius.metric.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers from 0 for tokens, and others from 0 for runs of two and more of them: equal runs have equal numbers. A run is the number of its beginning and its last token, so one table of pairs holds runs of
 * every length. Not for several threads.
 */
final class Grams {
    private static final long FREE = -1;
    private static final int SMALLEST = 1 << 11;

    private final Map<String, Integer> words = new HashMap<>();
    private long[] keys = free(SMALLEST);
    private int[] numbers = new int[SMALLEST];
    private int runs;

    /** A number per token. */
    int[] words(List<String> tokens) {
        int[] ids = new int[tokens.size()];
        for (int i = 0; i < ids.length; i++) {
            Integer known = words.putIfAbsent(tokens.get(i), words.size());
            ids[i] = known == null ? words.size() - 1 : known;
        }
        return ids;
    }

    /** By length less one, the numbers of the runs in order: {@code [0]} the tokens, {@code [n - 1]} the runs of n, fewer by n - 1. */
    int[][] of(List<String> tokens, int longest) {
        int[][] grams = new int[longest][];
        grams[0] = words(tokens);
        for (int n = 1; n < longest; n++) {
            int[] shorter = grams[n - 1];
            grams[n] = new int[Math.max(0, shorter.length - 1)];
            for (int i = 0; i < grams[n].length; i++) {
                grams[n][i] = run(n, shorter[i], grams[0][i + n]);
            }
        }
        return grams;
    }

    /** The number of a run of {@code n + 1} tokens. */
    private int run(int n, int beginning, int last) {
        long key = ((long) n << 60) | ((long) beginning << 30) | last;
        int at = place(key);
        if (keys[at] == FREE) {
            if (2 * (runs + 1) > keys.length) {
                grow();
                at = place(key);
            }
            keys[at] = key;
            numbers[at] = runs++;
        }
        return numbers[at];
    }

    private int place(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int at = (int) (mixed >>> 32) & (keys.length - 1);
        while (keys[at] != FREE && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    private void grow() {
        long[] old = keys;
        int[] oldNumbers = numbers;
        keys = free(2 * old.length);
        numbers = new int[keys.length];
        for (int i = 0; i < old.length; i++) {
            if (old[i] != FREE) {
                int at = place(old[i]);
                keys[at] = old[i];
                numbers[at] = oldNumbers[i];
            }
        }
    }

    private static long[] free(int places) {
        long[] keys = new long[places];
        Arrays.fill(keys, FREE);
        return keys;
    }

    /** How many numbers are in use for runs of length {@code n + 1}: all of them are smaller. */
    int space(int n) {
        return n == 0 ? words.size() : runs;
    }

    /** How many of the first's runs are in the second, each as often as it stands in both; {@code space} is above all numbers. */
    static int common(int[] first, int[] second, int space) {
        int[] left = counts(second, space);
        int common = 0;
        for (int gram : first) {
            if (left[gram]-- > 0) {
                common++;
            }
        }
        return common;
    }

    /** How often each number stands. */
    static int[] counts(int[] grams, int space) {
        int[] counts = new int[space];
        for (int gram : grams) {
            counts[gram]++;
        }
        return counts;
    }
}
