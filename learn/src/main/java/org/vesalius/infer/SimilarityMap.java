package org.vesalius.infer;

import org.vesalius.image.Geometry;

/**
 * How similar each part of an image is to a phrase: cosines on the grid of the model's patches, row by row from the top left.
 *
 * @see Inference#ground
 */
public final class SimilarityMap {
    private static final double TRUNCATE = 4;

    private final int height;
    private final int width;
    private final float[] values;
    private final Geometry geometry;

    /**
     * A grid over an image.
     *
     * @param values height times width cosines, row by row; not copied
     * @param geometry from the source image to the square that the model saw, over which the grid lies
     */
    public SimilarityMap(int height, int width, float[] values, Geometry geometry) {
        this.height = height;
        this.width = width;
        this.values = values;
        this.geometry = geometry;
    }

    /** Rows of the grid. */
    public int height() {
        return height;
    }

    /** Columns of the grid. */
    public int width() {
        return width;
    }

    /** The cosines, row by row; not copied. */
    public float[] values() {
        return values;
    }

    /** From the source image to the square that the model saw. */
    public Geometry geometry() {
        return geometry;
    }

    /** The map on the pixels of the source image, row by row: bilinear between the centres of the patches, NaN where the model did not see the image. */
    public float[] atSource() {
        return atSource(geometry.sourceWidth(), geometry.sourceHeight());
    }

    /** The map under a Gaussian of {@code sigma} patches, mirrored at its borders (the border's own value twice) and cut at four deviations, as scipy's {@code gaussian_filter}. */
    public SimilarityMap smoothed(double sigma) {
        if (sigma == 0) {
            return this;
        }
        int radius = (int) (TRUNCATE * sigma + 0.5);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
            kernel[k + radius] = Math.exp(-0.5 * k * k / (sigma * sigma));
            sum += kernel[k + radius];
        }
        double[] alongY = new double[values.length];
        float[] smooth = new float[values.length];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                for (int k = -radius; k <= radius; k++) {
                    alongY[row * width + column] +=
                            kernel[k + radius] / sum * values[mirrored(row + k, height) * width + column];
                }
            }
        }
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double value = 0;
                for (int k = -radius; k <= radius; k++) {
                    value += kernel[k + radius] / sum * alongY[row * width + mirrored(column + k, width)];
                }
                smooth[row * width + column] = (float) value;
            }
        }
        return new SimilarityMap(height, width, smooth, geometry);
    }

    private static int mirrored(int at, int size) {
        int in = Math.floorMod(at, 2 * size);
        return in < size ? in : 2 * size - 1 - in;
    }

    /** As {@link #atSource(int, int)}, each pixel taking the value of the patch that it lies in. */
    public float[] nearestAtSource(int w, int h) {
        return atSource(w, h, this::patchAt);
    }

    /** As {@link #atSource()}, on a grid of {@code w} x {@code h} that covers the whole source image. */
    public float[] atSource(int w, int h) {
        return atSource(w, h, this::atTarget);
    }

    /** A value at a place of the square that the model saw. */
    @FunctionalInterface
    private interface AtTarget {
        float at(double x, double y);
    }

    private float[] atSource(int w, int h, AtTarget value) {
        float[] map = new float[Math.multiplyExact(w, h)];
        for (int y = 0; y < h; y++) {
            double targetY = geometry.toTargetY((y + 0.5) * geometry.sourceHeight() / h);
            for (int x = 0; x < w; x++) {
                double targetX = geometry.toTargetX((x + 0.5) * geometry.sourceWidth() / w);
                map[y * w + x] = value.at(targetX, targetY);
            }
        }
        return map;
    }

    private boolean unseen(double x, double y) {
        return x < 0 || y < 0 || x >= geometry.targetWidth() || y >= geometry.targetHeight();
    }

    private float patchAt(double x, double y) {
        if (unseen(x, y)) {
            return Float.NaN;
        }
        int column = (int) (x / geometry.targetWidth() * width);
        int row = (int) (y / geometry.targetHeight() * height);
        return values[row * width + column];
    }

    private float atTarget(double x, double y) {
        if (unseen(x, y)) {
            return Float.NaN;
        }
        double column = Math.clamp(x / geometry.targetWidth() * width - 0.5, 0, width - 1);
        double row = Math.clamp(y / geometry.targetHeight() * height - 0.5, 0, height - 1);
        int left = (int) column;
        int top = (int) row;
        int right = Math.min(left + 1, width - 1);
        int bottom = Math.min(top + 1, height - 1);
        double alongX = column - left;
        double alongY = row - top;
        double upper = values[top * width + left] * (1 - alongX) + values[top * width + right] * alongX;
        double lower = values[bottom * width + left] * (1 - alongX) + values[bottom * width + right] * alongX;
        return (float) (upper * (1 - alongY) + lower * alongY);
    }
}
