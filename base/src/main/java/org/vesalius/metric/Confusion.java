package org.vesalius.metric;

/** Decisions against the truth, in counted rows. Ratios without a denominator are NaN: F1 is 0 where some are positive and none is found, NaN where nothing is positive and nothing called so. */
public record Confusion(double truePositives, double falsePositives, double trueNegatives, double falseNegatives) {
    /** Name, mode and version of {@link #f1}. */
    public static final String F1 = "f1[positive-class]@1";

    /** Name, mode and version of {@link #mcc}. */
    public static final String MCC = "mcc[zero-when-undefined]@1";

    /** Rows at or above {@code threshold} are called positive. */
    public static Confusion at(double threshold, double[] scores, boolean[] positive) {
        return at(threshold, scores, positive, Ranking.ones(scores.length));
    }

    /** As {@link #at(double, double[], boolean[])}, row i counting {@code times[i]} times. */
    public static Confusion at(double threshold, double[] scores, boolean[] positive, int[] times) {
        double[] cells = new double[4];
        for (int i = 0; i < scores.length; i++) {
            cells[(scores[i] >= threshold ? 0 : 2) + (positive[i] ? 0 : 1)] += times[i];
        }
        return new Confusion(cells[0], cells[1], cells[3], cells[2]);
    }

    /** True positive rate, recall. */
    public double sensitivity() {
        return truePositives / (truePositives + falseNegatives);
    }

    /** True negative rate. */
    public double specificity() {
        return trueNegatives / (trueNegatives + falsePositives);
    }

    /** Positive predictive value. */
    public double precision() {
        return truePositives / (truePositives + falsePositives);
    }

    /** Negative predictive value. */
    public double negativePredictiveValue() {
        return trueNegatives / (trueNegatives + falseNegatives);
    }

    /** Share of the negatives that are called positive; of "No Finding", the rate of underdiagnosis. */
    public double falsePositiveRate() {
        return falsePositives / (trueNegatives + falsePositives);
    }

    /** Share of the positives that are missed. */
    public double falseNegativeRate() {
        return falseNegatives / (truePositives + falseNegatives);
    }

    /** Mean of {@link #sensitivity} and {@link #specificity}. */
    public double balancedAccuracy() {
        return (sensitivity() + specificity()) / 2;
    }

    /** Share of right decisions. */
    public double accuracy() {
        return (truePositives + trueNegatives) / (truePositives + trueNegatives + falsePositives + falseNegatives);
    }

    /** Harmonic mean of precision and sensitivity. */
    public double f1() {
        return 2 * truePositives / (2 * truePositives + falsePositives + falseNegatives);
    }

    /** Weighted harmonic mean of precision and sensitivity, sensitivity {@code beta} times as important. */
    public double fBeta(double beta) {
        double b = beta * beta;
        return (1 + b) * truePositives / ((1 + b) * truePositives + falsePositives + b * falseNegatives);
    }

    /** Matthews correlation in [-1, 1]; 0 where a row or column of the table is empty. */
    public double mcc() {
        double product = (truePositives + falsePositives)
                * (truePositives + falseNegatives)
                * (trueNegatives + falsePositives)
                * (trueNegatives + falseNegatives);
        return product == 0
                ? 0
                : (truePositives * trueNegatives - falsePositives * falseNegatives) / Math.sqrt(product);
    }
}
