package org.vesalius.image;

/** Resampling through a {@link Warp}. */
final class Warps {
    private Warps() {}

    /** Bilinear; what lies outside of the source is black. */
    static Image bilinear(Image image, Warp warp) {
        int channels = image.channels();
        float[] out = new float[warp.targetWidth() * warp.targetHeight() * channels];
        int to = 0;
        for (int y = 0; y < warp.targetHeight(); y++) {
            for (int x = 0; x < warp.targetWidth(); x++, to += channels) {
                double sx = warp.toSourceX(x + 0.5, y + 0.5) - 0.5;
                double sy = warp.toSourceY(x + 0.5, y + 0.5) - 0.5;
                if (sx > -1 && sy > -1 && sx < image.width() && sy < image.height()) {
                    sample(image, sx, sy, out, to);
                }
            }
        }
        return image.like(warp.targetWidth(), warp.targetHeight(), out);
    }

    private static void sample(Image image, double sx, double sy, float[] out, int to) {
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
