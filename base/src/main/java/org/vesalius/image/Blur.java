package org.vesalius.image;

import org.vesalius.io.InputException;

/** Smoothing. */
public final class Blur {
    private static final int SIGMAS = 3;

    private Blur() {}

    /** Gaussian of standard deviation {@code sigma} pixels, cut at three of them; the edge pixels go on outside. */
    public static Image gaussian(Image image, double sigma) {
        if (!(sigma > 0 && sigma < 1000)) {
            throw InputException.of(
                    "blur", "a deviation above 0 and below 1000 pixels", Double.toString(sigma), "correct the plan");
        }
        int radius = Math.max(1, (int) Math.ceil(SIGMAS * sigma));
        float[] kernel = kernel(radius, sigma);
        float[] across = new float[image.samples().length];
        float[] out = new float[across.length];
        int step = image.channels();
        int row = image.width() * step;
        for (int y = 0; y < image.height(); y++) {
            for (int c = 0; c < step; c++) {
                line(image.samples(), across, y * row + c, step, image.width(), kernel);
            }
        }
        for (int i = 0; i < row; i++) {
            line(across, out, i, row, image.height(), kernel);
        }
        return image.like(image.width(), image.height(), out);
    }

    private static float[] kernel(int radius, double sigma) {
        float[] kernel = new float[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += Math.exp(-i * i / (2 * sigma * sigma));
        }
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = (float) (Math.exp(-i * i / (2 * sigma * sigma)) / sum);
        }
        return kernel;
    }

    private static void line(float[] in, float[] out, int from, int step, int count, float[] kernel) {
        int radius = kernel.length / 2;
        for (int i = 0; i < count; i++) {
            float sum = 0;
            for (int k = -radius; k <= radius; k++) {
                sum += kernel[k + radius] * in[from + Math.clamp(i + k, 0, count - 1) * step];
            }
            out[from + i * step] = sum;
        }
    }
}
