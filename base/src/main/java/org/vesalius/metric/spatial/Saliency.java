package org.vesalius.metric.spatial;

import java.util.Arrays;

/** A heat map against a mask, pixel by pixel, and against where people looked. NaN in a map is "nothing said here" and takes part in nothing. */
public final class Saliency {
    /** Name, mode and version of {@link #pixelAuroc}. */
    public static final String PIXEL_AUROC = "pixel-auroc[ties=half,nan-excluded]@1";

    /** Name, mode and version of {@link #pixelAveragePrecision}. */
    public static final String PIXEL_AVERAGE_PRECISION = "pixel-average-precision[step,nan-excluded]@1";

    /** Name, mode and version of {@link #nss}. */
    public static final String NSS = "nss[population-deviation]@1";

    /** Name, mode and version of {@link #correlation}. */
    public static final String CORRELATION = "saliency-correlation[pearson]@1";

    private Saliency() {}

    /** Name, mode and version of {@link #iouAtArea}. */
    public static String iouAtAreaName(double share) {
        return "iou-at-area[" + share + ",nan-excluded]@1";
    }

    /** How well values order the mask's pixels before the others ("attention AUROC" of That's the Wrong Lung); NaN unless both are there. */
    public static double pixelAuroc(float[] map, boolean[] inside) {
        return ranked(map, inside, true);
    }

    /** Average precision of the pixels; NaN without a pixel inside. */
    public static double pixelAveragePrecision(float[] map, boolean[] inside) {
        return ranked(map, inside, false);
    }

    /** The rank statistic or the step function over one sort of plain numbers: maps have as many pixels as pictures. */
    private static double ranked(float[] map, boolean[] inside, boolean auroc) {
        check(map.length, inside.length);
        long[] keys = rising(map, inside);
        double positives = 0;
        for (long key : keys) {
            positives += key & 1;
        }
        double hits = 0;
        double won = 0;
        double precision = 0;
        for (int from = keys.length; from > 0; ) {
            int to = from;
            double level = 0;
            while (to > 0 && keys[to - 1] >> 1 == keys[from - 1] >> 1) {
                level += keys[--to] & 1;
            }
            double others = from - to - level;
            // positives above, and half of those level, beat these negatives
            won += others * (hits + level / 2);
            hits += level;
            precision += level * hits / (keys.length - to);
            from = to;
        }
        double negatives = keys.length - positives;
        if (auroc) {
            return positives == 0 || negatives == 0 ? Double.NaN : won / (positives * negatives);
        }
        return positives == 0 ? Double.NaN : precision / positives;
    }

    /** A number for each pixel that is not NaN, in the order of values; the last bit says whether it is inside. */
    private static long[] rising(float[] map, boolean[] inside) {
        long[] keys = new long[map.length];
        int n = 0;
        for (int i = 0; i < map.length; i++) {
            if (!Float.isNaN(map[i])) {
                // + 0 makes one zero of two; the bits of negative numbers fall as the numbers rise
                int bits = Float.floatToIntBits(map[i] + 0f);
                long ordered = bits < 0 ? Integer.MIN_VALUE - bits : bits;
                keys[n++] = ordered << 1 | (inside[i] ? 1 : 0);
            }
        }
        long[] kept = Arrays.copyOf(keys, n);
        Arrays.sort(kept);
        return kept;
    }

    /**
     * Intersection over union of the mask and the hottest {@code share} of the pixels (at least one). Pixels at the cut that are equally hot count by the part of them that is needed, so that the order of
     * pixels is no matter.
     */
    public static double iouAtArea(float[] map, boolean[] inside, double share) {
        check(map.length, inside.length);
        float[] sorted = new float[map.length];
        int n = 0;
        int mask = 0;
        for (int i = 0; i < map.length; i++) {
            if (!Float.isNaN(map[i])) {
                sorted[n++] = 0f - map[i];
                mask += inside[i] ? 1 : 0;
            }
        }
        if (n == 0) {
            return Double.NaN;
        }
        Arrays.sort(sorted, 0, n);
        int wanted = Math.clamp(Math.round(share * n), 1, n);
        float cut = 0f - sorted[wanted - 1];
        int above = 0;
        int level = 0;
        int hitsAbove = 0;
        int hitsLevel = 0;
        for (int i = 0; i < map.length; i++) {
            above += map[i] > cut ? 1 : 0;
            level += map[i] == cut ? 1 : 0;
            hitsAbove += map[i] > cut && inside[i] ? 1 : 0;
            hitsLevel += map[i] == cut && inside[i] ? 1 : 0;
        }
        double hits = hitsAbove + (double) (wanted - above) * hitsLevel / level;
        return hits / (wanted + mask - hits);
    }

    /** Normalised scanpath saliency: mean of the standardised map (mean 0, population deviation 1) over fixations; {@code fixations[i]} counts looks at pixel i. NaN of a flat map or without a look. */
    public static double nss(float[] map, int[] fixations) {
        check(map.length, fixations.length);
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (float value : map) {
            if (!Float.isNaN(value)) {
                n++;
                double step = value - sum;
                sum += step / n;
                squares += step * (value - sum);
            }
        }
        double deviation = Math.sqrt(squares / n);
        double looked = 0;
        long looks = 0;
        for (int i = 0; i < map.length; i++) {
            if (!Float.isNaN(map[i]) && fixations[i] > 0) {
                looked += fixations[i] * (map[i] - sum) / deviation;
                looks += fixations[i];
            }
        }
        return deviation > 0 && looks > 0 ? looked / looks : Double.NaN;
    }

    /** Pearson's correlation of two maps (a heat map and a density of fixations); NaN where one is flat. */
    public static double correlation(float[] map, float[] other) {
        check(map.length, other.length);
        double meanA = 0;
        double meanB = 0;
        double a = 0;
        double b = 0;
        double ab = 0;
        int n = 0;
        for (int i = 0; i < map.length; i++) {
            if (!Float.isNaN(map[i]) && !Float.isNaN(other[i])) {
                n++;
                double stepA = map[i] - meanA;
                double stepB = other[i] - meanB;
                meanA += stepA / n;
                meanB += stepB / n;
                a += stepA * (map[i] - meanA);
                b += stepB * (other[i] - meanB);
                ab += stepA * (other[i] - meanB);
            }
        }
        return a > 0 && b > 0 ? ab / Math.sqrt(a * b) : Double.NaN;
    }

    private static void check(int map, int other) {
        if (map != other) {
            throw new IllegalArgumentException("other: expected " + map + " entries as map has, got " + other);
        }
    }
}
