package org.vesalius.metric.spatial;

/**
 * Two masks against each other, in counted pixels or voxels: what a Dice or an IoU is made of. Sums of overlaps give the pooled ("micro") value of many items; the mean over items is the usual one.
 *
 * @param both in the found mask and in the true one
 * @param found in the found mask
 * @param truth in the true one
 */
public record Overlap(long both, long found, long truth) {
    private static final double LVIT_SMOOTH = 1e-5;

    /** Whether a probability that equals the threshold is inside. */
    public enum Cut {
        /** Strictly above (SAT, BioViL, MedKLIP). */
        ABOVE,
        /** At or above (LViT). */
        AT_LEAST
    }

    /** Of two masks of one size. */
    public static Overlap of(boolean[] found, boolean[] truth) {
        check(found.length, truth.length);
        long both = 0;
        long inFound = 0;
        long inTruth = 0;
        for (int i = 0; i < found.length; i++) {
            inFound += found[i] ? 1 : 0;
            inTruth += truth[i] ? 1 : 0;
            both += found[i] && truth[i] ? 1 : 0;
        }
        return new Overlap(both, inFound, inTruth);
    }

    /** Of a map cut at {@code threshold}; what is NaN in the map takes part in nothing. */
    public static Overlap of(float[] map, double threshold, Cut cut, boolean[] truth) {
        check(map.length, truth.length);
        // the threshold is a float's nearest neighbour: .1f above .1 must not count as above
        float at = (float) threshold;
        long both = 0;
        long inFound = 0;
        long inTruth = 0;
        for (int i = 0; i < map.length; i++) {
            if (!Float.isNaN(map[i])) {
                boolean in = cut == Cut.ABOVE ? map[i] > at : map[i] >= at;
                inFound += in ? 1 : 0;
                inTruth += truth[i] ? 1 : 0;
                both += in && truth[i] ? 1 : 0;
            }
        }
        return new Overlap(both, inFound, inTruth);
    }

    /** Name, mode and version of {@link #dice}. */
    public static String diceName(EmptyRule rule) {
        return "dice[empty=" + rule.lower() + "]@1";
    }

    /** Name, mode and version of {@link #iou}. */
    public static String iouName(EmptyRule rule) {
        return "iou[empty=" + rule.lower() + "]@1";
    }

    /** Name, mode and version of {@link #lvitDice}. */
    public static final String LVIT_DICE = "dice[lvit,smooth=1e-5]@1";

    /** 2 |A ∩ B| / (|A| + |B|). */
    public double dice(EmptyRule rule) {
        return rule.apply(truth == 0, found == 0, 2.0 * both / (found + truth));
    }

    /** |A ∩ B| / |A ∪ B|, Jaccard's index. */
    public double iou(EmptyRule rule) {
        return rule.apply(truth == 0, found == 0, (double) both / (found + truth - both));
    }

    /** LViT's Dice on a mask cut at {@code >= .5}: (2 |A ∩ B| + 1e-5) / (|A| + |B| + 1e-5), so 1 of two empty masks. */
    public double lvitDice() {
        return (2.0 * both + LVIT_SMOOTH) / (found + truth + LVIT_SMOOTH);
    }

    /** Share of what was found that is right; NaN where nothing was found. */
    public double precision() {
        return (double) both / found;
    }

    /** Share of the truth that was found; NaN where there is none. */
    public double recall() {
        return (double) both / truth;
    }

    /** Both together, for pooled values. */
    public Overlap plus(Overlap other) {
        return new Overlap(both + other.both, found + other.found, truth + other.truth);
    }

    private static void check(int found, int truth) {
        if (found != truth) {
            throw new IllegalArgumentException("truth: expected " + found + " entries as found has, got " + truth);
        }
    }
}
