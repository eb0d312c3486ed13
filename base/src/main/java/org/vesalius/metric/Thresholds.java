package org.vesalius.metric;

import java.util.function.ToDoubleFunction;

/** Operating points. Choose them on validation rows, never on the rows that are then scored. */
public final class Thresholds {
    /** Name, mode and version of {@link #maxF1}. */
    public static final String MAX_F1 = "threshold[max-f1,validation,highest-of-equals]@1";

    private Thresholds() {}

    /** The score from which on calling rows positive gives the best F1, the highest of equals; NaN without positives. */
    public static double maxF1(double[] scores, boolean[] positive) {
        return best(scores, positive, Confusion::f1);
    }

    /** As {@link #maxF1} for Matthews correlation, as CheXzero chooses. */
    public static double maxMcc(double[] scores, boolean[] positive) {
        return best(scores, positive, Confusion::mcc);
    }

    /** As {@link #maxF1} for sensitivity + specificity (Youden's J). */
    public static double youden(double[] scores, boolean[] positive) {
        return best(scores, positive, c -> c.sensitivity() + c.specificity());
    }

    /** The threshold of the highest sensitivity among those whose specificity is at least {@code specificity}; infinite (nobody is called) where none is; NaN unless both classes are there. */
    public static double atSpecificity(double[] scores, boolean[] positive, double specificity) {
        return bounded(scores, positive, c -> c.specificity() >= specificity ? c.sensitivity() : Double.NaN);
    }

    /** The threshold of the highest specificity among those whose sensitivity is at least {@code sensitivity}; NaN unless both classes are there. */
    public static double atSensitivity(double[] scores, boolean[] positive, double sensitivity) {
        return bounded(scores, positive, c -> c.sensitivity() >= sensitivity ? c.specificity() : Double.NaN);
    }

    private static double bounded(double[] scores, boolean[] positive, ToDoubleFunction<Confusion> quality) {
        int positives = Ranking.count(positive);
        if (positives == 0 || positives == positive.length) {
            return Double.NaN;
        }
        double threshold = best(scores, positive, quality);
        return Double.isNaN(threshold) ? Double.POSITIVE_INFINITY : threshold;
    }

    private static double best(double[] scores, boolean[] positive, ToDoubleFunction<Confusion> quality) {
        RankedScores ranked = new RankedScores(scores, positive);
        double positives = Ranking.count(positive);
        double best = Double.NEGATIVE_INFINITY;
        double threshold = Double.NaN;
        double hits = 0;
        for (int i = ranked.size() - 1; i >= 0 && positives > 0; i--) {
            int row = ranked.row(i);
            hits += positive[row] ? 1 : 0;
            if (i > 0 && scores[ranked.row(i - 1)] == scores[row]) {
                continue;
            }
            double alarms = ranked.size() - i - hits;
            double value = quality.applyAsDouble(
                    new Confusion(hits, alarms, ranked.size() - positives - alarms, positives - hits));
            if (value > best) {
                best = value;
                threshold = scores[row];
            }
        }
        return threshold;
    }
}
