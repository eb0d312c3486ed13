package org.vesalius.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Whether a probability means what it says. Inputs are probabilities of the positive class in [0, 1]. */
public final class Calibration {
    /** Name, mode and version of {@link #brier}. */
    public static final String BRIER = "brier[positive-class]@1";

    /** Name, mode and version of {@link #eceEqualWidth} with 10 bins. */
    public static final String ECE_10 = "ece[equal-width,10,positive-class]@1";

    private Calibration() {}

    /** How probabilities are put into bins. */
    public enum Bins {
        /** Bins of equal width on [0, 1]; probability 1 belongs to the last. */
        EQUAL_WIDTH("equal-width"),
        /** Bins of equally many rows in the order of probability (adaptive; where rows do not divide evenly the first bins have one more, as NumPy's array_split); equals stay in the order of rows. */
        EQUAL_MASS("equal-mass");

        private final String name;

        Bins(String name) {
            this.name = name;
        }

        private int[] of(double[] probabilities, int bins) {
            return this == EQUAL_WIDTH ? equalWidth(probabilities, bins) : equalMass(probabilities, bins);
        }
    }

    /** Name, mode and version of {@link #eceOf(double[], boolean[], int, Bins)}. */
    public static String eceName(Bins kind, int bins) {
        return "ece[" + kind.name + "," + bins + ",positive-class]@1";
    }

    /** Name, mode and version of {@link #mceOf}. */
    public static String mceName(Bins kind, int bins) {
        return "mce[" + kind.name + "," + bins + ",positive-class]@1";
    }

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
        return eceOf(probabilities, positive, bins, Bins.EQUAL_WIDTH);
    }

    /**
     * Expected calibration error, the mean gap between probability and share of positives over bins, weighted by their rows. Of a label (p of it, whether it is there) it is the per-label error; of the
     * winning class of several (its p, whether it is right) the "confidence" error of Guo et al. 2017. Bins are those of all rows, also for a draw of them.
     */
    public static Bootstrap.Statistic eceOf(double[] probabilities, boolean[] positive, int bins, Bins kind) {
        int[] binOf = kind.of(probabilities, bins);
        double[] error = errors(probabilities, positive);
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
        return mceOf(probabilities, positive, bins, Bins.EQUAL_WIDTH).of(Ranking.ones(probabilities.length));
    }

    /** Maximum calibration error: the largest gap of any bin that is not empty. */
    public static Bootstrap.Statistic mceOf(double[] probabilities, boolean[] positive, int bins, Bins kind) {
        int[] binOf = kind.of(probabilities, bins);
        double[] error = errors(probabilities, positive);
        return times -> {
            double[] gap = new double[bins];
            double[] rows = new double[bins];
            for (int i = 0; i < error.length; i++) {
                gap[binOf[i]] += times[i] * error[i];
                rows[binOf[i]] += times[i];
            }
            double most = Double.NaN;
            for (int b = 0; b < bins; b++) {
                double own = Math.abs(gap[b]) / rows[b];
                most = rows[b] > 0 && !(own <= most) ? own : most;
            }
            return most;
        };
    }

    /** {@link #brier} as a function of how often each row was drawn. */
    public static Bootstrap.Statistic brierOf(double[] probabilities, boolean[] positive) {
        double[] squares = errors(probabilities, positive);
        for (int i = 0; i < squares.length; i++) {
            squares[i] *= squares[i];
        }
        return Bootstrap.meanOf(squares);
    }

    private static double[] errors(double[] probabilities, boolean[] positive) {
        double[] error = new double[probabilities.length];
        for (int i = 0; i < error.length; i++) {
            error[i] = (positive[i] ? 1 : 0) - probabilities[i];
        }
        return error;
    }

    /** The bin of each row, from 0. */
    public static int[] binsOf(double[] probabilities, int bins, Bins kind) {
        return kind.of(probabilities, bins);
    }

    /** The reliability diagram, {@code bins} bins of equal width. */
    public static List<Bin> reliability(double[] probabilities, boolean[] positive, int bins) {
        return reliability(probabilities, positive, bins, Bins.EQUAL_WIDTH);
    }

    /** The reliability diagram; an empty bin has NaN for its two shares. */
    public static List<Bin> reliability(double[] probabilities, boolean[] positive, int bins, Bins kind) {
        int[] binOf = kind.of(probabilities, bins);
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

    private static int[] equalMass(double[] probabilities, int bins) {
        check(probabilities);
        Integer[] order = new Integer[probabilities.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> probabilities[i]));
        int size = order.length / bins;
        int larger = order.length % bins;
        int[] bin = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            bin[order[rank]] =
                    rank < larger * (size + 1) ? rank / (size + 1) : larger + (rank - larger * (size + 1)) / size;
        }
        return bin;
    }

    private static int[] equalWidth(double[] probabilities, int bins) {
        check(probabilities);
        int[] bin = new int[probabilities.length];
        for (int i = 0; i < bin.length; i++) {
            bin[i] = Math.min(bins - 1, (int) (probabilities[i] * bins));
        }
        return bin;
    }

    private static void check(double[] probabilities) {
        for (double p : probabilities) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("probabilities: expected values in [0, 1], got " + p);
            }
        }
    }
}
