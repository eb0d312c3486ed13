package org.vesalius.infer;

import org.vesalius.image.Geometry;

/**
 * How similar each part of an image is to a phrase: cosines on the grid of the model's patches, row by row from the top left.
 *
 * @see Inference#ground
 */
public final class SimilarityMap {
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

    /** As {@link #atSource()}, on a grid of {@code w} x {@code h} that covers the whole source image. */
    public float[] atSource(int w, int h) {
        float[] map = new float[Math.multiplyExact(w, h)];
        for (int y = 0; y < h; y++) {
            double targetY = geometry.toTargetY((y + 0.5) * geometry.sourceHeight() / h);
            for (int x = 0; x < w; x++) {
                double targetX = geometry.toTargetX((x + 0.5) * geometry.sourceWidth() / w);
                map[y * w + x] = atTarget(targetX, targetY);
            }
        }
        return map;
    }

    private float atTarget(double x, double y) {
        if (x < 0 || y < 0 || x >= geometry.targetWidth() || y >= geometry.targetHeight()) {
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
