package org.vesalius.metric;

import java.util.ArrayList;
import java.util.List;

/** Whether a probability means what it says. Inputs are probabilities of the positive class in [0, 1]. */
public final class Calibration {
    /** Name, mode and version of {@link #brier}. */
    public static final String BRIER = "brier[positive-class]@1";

    /** Name, mode and version of {@link #eceEqualWidth} with 10 bins. */
    public static final String ECE_10 = "ece[equal-width,10,positive-class]@1";

    private Calibration() {}

    /** A bin of the reliability diagram: {@code count} rows, their mean probability and their share of positives. */
    public record Bin(int count, double meanProbability, double positiveShare) {}

    /** Mean squared error; NaN without rows. */
    public static double brier(double[] probabilities, boolean[] positive) {
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            double error = probabilities[i] - (positive[i] ? 1 : 0);
            sum += error * error;
        }
        return sum / probabilities.length;
    }

    /** Expected calibration error over {@code bins} bins of equal width; empty bins count nothing. */
    public static double eceEqualWidth(double[] probabilities, boolean[] positive, int bins) {
        return eceOf(probabilities, positive, bins).of(Ranking.ones(probabilities.length));
    }

    /** {@link #eceEqualWidth} as a function of how often each row was drawn. */
    public static Bootstrap.Statistic eceOf(double[] probabilities, boolean[] positive, int bins) {
        int[] binOf = binOf(probabilities, bins);
        double[] error = new double[probabilities.length];
        for (int i = 0; i < error.length; i++) {
            error[i] = (positive[i] ? 1 : 0) - probabilities[i];
        }
        return times -> {
            double[] gap = new double[bins];
            double n = 0;
            for (int i = 0; i < error.length; i++) {
                gap[binOf[i]] += times[i] * error[i];
                n += times[i];
            }
            double sum = 0;
            for (double g : gap) {
                sum += Math.abs(g);
            }
            return sum / n;
        };
    }

    /** The largest gap of any bin that is not empty. */
    public static double mceEqualWidth(double[] probabilities, boolean[] positive, int bins) {
        return reliability(probabilities, positive, bins).stream()
                .filter(bin -> bin.count > 0)
                .mapToDouble(bin -> Math.abs(bin.positiveShare - bin.meanProbability))
                .max()
                .orElse(Double.NaN);
    }

    /** The reliability diagram, {@code bins} bins of equal width; probability 1 belongs to the last. */
    public static List<Bin> reliability(double[] probabilities, boolean[] positive, int bins) {
        int[] binOf = binOf(probabilities, bins);
        int[] count = new int[bins];
        double[] sum = new double[bins];
        int[] hits = new int[bins];
        for (int i = 0; i < probabilities.length; i++) {
            count[binOf[i]]++;
            sum[binOf[i]] += probabilities[i];
            hits[binOf[i]] += positive[i] ? 1 : 0;
        }
        List<Bin> diagram = new ArrayList<>(bins);
        for (int b = 0; b < bins; b++) {
            diagram.add(new Bin(count[b], sum[b] / count[b], (double) hits[b] / count[b]));
        }
        return diagram;
    }

    private static int[] binOf(double[] probabilities, int bins) {
        int[] bin = new int[probabilities.length];
        for (int i = 0; i < bin.length; i++) {
            double p = probabilities[i];
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("probabilities: expected values in [0, 1], got " + p);
            }
            bin[i] = Math.min(bins - 1, (int) (p * bins));
        }
        return bin;
    }
}
