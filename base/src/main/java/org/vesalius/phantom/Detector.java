package org.vesalius.phantom;

/**
 * From mm of water to what a detector reads: photons by Beer and Lambert with scatter, quantum and electronic noise, then a logarithmic response. The reading is again in mm of (apparent) water.
 */
final class Detector {
    /** Effective attenuation of water at chest energies, 1/mm. */
    static final double WATER = 0.0165;

    private static final int NORMALS = 1 << 12;
    private static final float[] NORMAL = normals();
    private static final double SCATTER = 0.010;
    private static final double ELECTRONIC = 3;

    private Detector() {}

    /**
     * Blurs {@code water} by the detector's aperture, in place, and reads it.
     *
     * @param photons a pixel in the free beam
     */
    static float[] read(float[] water, int width, int height, double photons, Rng rng) {
        float[] blurred = blur(water, width, height);
        float[] reading = new float[blurred.length];
        double perWater = -1 / WATER;
        long bits = 0;
        for (int i = 0; i < blurred.length; i++) {
            if (i % 5 == 0) {
                bits = rng.nextLong();
            }
            float noise = normal(bits);
            bits >>>= 12;
            double clean = Math.exp(-WATER * blurred[i]) + SCATTER;
            double sd = Math.sqrt(photons * clean + ELECTRONIC * ELECTRONIC) / photons;
            reading[i] = (float) (perWater * Math.log(Math.max(1e-4, clean + sd * noise)));
        }
        return reading;
    }

    /** A standard normal number out of random bits. */
    static float normal(long bits) {
        return NORMAL[(int) (bits & (NORMALS - 1))];
    }

    /** Binomial 1-2-1 along rows, then along columns. */
    static float[] blur(float[] in, int width, int height) {
        float[] across = new float[in.length];
        for (int row = 0; row < height; row++) {
            int base = row * width;
            for (int x = 0; x < width; x++) {
                float left = in[base + Math.max(0, x - 1)];
                float right = in[base + Math.min(width - 1, x + 1)];
                across[base + x] = 0.25f * (left + right) + 0.5f * in[base + x];
            }
        }
        float[] out = new float[in.length];
        for (int row = 0; row < height; row++) {
            int above = Math.max(0, row - 1) * width;
            int below = Math.min(height - 1, row + 1) * width;
            int base = row * width;
            for (int x = 0; x < width; x++) {
                out[base + x] = 0.25f * (across[above + x] + across[below + x]) + 0.5f * across[base + x];
            }
        }
        return out;
    }

    /** The middle of each of {@value #NORMALS} equally likely slices of the normal distribution. */
    private static float[] normals() {
        float[] table = new float[NORMALS];
        for (int i = 0; i < NORMALS; i++) {
            table[i] = (float) quantile((i + 0.5) / NORMALS);
        }
        return table;
    }

    private static double quantile(double p) {
        double low = -6;
        double high = 6;
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (cumulative(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
    private static double cumulative(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double tail = Math.exp(-x * x / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x >= 0 ? 1 - tail : tail;
    }
}
