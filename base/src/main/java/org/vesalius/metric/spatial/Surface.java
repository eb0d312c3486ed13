package org.vesalius.metric.spatial;

import java.util.Arrays;

/**
 * How far the borders of two masks lie apart. A mask's border are its entries with a face neighbour outside (outside the grid counts), as SciPy's erosion, MedPy and MONAI have it; distances are between
 * centres. Google DeepMind's surface-distance, which SAT uses, weights pieces of surface between the entries by their area instead, so that its numbers differ a little: {@link SurfaceElements}.
 */
public final class Surface {
    private static final double PERCENT_95 = .95;

    /** Name, mode and version of {@link #hausdorff95}. */
    public static final String HAUSDORFF_95 = "hausdorff95[border-entries,max-of-directed]@1";

    /** Name, mode and version of {@link #hausdorff95Pooled}. */
    public static final String HAUSDORFF_95_POOLED = "hausdorff95[border-entries,pooled]@1";

    private final double[] ofFound;
    private final double[] ofTruth;

    private Surface(double[] ofFound, double[] ofTruth) {
        this.ofFound = ofFound;
        this.ofTruth = ofTruth;
    }

    /** Measures all distances once. */
    public static Surface between(boolean[] found, boolean[] truth, Grid grid) {
        boolean[] foundBorder = border(found, grid);
        boolean[] truthBorder = border(truth, grid);
        return new Surface(distances(foundBorder, truthBorder, grid), distances(truthBorder, foundBorder, grid));
    }

    /** Name, mode and version of {@link #dice}. */
    public static String diceName(double tolerance, EmptyRule rule) {
        return "nsd[border-entries,tolerance=" + tolerance + ",empty=" + rule.lower() + "]@1";
    }

    /** Normalised surface Dice: share of both borders that lies within {@code tolerance} of the other, in the grid's unit. */
    public double dice(double tolerance, EmptyRule rule) {
        double near = within(ofFound, tolerance) + within(ofTruth, tolerance);
        return rule.apply(ofTruth.length == 0, ofFound.length == 0, near / (ofFound.length + ofTruth.length));
    }

    /** The larger of the two directed 95th percentiles (MONAI); infinite where one mask is empty, NaN where both are. */
    public double hausdorff95() {
        return ofFound.length == 0 || ofTruth.length == 0
                ? hausdorff()
                : Math.max(percentile(ofFound), percentile(ofTruth));
    }

    /** The 95th percentile of both directions together (MedPy, nnU-Net); infinite where one mask is empty, NaN where both are. */
    public double hausdorff95Pooled() {
        return percentile(both());
    }

    /** The largest distance of a border entry to the other border; infinite where one mask is empty, NaN where both are. */
    public double hausdorff() {
        return Arrays.stream(both()).max().orElse(Double.NaN);
    }

    /** Mean of both directed mean distances (average symmetric surface distance as MedPy's assd); infinite where one mask is empty, NaN where both are. */
    public double averageDistance() {
        if (ofFound.length == 0 || ofTruth.length == 0) {
            return ofFound.length == ofTruth.length ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        return (Arrays.stream(ofFound).average().orElse(Double.NaN)
                        + Arrays.stream(ofTruth).average().orElse(Double.NaN))
                / 2;
    }

    private double[] both() {
        double[] both = Arrays.copyOf(ofFound, ofFound.length + ofTruth.length);
        System.arraycopy(ofTruth, 0, both, ofFound.length, ofTruth.length);
        return both;
    }

    private static double within(double[] distances, double tolerance) {
        return Arrays.stream(distances).filter(d -> d <= tolerance).count();
    }

    /** Linear between order statistics, as NumPy's; NaN of nothing. */
    private static double percentile(double[] distances) {
        if (distances.length == 0) {
            return Double.NaN;
        }
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        double at = PERCENT_95 * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        // ∞ - ∞ is no number
        return sorted[below] == sorted[above]
                ? sorted[below]
                : sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private static double[] distances(boolean[] from, boolean[] to, Grid grid) {
        double[] all = DistanceTransform.to(to, grid);
        double[] own = new double[all.length];
        int n = 0;
        for (int i = 0; i < all.length; i++) {
            if (from[i]) {
                own[n++] = all[i];
            }
        }
        return Arrays.copyOf(own, n);
    }

    /** The entries of a mask that have a face neighbour outside of it. */
    static boolean[] border(boolean[] mask, Grid grid) {
        grid.check("mask", mask.length);
        boolean[] border = new boolean[mask.length];
        for (int z = 0; z < grid.depth(); z++) {
            for (int y = 0; y < grid.height(); y++) {
                for (int x = 0; x < grid.width(); x++) {
                    int i = grid.index(x, y, z);
                    border[i] = mask[i] && !surrounded(mask, grid, x, y, z);
                }
            }
        }
        return border;
    }

    private static boolean surrounded(boolean[] mask, Grid grid, int x, int y, int z) {
        boolean inPlane = inside(mask, grid, x - 1, y, z)
                && inside(mask, grid, x + 1, y, z)
                && inside(mask, grid, x, y - 1, z)
                && inside(mask, grid, x, y + 1, z);
        // a picture has no neighbours in depth
        return inPlane && (grid.depth() == 1 || (inside(mask, grid, x, y, z - 1) && inside(mask, grid, x, y, z + 1)));
    }

    private static boolean inside(boolean[] mask, Grid grid, int x, int y, int z) {
        return x >= 0
                && y >= 0
                && z >= 0
                && x < grid.width()
                && y < grid.height()
                && z < grid.depth()
                && mask[grid.index(x, y, z)];
    }
}
