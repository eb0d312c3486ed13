package org.vesalius.image;

/** Resampling through a {@link Warp}. */
final class Warps {
    private Warps() {}

    /** Bilinear; what lies outside of the source is black. */
    static Image bilinear(Image image, Warp warp) {
        float[] out = new float[warp.targetWidth() * warp.targetHeight() * image.channels()];
        for (int y = 0; y < warp.targetHeight(); y++) {
            row(image, warp, y, out);
        }
        return image.like(warp.targetWidth(), warp.targetHeight(), out);
    }

    private static void row(Image image, Warp warp, int y, float[] out) {
        int channels = image.channels();
        int columns = warp.targetWidth();
        int width = image.width();
        int height = image.height();
        float[] in = image.samples();
        int to = y * columns * channels;
        for (int x = 0; x < columns; x++, to += channels) {
            double sx = warp.toSourceX(x + 0.5, y + 0.5) - 0.5;
            double sy = warp.toSourceY(x + 0.5, y + 0.5) - 0.5;
            if (sx >= 0 && sy >= 0 && sx < width - 1 && sy < height - 1) {
                int x0 = (int) sx;
                int y0 = (int) sy;
                inside(
                        in,
                        (y0 * width + x0) * channels,
                        width * channels,
                        channels,
                        (float) (sx - x0),
                        (float) (sy - y0),
                        out,
                        to);
            } else if (sx > -1 && sy > -1 && sx < width && sy < height) {
                atEdge(image, sx, sy, out, to);
            }
        }
    }

    // the hot case: all four neighbours are there
    private static void inside(float[] in, int at, int row, int channels, float fx, float fy, float[] out, int to) {
        for (int c = 0; c < channels; c++) {
            int above = at + c;
            int below = above + row;
            float upper = (1 - fx) * in[above] + fx * in[above + channels];
            float lower = (1 - fx) * in[below] + fx * in[below + channels];
            out[to + c] = (1 - fy) * upper + fy * lower;
        }
    }

    private static void atEdge(Image image, double sx, double sy, float[] out, int to) {
        int x0 = (int) Math.floor(sx);
        int y0 = (int) Math.floor(sy);
        float fx = (float) (sx - x0);
        float fy = (float) (sy - y0);
        for (int c = 0; c < image.channels(); c++) {
            float upper = (1 - fx) * value(image, x0, y0, c) + fx * value(image, x0 + 1, y0, c);
            float lower = (1 - fx) * value(image, x0, y0 + 1, c) + fx * value(image, x0 + 1, y0 + 1, c);
            out[to + c] = (1 - fy) * upper + fy * lower;
        }
    }

    private static float value(Image image, int x, int y, int c) {
        return x >= 0 && y >= 0 && x < image.width() && y < image.height() ? image.at(x, y, c) : 0;
    }
}
