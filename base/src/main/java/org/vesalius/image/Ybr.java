package org.vesalius.image;

/** The full-range YCbCr of JPEG and DICOM's YBR_FULL, and the partial range of video and YBR_PARTIAL. */
public final class Ybr {
    private Ybr() {}

    /** In place, interleaved, rounded to whole levels and clamped to 0 … {@code peak}; chroma is centred at {@code (peak + 1) / 2}. */
    public static void toRgb(float[] samples, float peak) {
        float centre = (peak + 1) / 2;
        for (int i = 0; i + 2 < samples.length; i += 3) {
            float y = samples[i];
            float cb = samples[i + 1] - centre;
            float cr = samples[i + 2] - centre;
            samples[i] = level(y + 1.402f * cr, peak);
            samples[i + 1] = level(y - 0.344136f * cb - 0.714136f * cr, peak);
            samples[i + 2] = level(y + 1.772f * cb, peak);
        }
    }

    /** As {@link #toRgb} where luma goes from 16 to 235 and chroma from 16 to 240 of 255 (PS3.3 C.7.6.3.1.2). */
    public static void partialToRgb(float[] samples, float peak) {
        float unit = (peak + 1) / 256;
        for (int i = 0; i + 2 < samples.length; i += 3) {
            float y = 1.1644f * (samples[i] - 16 * unit);
            float cb = samples[i + 1] - 128 * unit;
            float cr = samples[i + 2] - 128 * unit;
            samples[i] = level(y + 1.5960f * cr, peak);
            samples[i + 1] = level(y - 0.3917f * cb - 0.8129f * cr, peak);
            samples[i + 2] = level(y + 2.0173f * cb, peak);
        }
    }

    private static float level(float value, float peak) {
        return Math.clamp(Math.round(value), 0f, peak);
    }
}
