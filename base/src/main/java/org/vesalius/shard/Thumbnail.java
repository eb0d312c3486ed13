package org.vesalius.shard;

import java.util.Arrays;
import org.vesalius.image.Image;
import org.vesalius.image.Resize;

/**
 * A picture in 32 x 32 grey values, which decides whether two pictures of near {@link Fingerprint}s are one: bodies in the same posture share their coarse brightness, so that smooth films of different
 * patients have the same bits.
 *
 * <p>Compared is what is left of one after the best cubic curve of the other, so that another window or gamma of the same film changes little. In standard deviations, 95 % of the copies (two thirds of
 * the size, half of them with a gamma of 0.8) of the films at hand leave at most 0.013, and the most similar of 1.1 million pairs of different synthetic films leave 0.022.
 */
final class Thumbnail {
    private static final int SIDE = 32;
    private static final int CURVE = 4;
    /** Mean absolute difference, in standard deviations of the picture, up to which two are one. */
    static final double SAME = 0.02;

    /** Stretched from the darkest to the brightest. */
    private final byte[] grey = new byte[SIDE * SIDE];

    private Thumbnail(float[] samples) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float sample : samples) {
            low = Math.min(low, sample);
            high = Math.max(high, sample);
        }
        for (int i = 0; i < grey.length && high > low; i++) {
            grey[i] = (byte) Math.round(255 * (samples[i] - low) / (high - low));
        }
    }

    static Thumbnail of(Image image) {
        return new Thumbnail(Resize.resize(image.toGrey(), SIDE, SIDE, Resize.Filter.BILINEAR)
                .samples());
    }

    /** Whether each is a curve of the other up to {@link #SAME}. */
    boolean same(Thumbnail other) {
        return difference(other) <= SAME;
    }

    /** Whether every value is the same. */
    boolean identical(Thumbnail other) {
        return Arrays.equals(grey, other.grey);
    }

    /** Mean absolute difference, in standard deviations of the picture, after the best curve: the greater of the two ways. */
    double difference(Thumbnail other) {
        double[] mine = standard();
        double[] others = other.standard();
        return Math.max(unexplained(mine, others), unexplained(others, mine));
    }

    /** Mean 0 and deviation 1. */
    private double[] standard() {
        double[] values = new double[grey.length];
        Arrays.setAll(values, i -> grey[i] & 255);
        double mean = Arrays.stream(values).average().orElse(0);
        double variance = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
        double scale = variance == 0 ? 0 : 1 / Math.sqrt(variance);
        Arrays.setAll(values, i -> (values[i] - mean) * scale);
        return values;
    }

    /** Mean absolute rest of y after the least-squares cubic in x. */
    private static double unexplained(double[] x, double[] y) {
        double[] curve = cubic(x, y);
        double rest = 0;
        for (int i = 0; i < x.length; i++) {
            rest += Math.abs(y[i] - (curve[0] + x[i] * (curve[1] + x[i] * (curve[2] + x[i] * curve[3]))));
        }
        return rest / x.length;
    }

    private static double[] cubic(double[] x, double[] y) {
        double[][] normal = new double[CURVE][CURVE + 1];
        for (int i = 0; i < x.length; i++) {
            double[] powers = {1, x[i], x[i] * x[i], x[i] * x[i] * x[i]};
            for (int r = 0; r < CURVE; r++) {
                for (int c = 0; c < CURVE; c++) {
                    normal[r][c] += powers[r] * powers[c];
                }
                normal[r][CURVE] += powers[r] * y[i];
            }
        }
        // a picture of few grey values has no single best cubic: the ridge picks one
        for (int r = 0; r < CURVE; r++) {
            normal[r][r] += 1e-6 * x.length;
        }
        return solved(normal);
    }

    /** Gauss and Jordan; the matrix is positive definite, so no pivoting is needed. */
    private static double[] solved(double[][] system) {
        for (int p = 0; p < system.length; p++) {
            for (int r = 0; r < system.length; r++) {
                double factor = r == p ? 0 : system[r][p] / system[p][p];
                for (int c = p; c <= system.length && factor != 0; c++) {
                    system[r][c] -= factor * system[p][c];
                }
            }
        }
        double[] solution = new double[system.length];
        Arrays.setAll(solution, r -> system[r][system.length] / system[r][r]);
        return solution;
    }
}
