package org.vesalius.metric;

/** The standard normal distribution. */
final class Normal {
    /** The 97.5 % point. */
    static final double Z975 = 1.959963984540054;

    private static final double SERIES_TO = 5;

    private Normal() {}

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
