package org.vesalius.metric;

import java.util.Arrays;

/** How a 95 % range is made of resampled values. */
public enum IntervalRule {
    /** The interpolated 2.5th and 97.5th percentiles of the values that are defined. */
    PERCENTILE(Bootstrap.METHOD),

    /** Efron's bias-corrected and accelerated percentiles; the acceleration by leaving out one group (patient) at a time. Equals SciPy's {@code method="BCa"} where groups are rows. */
    BCA("bootstrap[bca,95,interpolated,by-patient]@1"),

    /**
     * CheXzero: the value is the mean of the resampled ones that are defined; all of them, also the undefined ones, are sorted, NaN last, and entries int(.025 n) - 1 and int(.975 n) - 1 taken; all rounded
     * to 4 decimals. Its draws are NumPy's with seed i; ours differ.
     */
    CHEXZERO("bootstrap[chexzero-index,95,nan-last,rounded-4]@2"),

    /** CXR-RePaiR: mean of 10 resamples, plus or minus the 97.5 % point of Student's t with 9 degrees of freedom times their standard error (n - 1). It is the precision of the mean of the resamples, not of the score: too narrow. */
    REPAIR("bootstrap[repair,10-resamples,mean±t9·sem]@1");

    /** How many RePaiR draws. */
    static final int REPAIR_RESAMPLES = 10;

    private static final double TAIL = .025;
    private static final double T_975_9 = 2.2621571627409915;
    private static final double FOUR_DECIMALS = 1e4;

    private final String method;

    IntervalRule(String method) {
        this.method = method;
    }

    /** Name, mode and version. */
    public String method() {
        return method;
    }

    /**
     * Of resampled values and of those without each group.
     *
     * @return undefined ends where the value lies outside of all resampled ones or nothing varies
     */
    static Interval bca(double value, double[] samples, double[] leavingOneOut) {
        double[] sorted = Bootstrap.defined(samples);
        double below = Arrays.stream(sorted).filter(s -> s < value).count();
        double atMost = Arrays.stream(sorted).filter(s -> s <= value).count();
        double bias = Normal.quantile((below + atMost) / (2 * sorted.length));
        double acceleration = acceleration(Bootstrap.defined(leavingOneOut));
        double low = Bootstrap.quantile(sorted, level(bias, acceleration, -Normal.Z975));
        double high = Bootstrap.quantile(sorted, level(bias, acceleration, Normal.Z975));
        return new Interval(value, low, high, sorted.length, BCA.method);
    }

    private static double acceleration(double[] leavingOneOut) {
        double mean = Arrays.stream(leavingOneOut).average().orElse(Double.NaN);
        double cubes = 0;
        double squares = 0;
        for (double value : leavingOneOut) {
            double step = mean - value;
            cubes += step * step * step;
            squares += step * step;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }

    private static double level(double bias, double acceleration, double z) {
        double shifted = bias + z;
        return Normal.cdf(bias + shifted / (1 - acceleration * shifted));
    }

    static Interval chexzero(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int low = Math.max(0, (int) (TAIL * sorted.length) - 1);
        int high = Math.max(0, (int) ((1 - TAIL) * sorted.length) - 1);
        double mean = Arrays.stream(Bootstrap.defined(samples)).average().orElse(Double.NaN);
        return new Interval(rounded(mean), rounded(sorted[low]), rounded(sorted[high]), sorted.length, CHEXZERO.method);
    }

    private static double rounded(double value) {
        return Double.isFinite(value) ? Math.rint(value * FOUR_DECIMALS) / FOUR_DECIMALS : value;
    }

    static Interval repair(double[] samples) {
        int n = samples.length;
        double mean = Arrays.stream(samples).average().orElse(Double.NaN);
        double squares =
                Arrays.stream(samples).map(s -> (s - mean) * (s - mean)).sum();
        double reach = T_975_9 * Math.sqrt(squares / (n - 1) / n);
        return new Interval(mean, mean - reach, mean + reach, n, REPAIR.method);
    }
}
