package org.vesalius.metric;

import java.util.Arrays;
import java.util.Comparator;

/** Scores sorted once, so that a thousand resamples cost a thousand walks and no further sort. */
final class RankedScores {
    private final int[] ascending;
    private final double[] scores;
    private final boolean[] positive;

    RankedScores(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(
                    "positive: expected " + scores.length + " entries as scores has, got " + positive.length);
        }
        for (double score : scores) {
            if (Double.isNaN(score)) {
                throw new IllegalArgumentException("scores: expected numbers, got NaN; leave such rows out first");
            }
        }
        this.scores = scores.clone();
        this.positive = positive.clone();
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        ascending = Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    /** Probability that a positive outranks a negative, ties ½; row i counts {@code times[i]} times; NaN unless both are there. */
    double auroc(int[] times) {
        double negativesBelow = 0;
        double positives = 0;
        double won = 0;
        for (int from = 0; from < ascending.length; ) {
            double tiedPositives = 0;
            double tiedNegatives = 0;
            int to = from;
            for (; to < ascending.length && scores[ascending[to]] == scores[ascending[from]]; to++) {
                int row = ascending[to];
                if (positive[row]) {
                    tiedPositives += times[row];
                } else {
                    tiedNegatives += times[row];
                }
            }
            won += tiedPositives * (negativesBelow + tiedNegatives / 2);
            negativesBelow += tiedNegatives;
            positives += tiedPositives;
            from = to;
        }
        return positives == 0 || negativesBelow == 0 ? Double.NaN : won / (positives * negativesBelow);
    }

    /** Sum over thresholds of precision times the recall gained there, no interpolation; NaN without positives. */
    double averagePrecision(int[] times) {
        double truePositives = 0;
        double drawn = 0;
        double sum = 0;
        for (int from = ascending.length - 1; from >= 0; ) {
            double gained = 0;
            int to = from;
            for (; to >= 0 && scores[ascending[to]] == scores[ascending[from]]; to--) {
                int row = ascending[to];
                drawn += times[row];
                gained += positive[row] ? times[row] : 0;
            }
            truePositives += gained;
            if (gained > 0) {
                sum += gained * truePositives / drawn;
            }
            from = to;
        }
        return truePositives == 0 ? Double.NaN : sum / truePositives;
    }

    int size() {
        return scores.length;
    }

    int row(int rank) {
        return ascending[rank];
    }
}
