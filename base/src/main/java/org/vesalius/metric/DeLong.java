package org.vesalius.metric;

import java.util.Arrays;

/** Variance of AUROC, and of the difference of two on the same rows (DeLong, DeLong and Clarke-Pearson 1988). Rows are taken as independent: with several rows a patient use {@link Bootstrap}. */
public final class DeLong {
    /** Name, mode and version. */
    public static final String METHOD = "delong[normal,95]@1";

    private DeLong() {}

    /** Value and 95 % range (normal, cut to [0, 1]); NaN range with fewer than two rows of a class. */
    public static Interval auroc(double[] scores, boolean[] positive) {
        Components c = components(scores, positive);
        double reach = Normal.Z975 * Math.sqrt(covariance(c, c));
        return new Interval(c.auc, Math.max(0, c.auc - reach), Math.min(1, c.auc + reach), 0, METHOD);
    }

    /** Variance of the AUROC. */
    public static double variance(double[] scores, boolean[] positive) {
        Components c = components(scores, positive);
        return covariance(c, c);
    }

    /** First minus second on the same rows, with its range and two-sided p; p is 1 where the two never differ. */
    public static PairedTest.Difference difference(double[] first, double[] second, boolean[] positive) {
        Components a = components(first, positive);
        Components b = components(second, positive);
        double variance = covariance(a, a) + covariance(b, b) - 2 * covariance(a, b);
        double error = Math.sqrt(Math.max(0, variance));
        double value = a.auc - b.auc;
        double p = error == 0 ? (value == 0 ? 1 : 0) : Normal.twoSided(value / error);
        double reach = Normal.Z975 * error;
        return new PairedTest.Difference(new Interval(value, value - reach, value + reach, 0, METHOD), p, METHOD);
    }

    /** Per positive: share of negatives below it. Per negative: share of positives above it. */
    private static final class Components {
        private final double[] ofPositives;
        private final double[] ofNegatives;
        private final double auc;

        private Components(double[] ofPositives, double[] ofNegatives) {
            this.ofPositives = ofPositives;
            this.ofNegatives = ofNegatives;
            this.auc = mean(ofPositives);
        }
    }

    private static Components components(double[] scores, boolean[] positive) {
        int m = Ranking.count(positive);
        double[] x = new double[m];
        double[] y = new double[scores.length - m];
        int i = 0;
        int j = 0;
        for (int row = 0; row < scores.length; row++) {
            if (positive[row]) {
                x[i++] = scores[row];
            } else {
                y[j++] = scores[row];
            }
        }
        double[] sortedX = x.clone();
        double[] sortedY = y.clone();
        Arrays.sort(sortedX);
        Arrays.sort(sortedY);
        double[] v10 = Arrays.stream(x).map(s -> below(sortedY, s) / y.length).toArray();
        double[] v01 = Arrays.stream(y).map(s -> 1 - below(sortedX, s) / m).toArray();
        return new Components(v10, v01);
    }

    /** How many of {@code sorted} are below {@code value}, equals ½. */
    private static double below(double[] sorted, double value) {
        return (lower(sorted, value, false) + lower(sorted, value, true)) / 2.0;
    }

    private static int lower(double[] sorted, double value, boolean orEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double covariance(Components a, Components b) {
        return covariance(a.ofPositives, b.ofPositives) / a.ofPositives.length
                + covariance(a.ofNegatives, b.ofNegatives) / a.ofNegatives.length;
    }

    private static double covariance(double[] a, double[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - meanA) * (b[i] - meanB);
        }
        return sum / (a.length - 1);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
