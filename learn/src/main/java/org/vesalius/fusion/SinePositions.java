package org.vesalius.fusion;

import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Tensors;

/**
 * A fixed code of the places of a grid: sines and cosines of the row, then of the column, both counted from 1 and scaled so that the last is 2π (DETR; hi-ml's {@code SinePositionEmbedding} of BioViL-T). Shapes: N = height·width cells in row-major order, D
 * size.
 */
public final class SinePositions {
    private static final double BASE = 10_000;
    private static final double EPSILON = 1e-6;

    private SinePositions() {}

    /** Float64 [N, D]; {@code size} must be a multiple of 4. */
    public static Tensor grid(int height, int width, int size) {
        if (size < 4 || size % 4 != 0) {
            throw InputException.of("size of a code of places", "a multiple of 4", "" + size, "change the width");
        }
        int half = size / 2;
        double[] codes = new double[height * width * size];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int at = (row * width + column) * size;
                fill(codes, at, half, angle(row, height));
                fill(codes, at + half, half, angle(column, width));
            }
        }
        return Tensors.of(codes, (long) height * width, size);
    }

    private static double angle(int index, int count) {
        return (index + 1) / (count + EPSILON) * 2 * Math.PI;
    }

    private static void fill(double[] codes, int at, int half, double angle) {
        for (int pair = 0; pair < half / 2; pair++) {
            double slowed = angle / Math.pow(BASE, 2.0 * pair / half);
            codes[at + 2 * pair] = Math.sin(slowed);
            codes[at + 2 * pair + 1] = Math.cos(slowed);
        }
    }
}
