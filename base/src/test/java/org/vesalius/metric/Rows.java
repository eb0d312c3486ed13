package org.vesalius.metric;

/** Forty rows with many ties; every reference number on them was made with NumPy and SciPy from the published formulas. */
final class Rows {
    static final double[] FIRST = {
        0.2, 1.1, 1.0, 0.9, 0.8, 0.5, 0.4, 0.5, 0.4, 0.3, 0.2, 1.1, 0.8, 0.7, 0.8, 0.7, 0.6, 0.5, 0.4, 0.1, 0.0, 1.2,
        1.1, 1.0, 0.9, 0.8, 0.5, 0.4, 0.5, 0.4, 0.3, 1.2, 1.1, 0.8, 0.7, 0.8, 0.7, 0.6, 0.5, 0.4
    };
    static final double[] SECOND = {
        0.22, 0.89, 0.57, 0.24, 0.91, 0.49, 0.16, 0.94, 0.61, 0.29, 0.96, 0.63, 0.21, 0.88, 0.66, 0.33, 1.01, 0.68,
        0.36, 0.93, 0.6, 0.38, 1.05, 0.73, 0.4, 1.08, 0.65, 0.33, 0.1, 0.77, 0.45, 0.12, 0.8, 0.37, 0.05, 0.82, 0.5,
        0.17, 0.84, 0.52
    };
    static final boolean[] POSITIVE = flags("1111100111110011111001111100111110011111");

    private Rows() {}

    static boolean[] flags(String zerosAndOnes) {
        boolean[] flags = new boolean[zerosAndOnes.length()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = zerosAndOnes.charAt(i) == '1';
        }
        return flags;
    }
}
