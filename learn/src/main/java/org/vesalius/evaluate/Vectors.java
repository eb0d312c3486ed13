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

    /** The mean of unit vectors, made length 1 again. */
    static float[] meanDirection(float[][] vectors) {
        float[] mean = new float[vectors[0].length];
        for (float[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i];
            }
        }
        float length = (float) Math.sqrt(dot(mean, mean));
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= Math.max(length, 1e-12f);
        }
        return mean;
    }
}
