package org.vesalius.phantom;

/**
 * How well a finding stands out: the mean size of the change of the reading that it makes, over the part of its mask that it changes, divided by the standard deviation of the fine structure that is there
 * without it. Fine structure is what remains of a pixel when its four neighbours at a distance of four are averaged away: noise, vessels, edges of bones.
 */
final class ContrastToNoise {
    private static final int STEP = 4;
    /** Variance of a pixel less the mean of four independent others. */
    private static final double VARIANCE = 1.25;

    private static final double CHANGED = 0.05;

    private ContrastToNoise() {}

    /** @param change and {@code reading} in mm of water, row by row */
    static double of(Mask mask, float[] change, float[] reading) {
        int width = mask.width();
        int height = mask.height();
        double contrast = 0;
        double power = 0;
        int changed = 0;
        int counted = 0;
        int at = 0;
        for (int run = 0; run < mask.runs().size(); run++) {
            int end = at + mask.runs().get(run);
            for (int i = run % 2 == 1 ? at : end; i < end; i++) {
                double size = Math.abs(change[i]);
                if (size > CHANGED) {
                    contrast += size;
                    changed++;
                }
                int x = i % width;
                int y = i / width;
                if (x >= STEP && x < width - STEP && y >= STEP && y < height - STEP) {
                    double rest = rest(reading, i, width) - rest(change, i, width);
                    power += rest * rest;
                    counted++;
                }
            }
            at = end;
        }
        double sd = Math.sqrt(power / Math.max(1, counted) / VARIANCE);
        return changed == 0 || sd == 0 ? 0 : Math.rint(100 * contrast / changed / sd) / 100;
    }

    private static double rest(float[] v, int i, int width) {
        return v[i] - 0.25 * (v[i - STEP] + v[i + STEP] + v[i - STEP * width] + v[i + STEP * width]);
    }
}
