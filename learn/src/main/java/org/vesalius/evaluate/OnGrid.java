package org.vesalius.evaluate;

import org.vesalius.image.Geometry;
import org.vesalius.image.Image;

/** A found mask and the true one on the same grid of pixels, row by row. */
final class OnGrid {
    private final int width;
    private final int height;
    private final boolean[] found;
    private final boolean[] truth;

    private OnGrid(int width, int height, boolean[] found, boolean[] truth) {
        this.width = width;
        this.height = height;
        this.found = found;
        this.truth = truth;
    }

    /** On the stored picture: probabilities between the pixels of the model's square are interpolated; nothing is found where the model did not look. */
    static OnGrid stored(float[] probabilities, boolean[] truth, Image image, Geometry geometry, float least) {
        boolean[] found = new boolean[truth.length];
        int side = geometry.targetWidth();
        for (int y = 0; y < image.height(); y++) {
            double v = geometry.toTargetY(y + 0.5);
            for (int x = 0; x < image.width(); x++) {
                double u = geometry.toTargetX(x + 0.5);
                boolean seen = u >= 0 && v >= 0 && u < side && v < side;
                found[y * image.width() + x] = seen && between(probabilities, side, u - 0.5, v - 0.5) >= least;
            }
        }
        return new OnGrid(image.width(), image.height(), found, truth);
    }

    /** On the square that the model sees; the truth of a pixel is that of its centre. */
    static OnGrid square(float[] probabilities, boolean[] truth, Image image, Geometry geometry, float least) {
        int side = geometry.targetWidth();
        boolean[] found = new boolean[side * side];
        boolean[] inside = new boolean[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int i = y * side + x;
                found[i] = probabilities[i] >= least;
                if (geometry.covers(x, y)) {
                    int sourceX = (int) Math.floor(geometry.toSourceX(x + 0.5));
                    int sourceY = (int) Math.floor(geometry.toSourceY(y + 0.5));
                    inside[i] = truth[sourceY * image.width() + sourceX];
                }
            }
        }
        return new OnGrid(side, side, found, inside);
    }

    private static double between(float[] map, int side, double u, double v) {
        int left = Math.clamp((int) Math.floor(u), 0, side - 1);
        int top = Math.clamp((int) Math.floor(v), 0, side - 1);
        int right = Math.min(left + 1, side - 1);
        int bottom = Math.min(top + 1, side - 1);
        double across = Math.clamp(u - left, 0, 1);
        double down = Math.clamp(v - top, 0, 1);
        double upper = map[top * side + left] * (1 - across) + map[top * side + right] * across;
        double lower = map[bottom * side + left] * (1 - across) + map[bottom * side + right] * across;
        return upper * (1 - down) + lower * down;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    boolean[] found() {
        return found;
    }

    boolean[] truth() {
        return truth;
    }
}
