package org.vesalius.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How well scores order positives before negatives. */
public final class Ranking {
    /** Name, mode and version of {@link #auroc}. */
    public static final String AUROC = "auroc[ties=half]@1";

    /** Name, mode and version of {@link #averagePrecision}. */
    public static final String AVERAGE_PRECISION = "average-precision[step,ties=one-threshold]@1";

    private Ranking() {}

    /** A point of the curve: predicting positive from {@code threshold} on. */
    public record RocPoint(double falsePositiveRate, double truePositiveRate, double threshold) {}

    /** Area under the ROC curve by the rank statistic, ties ½; NaN unless both classes are there. */
    public static double auroc(double[] scores, boolean[] positive) {
        return new RankedScores(scores, positive).auroc(ones(scores.length));
    }

    /** Average precision: step function, no interpolation, tied scores are one threshold; NaN without positives. */
    public static double averagePrecision(double[] scores, boolean[] positive) {
        return new RankedScores(scores, positive).averagePrecision(ones(scores.length));
    }

    /** {@link #auroc} as a function of how often each row was drawn. */
    public static Bootstrap.Statistic aurocOf(double[] scores, boolean[] positive) {
        return new RankedScores(scores, positive)::auroc;
    }

    /** {@link #averagePrecision} as a function of how often each row was drawn. */
    public static Bootstrap.Statistic averagePrecisionOf(double[] scores, boolean[] positive) {
        return new RankedScores(scores, positive)::averagePrecision;
    }

    /** The ROC curve from (0, 0) to (1, 1), one point a distinct score; empty unless both classes are there. */
    public static List<RocPoint> roc(double[] scores, boolean[] positive) {
        RankedScores ranked = new RankedScores(scores, positive);
        double positives = count(positive);
        double negatives = positive.length - positives;
        List<RocPoint> points = new ArrayList<>();
        if (positives == 0 || negatives == 0) {
            return points;
        }
        points.add(new RocPoint(0, 0, Double.POSITIVE_INFINITY));
        int hits = 0;
        for (int i = ranked.size() - 1; i >= 0; i--) {
            int row = ranked.row(i);
            hits += positive[row] ? 1 : 0;
            int taken = ranked.size() - i;
            if (i == 0 || scores[ranked.row(i - 1)] != scores[row]) {
                points.add(new RocPoint((taken - hits) / negatives, hits / positives, scores[row]));
            }
        }
        return points;
    }

    /** Number of true entries. */
    public static int count(boolean[] positive) {
        int n = 0;
        for (boolean p : positive) {
            n += p ? 1 : 0;
        }
        return n;
    }

    static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
