package org.vesalius.evaluate;

/** Vectors as float arrays. */
final class Vectors {
    private Vectors() {}

    /** The inner product, which is the cosine where both have length 1. */
    static double dot(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("b: expected size " + a.length + " as a has, got " + b.length);
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** The mean of {@link #dot} over some vectors. */
    static double meanDot(float[] a, float[][] others) {
        double sum = 0;
        for (float[] other : others) {
            sum += dot(a, other);
        }
        return sum / others.length;
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
