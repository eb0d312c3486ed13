package org.vesalius.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The bootstrap, with the percentile range unless another {@link IntervalRule} is asked for. Whole groups (patients) are drawn with replacement, so that a patient's rows stay together. Resample i depends on the seed and i alone: two statistics of one bootstrap see the
 * same draws, which makes their difference a paired one.
 */
public final class Bootstrap {
    /** Resamples where nobody says otherwise. */
    public static final int RESAMPLES = 1000;

    /** Name, mode and version of {@link #interval}. */
    public static final String METHOD = "bootstrap[percentile,95,interpolated,by-patient]@1";

    private static final double TAIL = 0.025;
    /** Resamples that one thread makes in a go. */
    private static final int SHARE = 32;

    private final int[] groupOfRow;
    /** How many groups each stratum has; they are numbered one stratum after the other. */
    private final int[] groups;

    private final int resamples;
    private final long seed;

    private Bootstrap(int[] groupOfRow, int[] groups, int resamples, long seed) {
        this.groupOfRow = groupOfRow;
        this.groups = groups;
        this.resamples = resamples;
        this.seed = seed;
    }

    /** A value of rows of which row i counts {@code times[i]} times; NaN where it is undefined. Pure: it neither keeps nor changes {@code times}, and several threads may ask it at once. */
    @FunctionalInterface
    public interface Statistic {
        double of(int[] times);
    }

    /** Draws groups; {@code groupOfRow} names the group (patient) of each row. */
    public static Bootstrap byGroup(List<String> groupOfRow, int resamples, long seed) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[] group = new int[groupOfRow.size()];
        for (int i = 0; i < group.length; i++) {
            String name = groupOfRow.get(i);
            Integer known = numbers.putIfAbsent(name, numbers.size());
            group[i] = known == null ? numbers.size() - 1 : known;
        }
        return new Bootstrap(group, new int[] {numbers.size()}, resamples, seed);
    }

    /** Draws single rows. */
    public static Bootstrap byRow(int rows, int resamples, long seed) {
        int[] group = new int[rows];
        Arrays.setAll(group, i -> i);
        return new Bootstrap(group, new int[] {rows}, resamples, seed);
    }

    /** Draws within strata: the rows of the parts one after the other, each part's groups drawn from its own, with the resamples and the seed of the first. */
    public static Bootstrap within(List<Bootstrap> parts) {
        int[] group = new int[parts.stream().mapToInt(Bootstrap::rows).sum()];
        int row = 0;
        int before = 0;
        for (Bootstrap part : parts) {
            for (int of : part.groupOfRow) {
                group[row++] = before + of;
            }
            before += Arrays.stream(part.groups).sum();
        }
        int[] groups =
                parts.stream().flatMapToInt(part -> Arrays.stream(part.groups)).toArray();
        return new Bootstrap(group, groups, parts.getFirst().resamples, parts.getFirst().seed);
    }

    /** How many rows are drawn from. */
    public int rows() {
        return groupOfRow.length;
    }

    /** Mean over the drawn rows whose value is a number. */
    public static Statistic meanOf(double[] values) {
        double[] kept = values.clone();
        return times -> {
            double sum = 0;
            long n = 0;
            for (int i = 0; i < kept.length; i++) {
                if (times[i] > 0 && !Double.isNaN(kept[i])) {
                    sum += times[i] * kept[i];
                    n += times[i];
                }
            }
            return n == 0 ? Double.NaN : sum / n;
        };
    }

    /** A statistic of some rows: its row j is row {@code rows[j]} of what is drawn from. */
    public static Statistic ofRows(int[] rows, Statistic statistic) {
        int[] kept = rows.clone();
        return times -> {
            int[] part = new int[kept.length];
            for (int j = 0; j < part.length; j++) {
                part[j] = times[kept[j]];
            }
            return statistic.of(part);
        };
    }

    /** Mean over those statistics that are defined. */
    public static Statistic macroOf(List<Statistic> parts) {
        List<Statistic> kept = List.copyOf(parts);
        return times -> kept.stream()
                .mapToDouble(part -> part.of(times))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** The value on all rows, with the interpolated 95 % percentile range of the resamples where it is defined. */
    public Interval interval(Statistic statistic) {
        return interval(statistic, samples(statistic));
    }

    /** {@link #interval(Statistic)} of resamples that were made already. */
    Interval interval(Statistic statistic, double[] samples) {
        double value = statistic.of(Ranking.ones(groupOfRow.length));
        double[] sorted = defined(samples);
        return new Interval(value, quantile(sorted, TAIL), quantile(sorted, 1 - TAIL), sorted.length, METHOD);
    }

    /** As {@link #interval(Statistic)} by another rule, such as the one that a published table was made with. */
    public Interval interval(Statistic statistic, IntervalRule rule) {
        double value = statistic.of(Ranking.ones(groupOfRow.length));
        return switch (rule) {
            case PERCENTILE -> interval(statistic);
            case BCA -> IntervalRule.bca(value, samples(statistic), leavingOneOut(statistic));
            case CHEXZERO -> IntervalRule.chexzero(samples(statistic));
            case REPAIR ->
                IntervalRule.repair(
                        new Bootstrap(groupOfRow, groups, IntervalRule.REPAIR_RESAMPLES, seed).samples(statistic));
        };
    }

    /** The value without each group, one after the other (jackknife). */
    double[] leavingOneOut(Statistic statistic) {
        double[] values = new double[Arrays.stream(groups).sum()];
        int[] times = new int[groupOfRow.length];
        for (int g = 0; g < values.length; g++) {
            for (int row = 0; row < times.length; row++) {
                times[row] = groupOfRow[row] == g ? 0 : 1;
            }
            values[g] = statistic.of(times);
        }
        return values;
    }

    /** The value of each resample, NaN where it is undefined. All cores share the work; the values are the same on any number of them. */
    public double[] samples(Statistic statistic) {
        SplittableRandom streams = new SplittableRandom(seed);
        SplittableRandom[] random = new SplittableRandom[resamples];
        // one after the other, so that resample i has its own stream whoever draws it
        Arrays.setAll(random, i -> streams.split());
        double[] values = new double[resamples];
        IntStream.range(0, Math.ceilDiv(resamples, SHARE)).parallel().forEach(share -> {
            int[] times = new int[groupOfRow.length];
            int[] drawn = new int[Arrays.stream(groups).sum()];
            for (int i = share * SHARE; i < Math.min(resamples, (share + 1) * SHARE); i++) {
                draw(random[i], drawn, times);
                values[i] = statistic.of(times);
            }
        });
        return values;
    }

    private void draw(SplittableRandom random, int[] drawn, int[] times) {
        Arrays.fill(drawn, 0);
        int first = 0;
        for (int size : groups) {
            for (int g = 0; g < size; g++) {
                drawn[first + random.nextInt(size)]++;
            }
            first += size;
        }
        for (int row = 0; row < times.length; row++) {
            times[row] = drawn[groupOfRow[row]];
        }
    }

    static double[] defined(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }

    /** Linear between order statistics (type 7); NaN of nothing. */
    static double quantile(double[] sorted, double q) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
