package org.vesalius.metric;

/** The standard normal distribution. */
final class Normal {
    /** The 97.5 % point. */
    static final double Z975 = 1.959963984540054;

    private static final double SERIES_TO = 5;
    private static final double FARTHEST = 40;
    private static final int HALVINGS = 60;

    private Normal() {}

    /** P(Z <= z), to about 1e-15 absolute. */
    static double cdf(double z) {
        return z <= 0 ? twoSided(z) / 2 : 1 - twoSided(z) / 2;
    }

    /** The z with P(Z <= z) = p, by bisection to the last digits; infinite at 0 and 1. */
    static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            return p == 0 ? Double.NEGATIVE_INFINITY : p == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        double low = -FARTHEST;
        double high = FARTHEST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (cdf(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** P(|Z| >= |z|), to about 1e-15 absolute. */
    static double twoSided(double z) {
        double x = Math.abs(z);
        double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        if (x < SERIES_TO) {
            double term = x;
            double sum = x;
            for (int k = 3; term > sum * 1e-17 && k < 400; k += 2) {
                term *= x * x / k;
                sum += term;
            }
            return Math.max(0, 1 - 2 * density * sum);
        }
        double fraction = x;
        for (int k = 60; k > 0; k--) {
            fraction = x + k / fraction;
        }
        return 2 * density / fraction;
    }
}
