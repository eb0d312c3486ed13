package org.vesalius.metric.spatial;

import java.util.Arrays;

/**
 * The Euclidean distance of every entry to the nearest one of a set, exact for spacings of any size: one lower envelope of parabolas a line and axis (Felzenszwalb and Huttenlocher, Distance transforms of
 * sampled functions, 2012).
 */
final class DistanceTransform {
    private DistanceTransform() {}

    /** Distances in the grid's unit; infinite where the set is empty. */
    static double[] to(boolean[] set, Grid grid) {
        grid.check("set", set.length);
        double[] squares = new double[set.length];
        for (int i = 0; i < set.length; i++) {
            squares[i] = set[i] ? 0 : Double.POSITIVE_INFINITY;
        }
        int plane = grid.width() * grid.height();
        Envelope envelope = new Envelope(Math.max(grid.width(), Math.max(grid.height(), grid.depth())));
        for (int row = 0; row < set.length; row += grid.width()) {
            envelope.line(squares, row, 1, grid.width(), grid.spacingX());
        }
        for (int z = 0; z < grid.depth() && grid.height() > 1; z++) {
            for (int x = 0; x < grid.width(); x++) {
                envelope.line(squares, z * plane + x, grid.width(), grid.height(), grid.spacingY());
            }
        }
        for (int i = 0; i < plane && grid.depth() > 1; i++) {
            envelope.line(squares, i, plane, grid.depth(), grid.spacingZ());
        }
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    /** min over j of f(j) + (spacing (i - j))^2, for all i of a line. */
    private static final class Envelope {
        private final double[] f;
        private final int[] apex;
        private final double[] from;

        private Envelope(int longest) {
            f = new double[longest];
            apex = new int[longest];
            from = new double[longest + 1];
        }

        private void line(double[] squares, int first, int step, int count, double spacing) {
            int parabolas = 0;
            for (int i = 0; i < count; i++) {
                f[i] = squares[first + i * step];
                if (f[i] == Double.POSITIVE_INFINITY) {
                    continue;
                }
                double crossing = Double.NEGATIVE_INFINITY;
                while (parabolas > 0) {
                    crossing = crossing(apex[parabolas - 1], i, spacing);
                    if (crossing > from[parabolas - 1]) {
                        break;
                    }
                    parabolas--;
                    crossing = Double.NEGATIVE_INFINITY;
                }
                apex[parabolas] = i;
                from[parabolas++] = crossing;
            }
            int at = 0;
            for (int i = 0; i < count && parabolas > 0; i++) {
                while (at + 1 < parabolas && from[at + 1] < i) {
                    at++;
                }
                double away = spacing * (i - apex[at]);
                squares[first + i * step] = f[apex[at]] + away * away;
            }
        }

        /** Where, in indices, the parabola of {@code j} begins to lie below that of {@code i}, i before j. */
        private double crossing(int i, int j, double spacing) {
            return ((f[j] - f[i]) / (spacing * spacing) + (double) j * j - (double) i * i) / (2.0 * (j - i));
        }
    }
}
