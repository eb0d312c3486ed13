package org.vesalius.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Known names that a mistyped one may have meant. */
public final class Names {
    private static final int SHOWN = 3;

    private Names() {}

    /** Up to three of {@code known}, nearest first by edit distance; a name that contains the other counts as near. */
    public static List<String> nearest(String name, Iterable<String> known) {
        record Near(String name, int distance) {}
        String wanted = name.toLowerCase(Locale.ROOT);
        List<Near> near = new ArrayList<>();
        for (String candidate : known) {
            String lower = candidate.toLowerCase(Locale.ROOT);
            boolean contained = !wanted.isEmpty() && (lower.contains(wanted) || wanted.contains(lower));
            int distance = contained ? 1 : editDistance(wanted, lower);
            if (contained || distance <= Math.max(2, candidate.length() / 2)) {
                near.add(new Near(candidate, distance));
            }
        }
        return near.stream()
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(SHOWN)
                .map(Near::name)
                .toList();
    }

    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
