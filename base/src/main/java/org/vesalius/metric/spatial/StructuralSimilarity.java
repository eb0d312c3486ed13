package org.vesalius.metric.spatial;

/**
 * Likeness of two pictures in structure, 1 for equal ones: SSIM (Wang et al. 2004) with a Gaussian window of 11 pixels and deviation 1.5, population moments, only where the window fits; and over five scales
 * (MS-SSIM, Wang et al. 2003), as the spread of generated pictures is measured: the lower between samples of one prompt, the more they differ. One channel, row-major.
 */
public final class StructuralSimilarity {
    /** Name, mode and version of {@link #ssim}. */
    public static final String SSIM = "ssim[gaussian-11,1.5,valid]@1";

    /** Name, mode and version of {@link #multiScale}. */
    public static final String MULTI_SCALE = "ms-ssim[5-scales,gaussian-11,1.5,valid,negative=0]@1";

    private static final double[] WEIGHTS = {.0448, .2856, .3001, .2363, .1333};
    private static final int RADIUS = 5;
    private static final double SIGMA = 1.5;
    private static final double K1 = .01;
    private static final double K2 = .03;

    private StructuralSimilarity() {}

    /** Equals scikit-image's with {@code gaussian_weights=True, use_sample_covariance=False}; sides of at least 11 pixels. {@code range} is the distance of the darkest possible value to the brightest. */
    public static double ssim(float[] first, float[] second, int width, double range) {
        check(first, second, width, 2 * RADIUS + 1);
        return Parts.of(wide(first), wide(second), width, range).whole;
    }

    /** Over five scales, halved by means of 2 x 2 (an odd last line is left out); sides of at least 176 pixels. A scale whose contrast-structure is below 0 counts as 0. */
    public static double multiScale(float[] first, float[] second, int width, double range) {
        check(first, second, width, (2 * RADIUS + 1) << (WEIGHTS.length - 1));
        double[] a = wide(first);
        double[] b = wide(second);
        int across = width;
        double product = 1;
        for (int scale = 0; scale < WEIGHTS.length; scale++) {
            Parts parts = Parts.of(a, b, across, range);
            boolean last = scale == WEIGHTS.length - 1;
            product *= Math.pow(Math.max(0, last ? parts.whole : parts.contrastStructure), WEIGHTS[scale]);
            a = half(a, across);
            b = half(b, across);
            across /= 2;
        }
        return product;
    }

    private static void check(float[] first, float[] second, int width, int least) {
        if (first.length != second.length || width < least || first.length / width < least) {
            throw new IllegalArgumentException("pictures: expected two of one size of at least " + least + " x " + least
                    + " pixels, got " + first.length + " and " + second.length + " pixels of width " + width);
        }
    }

    /** Means over the picture. */
    private record Parts(double whole, double contrastStructure) {
        private static Parts of(double[] a, double[] b, int width, double range) {
            double c1 = K1 * range * K1 * range;
            double c2 = K2 * range * K2 * range;
            double[] meanA = smooth(a, width);
            double[] meanB = smooth(b, width);
            double[] aa = smooth(product(a, a), width);
            double[] bb = smooth(product(b, b), width);
            double[] ab = smooth(product(a, b), width);
            double whole = 0;
            double contrast = 0;
            for (int i = 0; i < aa.length; i++) {
                double ma = meanA[i];
                double mb = meanB[i];
                double cs = (2 * (ab[i] - ma * mb) + c2) / (aa[i] - ma * ma + bb[i] - mb * mb + c2);
                contrast += cs;
                whole += cs * (2 * ma * mb + c1) / (ma * ma + mb * mb + c1);
            }
            return new Parts(whole / aa.length, contrast / aa.length);
        }
    }

    private static double[] wide(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** Where the window fits: both sides 10 pixels smaller. */
    private static double[] smooth(double[] values, int width) {
        int height = values.length / width;
        double[] kernel = kernel();
        int narrow = width - 2 * RADIUS;
        double[] across = new double[narrow * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < narrow; x++) {
                double sum = 0;
                for (int k = 0; k < kernel.length; k++) {
                    sum += kernel[k] * values[y * width + x + k];
                }
                across[y * narrow + x] = sum;
            }
        }
        double[] out = new double[narrow * (height - 2 * RADIUS)];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int k = 0; k < kernel.length; k++) {
                sum += kernel[k] * across[i + k * narrow];
            }
            out[i] = sum;
        }
        return out;
    }

    private static double[] kernel() {
        double[] kernel = new double[2 * RADIUS + 1];
        double sum = 0;
        for (int i = -RADIUS; i <= RADIUS; i++) {
            kernel[i + RADIUS] = Math.exp(-i * i / (2 * SIGMA * SIGMA));
            sum += kernel[i + RADIUS];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    private static double[] half(double[] values, int width) {
        int height = values.length / width / 2;
        int across = width / 2;
        double[] half = new double[across * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < across; x++) {
                int i = 2 * y * width + 2 * x;
                half[y * across + x] = (values[i] + values[i + 1] + values[i + width] + values[i + width + 1]) / 4;
            }
        }
        return half;
    }
}
