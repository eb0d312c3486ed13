package org.vesalius.identity;

import java.util.Arrays;

/** One channel of a picture, from 0 to 255, and the filters that the search for text needs. */
final class Plane {
    /** Half the side of the square that strokes of letters are narrower than. */
    static final int RADIUS = 3;

    final int width;
    final int height;
    final float[] values;

    /** The same as {@code values}, but not cut off at the ends of the range. */
    private final float[] tones;

    Plane(int width, int height, float[] values, float[] tones) {
        this.width = width;
        this.height = height;
        this.values = values;
        this.tones = tones;
    }

    /** Half the size, each pixel the mean of four. */
    Plane halved() {
        return new Plane(width / 2, height / 2, halved(values), halved(tones));
    }

    private float[] halved(float[] in) {
        int w = width / 2;
        int h = height / 2;
        float[] out = new float[w * h];
        for (int y = 0; y < h; y++) {
            int row = 2 * y * width;
            for (int x = 0; x < w; x++) {
                int at = row + 2 * x;
                out[y * w + x] = (in[at] + in[at + 1] + in[at + width] + in[at + width + 1]) / 4;
            }
        }
        return out;
    }

    /** What is brighter than its surroundings and narrower than the square: the picture less its opening. */
    Ink bright() {
        return new Ink(width, height, difference(extreme(extreme(values, false), true), 1), tones);
    }

    /** What is darker than its surroundings and narrower than the square: the closing less the picture. */
    Ink dark() {
        float[] negative = tones.clone();
        for (int i = 0; i < negative.length; i++) {
            negative[i] = -negative[i];
        }
        return new Ink(width, height, difference(extreme(extreme(values, true), false), -1), negative);
    }

    private float[] difference(float[] background, int sign) {
        for (int i = 0; i < background.length; i++) {
            background[i] = sign * (values[i] - background[i]);
        }
        return background;
    }

    /** The largest or smallest value in the square about each pixel: of two, four and seven neighbours in turn, along rows and then along columns. */
    private float[] extreme(float[] in, boolean largest) {
        float[] across = new float[in.length];
        float[] padded = new float[width + 2 * RADIUS];
        for (int y = 0; y < height; y++) {
            int row = y * width;
            System.arraycopy(in, row, padded, RADIUS, width);
            Arrays.fill(padded, 0, RADIUS, in[row]);
            Arrays.fill(padded, RADIUS + width, padded.length, in[row + width - 1]);
            pairs(padded, 0, 1, padded, 0, padded.length - 1, largest);
            pairs(padded, 0, 2, padded, 0, padded.length - 3, largest);
            pairs(padded, 0, RADIUS, across, row, width, largest);
        }
        float[] two = new float[in.length];
        float[] four = new float[in.length];
        float[] out = new float[in.length];
        byRows(across, 0, 1, two, largest);
        byRows(two, 0, 2, four, largest);
        byRows(four, -RADIUS, 0, out, largest);
        return out;
    }

    private void byRows(float[] in, int first, int second, float[] out, boolean largest) {
        for (int y = 0; y < height; y++) {
            int a = Math.clamp(y + first, 0, height - 1) * width;
            int b = Math.clamp(y + second, 0, height - 1) * width;
            for (int x = 0; x < width; x++) {
                float p = in[a + x];
                float q = in[b + x];
                out[y * width + x] = largest ? Math.max(p, q) : Math.min(p, q);
            }
        }
    }

    private static void pairs(float[] in, int at, int shift, float[] out, int to, int length, boolean largest) {
        for (int i = 0; i < length; i++) {
            float p = in[at + i];
            float q = in[at + i + shift];
            out[to + i] = largest ? Math.max(p, q) : Math.min(p, q);
        }
    }

    /** A filtered plane with rows and columns exchanged. */
    static float[] turned(float[] in, int width, int height) {
        float[] out = new float[in.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                out[x * height + y] = in[y * width + x];
            }
        }
        return out;
    }
}
