package org.vesalius.metric.spatial;

/** A similarity map against the place a phrase speaks of. Maps and masks are row-major and of one size; NaN in a map is "no similarity here" (padding) and takes part in nothing. */
public final class Grounding {
    /** Name, mode and version of {@link #pointingExpected}. */
    public static final String POINTING_EXPECTED = "pointing-game[equal-maxima=share]@1";

    /** Name, mode and version of {@link #pointingAny}. */
    public static final String POINTING_ANY = "pointing-game[equal-maxima=any]@1";

    /** Name, mode and version of {@link #cnr}. */
    public static final String CNR = "cnr[absolute,population-variance,nan-excluded]@1";

    /** Name, mode and version of {@link #meanIou}. */
    public static final String MEAN_IOU = "miou[strictly-above,.1-.5]@1";

    private static final double[] THRESHOLDS = {.1, .2, .3, .4, .5};

    private Grounding() {}

    /** 1 if a pixel equal to the map's maximum lies inside (as MedKLIP counts; generous to flat maps), else 0; NaN for a map without a number. */
    public static double pointingAny(float[] map, boolean[] inside) {
        double share = pointingExpected(map, inside);
        return Double.isNaN(share) ? share : share > 0 ? 1 : 0;
    }

    /** Share of the pixels equal to the map's maximum that lie inside: a flat map gets its chance; NaN for a map without a number. */
    public static double pointingExpected(float[] map, boolean[] inside) {
        check(map, inside);
        float maximum = Float.NEGATIVE_INFINITY;
        int hits = 0;
        int maxima = 0;
        for (int i = 0; i < map.length; i++) {
            if (map[i] > maximum) {
                maximum = map[i];
                hits = 0;
                maxima = 0;
            }
            if (map[i] == maximum) {
                maxima++;
                hits += inside[i] ? 1 : 0;
            }
        }
        return maxima == 0 ? Double.NaN : (double) hits / maxima;
    }

    /** Name, mode and version of {@link #pointingWithin}. */
    public static String pointingWithinName(double tolerance) {
        return "pointing-game[equal-maxima=share,tolerance=" + tolerance + "]@1";
    }

    /** As {@link #pointingExpected}, a maximum counting when it lies within {@code tolerance} pixels of the mask (15 in Zhang et al., Top-down neural attention by excitation backprop, 2016). */
    public static double pointingWithin(float[] map, boolean[] inside, int width, double tolerance) {
        check(map, inside);
        double[] away = DistanceTransform.to(inside, Grid.pixels(width, inside.length / width));
        boolean[] near = new boolean[inside.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = away[i] <= tolerance;
        }
        return pointingExpected(map, near);
    }

    /** What a blind guess among the pixels with a number scores: the share of them that lie inside. */
    public static double pointingChance(float[] map, boolean[] inside) {
        check(map, inside);
        int pixels = 0;
        int hits = 0;
        for (int i = 0; i < map.length; i++) {
            if (!Float.isNaN(map[i])) {
                pixels++;
                hits += inside[i] ? 1 : 0;
            }
        }
        return (double) hits / pixels;
    }

    /** Contrast-to-noise ratio |mean in - mean out| / sqrt(variance in + variance out) with population variances (BioViL). */
    public static double cnr(float[] map, boolean[] inside) {
        check(map, inside);
        Moments in = new Moments();
        Moments out = new Moments();
        for (int i = 0; i < map.length; i++) {
            if (!Float.isNaN(map[i])) {
                (inside[i] ? in : out).add(map[i]);
            }
        }
        return Math.abs(in.mean() - out.mean()) / Math.sqrt(in.variance() + out.variance());
    }

    /** Mean of {@link #iouAbove} over the thresholds .1, .2, .3, .4, .5. */
    public static double meanIou(float[] map, boolean[] inside) {
        double sum = 0;
        for (double threshold : THRESHOLDS) {
            sum += iouAbove(threshold, map, inside);
        }
        return sum / THRESHOLDS.length;
    }

    /** Intersection over union of "map strictly above {@code threshold}" and the mask; NaN when both are empty. */
    public static double iouAbove(double threshold, float[] map, boolean[] inside) {
        return Overlap.of(map, threshold, Overlap.Cut.ABOVE, inside).iou(EmptyRule.UNDEFINED);
    }

    /** Dice of "map strictly above {@code threshold}" and the mask; NaN when both are empty. */
    public static double diceAbove(double threshold, float[] map, boolean[] inside) {
        return Overlap.of(map, threshold, Overlap.Cut.ABOVE, inside).dice(EmptyRule.UNDEFINED);
    }

    private static void check(float[] map, boolean[] inside) {
        if (map.length != inside.length) {
            throw new IllegalArgumentException(
                    "inside: expected " + map.length + " entries as map has, got " + inside.length);
        }
    }

    /** Running mean and population variance (Welford). */
    private static final class Moments {
        private int n;
        private double mean;
        private double squares;

        private void add(double value) {
            n++;
            double step = value - mean;
            mean += step / n;
            squares += step * (value - mean);
        }

        private double mean() {
            return n == 0 ? Double.NaN : mean;
        }

        private double variance() {
            return squares / n;
        }
    }
}
