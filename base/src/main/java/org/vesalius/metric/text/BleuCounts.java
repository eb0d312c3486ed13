package org.vesalius.metric.text;

import java.util.ArrayList;
import java.util.List;

/** What every BLEU is made of: by n the n-grams of the hypothesis and those also in a reference (each as often as in the reference that has it most), its length, and the nearest reference length, of two the shorter. */
record BleuCounts(Tokenization tokens) implements TextStatistics {
    static final int LONGEST = 4;
    static final int LENGTH = 0;
    static final int REFERENCE_LENGTH = 1;

    private static final List<String> COLUMNS = List.of(
            "length",
            "reference-length",
            "correct1",
            "guess1",
            "correct2",
            "guess2",
            "correct3",
            "guess3",
            "correct4",
            "guess4");

    @Override
    public String name() {
        return "bleu-" + tokens.id();
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    /** The place of the matches of n-grams; their number stands behind it. */
    static int correct(int n) {
        return 2 * n;
    }

    static int guess(int n) {
        return 2 * n + 1;
    }

    @Override
    public TextTable of(List<TextPair> pairs) {
        return TextTable.each(COLUMNS, pairs, this::row);
    }

    private double[] row(TextPair pair) {
        Grams grams = new Grams();
        int[][] hypothesis = grams.of(tokens.hypothesis(pair.hypothesis()), LONGEST);
        List<int[][]> references = new ArrayList<>();
        for (String reference : pair.references()) {
            references.add(grams.of(tokens.reference(reference), LONGEST));
        }
        double[] row = new double[COLUMNS.size()];
        row[LENGTH] = hypothesis[0].length;
        row[REFERENCE_LENGTH] = nearest(hypothesis[0].length, references);
        for (int n = 1; n <= LONGEST; n++) {
            row[correct(n)] = matches(hypothesis[n - 1], references, n, grams.space(n - 1));
            row[guess(n)] = hypothesis[n - 1].length;
        }
        return row;
    }

    private static int nearest(int length, List<int[][]> references) {
        int nearest = references.getFirst()[0].length;
        for (int[][] reference : references) {
            int other = reference[0].length;
            int closer = Math.abs(other - length) - Math.abs(nearest - length);
            if (closer < 0 || (closer == 0 && other < nearest)) {
                nearest = other;
            }
        }
        return nearest;
    }

    private static int matches(int[] hypothesis, List<int[][]> references, int n, int space) {
        int[] most = new int[space];
        for (int[][] reference : references) {
            int[] counts = Grams.counts(reference[n - 1], space);
            for (int gram : reference[n - 1]) {
                most[gram] = Math.max(most[gram], counts[gram]);
            }
        }
        int matches = 0;
        for (int gram : hypothesis) {
            if (most[gram]-- > 0) {
                matches++;
            }
        }
        return matches;
    }
}
