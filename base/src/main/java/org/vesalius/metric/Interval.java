package org.vesalius.metric;

/**
 * A value with the range that resampling or a formula gives it.
 *
 * @param resamples how many resamples carried a defined value; 0 where a formula gave the range or there is none
 * @param method how the range was made, in words
 */
public record Interval(double value, double low, double high, int resamples, String method) {
    /** A value that nobody gave a range. */
    public static Interval point(double value) {
        return new Interval(value, Double.NaN, Double.NaN, 0, "none");
    }

    /** True when the whole range lies above {@code bound}. */
    public boolean above(double bound) {
        return low > bound;
    }
}
