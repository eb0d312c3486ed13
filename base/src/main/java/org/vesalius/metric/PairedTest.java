package org.vesalius.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Whether two systems differ on the same rows. */
public final class PairedTest {
    private static final double ROUNDING = 1e-12;

    private PairedTest() {}

    /** First minus second, with its range and a two-sided p. */
    public record Difference(Interval difference, double p, String method) {}

    /** Paired bootstrap: both statistics on the same draws; p is twice the smaller share of resamples on one side of 0 (+1 smoothing). */
    public static Difference bootstrap(Bootstrap draws, Bootstrap.Statistic first, Bootstrap.Statistic second) {
        Bootstrap.Statistic difference = times -> first.of(times) - second.of(times);
        double[] resampled = draws.samples(difference);
        Interval interval = draws.interval(difference, resampled);
        double[] samples = Bootstrap.defined(resampled);
        double atMost = 1 + Arrays.stream(samples).filter(d -> d <= 0).count();
        double atLeast = 1 + Arrays.stream(samples).filter(d -> d >= 0).count();
        double p = Math.min(1, 2 * Math.min(atMost, atLeast) / (samples.length + 1));
        return new Difference(interval, p, "paired-bootstrap[by-patient]@1");
    }

    /** Sign-flip permutation of per-row differences, a group's rows flipping together: two-sided p for a mean of 0. */
    public static double signFlip(double[] differences, List<String> groupOfRow, int permutations, long seed) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (int i = 0; i < differences.length; i++) {
            sums.merge(groupOfRow.get(i), differences[i], Double::sum);
        }
        double[] bySum = sums.values().stream().mapToDouble(Double::doubleValue).toArray();
        double observed = Math.abs(Arrays.stream(bySum).sum());
        SplittableRandom random = new SplittableRandom(seed);
        int extreme = 0;
        for (int k = 0; k < permutations; k++) {
            double sum = 0;
            for (double d : bySum) {
                sum += random.nextBoolean() ? d : -d;
            }
            extreme += Math.abs(sum) >= observed - ROUNDING ? 1 : 0;
        }
        return (extreme + 1.0) / (permutations + 1.0);
    }

    /** Swap permutation: the two systems' scores change places, a group's rows together; two-sided p for equal {@code statistic}. */
    public static double swap(
            double[] first,
            double[] second,
            List<String> groupOfRow,
            ToDoubleFunction<double[]> statistic,
            int permutations,
            long seed) {
        double observed = Math.abs(statistic.applyAsDouble(first) - statistic.applyAsDouble(second));
        SplittableRandom random = new SplittableRandom(seed);
        double[] a = new double[first.length];
        double[] b = new double[first.length];
        int extreme = 0;
        for (int k = 0; k < permutations; k++) {
            Map<String, Boolean> swapped = new LinkedHashMap<>();
            for (int i = 0; i < a.length; i++) {
                boolean swap = swapped.computeIfAbsent(groupOfRow.get(i), g -> random.nextBoolean());
                a[i] = swap ? second[i] : first[i];
                b[i] = swap ? first[i] : second[i];
            }
            double difference = Math.abs(statistic.applyAsDouble(a) - statistic.applyAsDouble(b));
            extreme += difference >= observed - ROUNDING ? 1 : 0;
        }
        return (extreme + 1.0) / (permutations + 1.0);
    }

    /** Holm's step-down adjustment, in the order given; NaN stays NaN and does not count as a test. */
    public static double[] holm(double[] p) {
        Integer[] order = new Integer[p.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> Double.compare(p[i], p[j]));
        int tests = (int) Arrays.stream(p).filter(v -> !Double.isNaN(v)).count();
        double[] adjusted = p.clone();
        double running = 0;
        for (int k = 0; k < tests; k++) {
            running = Math.max(running, Math.min(1, (tests - k) * p[order[k]]));
            adjusted[order[k]] = running;
        }
        return adjusted;
    }
}
