package org.vesalius.metric;

import java.util.Arrays;

/** How far two columns of numbers go together, as studies of metrics against radiologists report it; NaN where one of them is constant, or fewer than two rows have both. */
public final class Correlation {
    /** Name, mode and version of {@link #pearson}. */
    public static final String PEARSON = "pearson@1";

    /** Name, mode and version of {@link #spearman}. */
    public static final String SPEARMAN = "spearman[average-ranks]@1";

    /** Name, mode and version of {@link #kendallTauB}. */
    public static final String KENDALL = "kendall-tau-b@1";

    private Correlation() {}

    /** Pearson's r. Rows where either is NaN are left out. */
    public static double pearson(double[] x, double[] y) {
        return pearson(x, y, Ranking.ones(x.length));
    }

    /** As {@link #pearson(double[], double[])}, row i counting {@code times[i]} times. */
    public static double pearson(double[] x, double[] y, int[] times) {
        double n = 0;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            if (counts(x[i], y[i])) {
                n += times[i];
                meanX += times[i] * x[i];
                meanY += times[i] * y[i];
            }
        }
        meanX /= n;
        meanY /= n;
        double both = 0;
        double ofX = 0;
        double ofY = 0;
        for (int i = 0; i < x.length; i++) {
            if (counts(x[i], y[i])) {
                both += times[i] * (x[i] - meanX) * (y[i] - meanY);
                ofX += times[i] * (x[i] - meanX) * (x[i] - meanX);
                ofY += times[i] * (y[i] - meanY) * (y[i] - meanY);
            }
        }
        return ofX > 0 && ofY > 0 ? both / Math.sqrt(ofX * ofY) : Double.NaN;
    }

    /** Spearman's rho: Pearson's r of the ranks, equal values sharing the mean of theirs. */
    public static double spearman(double[] x, double[] y) {
        int n = 0;
        double[] keptX = new double[x.length];
        double[] keptY = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            if (counts(x[i], y[i])) {
                keptX[n] = x[i];
                keptY[n++] = y[i];
            }
        }
        return pearson(ranks(Arrays.copyOf(keptX, n)), ranks(Arrays.copyOf(keptY, n)));
    }

    /** Kendall's tau_b, which allows for ties: (concordant - discordant) / sqrt((pairs untied in x)(pairs untied in y)). Rows where either is NaN are left out. */
    public static double kendallTauB(double[] x, double[] y) {
        return kendallTauB(x, y, Ranking.ones(x.length));
    }

    /** As {@link #kendallTauB(double[], double[])}, row i counting {@code times[i]} times; copies of a row are tied. Quadratic in the rows. */
    public static double kendallTauB(double[] x, double[] y, int[] times) {
        double balance = 0;
        double untiedX = 0;
        double untiedY = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i && counts(x[i], y[i]); j++) {
                if (counts(x[j], y[j])) {
                    double weight = (double) times[i] * times[j];
                    int byX = Double.compare(x[i], x[j]);
                    int byY = Double.compare(y[i], y[j]);
                    balance += weight * Integer.signum(byX) * Integer.signum(byY);
                    untiedX += byX == 0 ? 0 : weight;
                    untiedY += byY == 0 ? 0 : weight;
                }
            }
        }
        return untiedX > 0 && untiedY > 0 ? balance / Math.sqrt(untiedX * untiedY) : Double.NaN;
    }

    private static boolean counts(double x, double y) {
        return !Double.isNaN(x) && !Double.isNaN(y);
    }

    private static double[] ranks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < ranks.length; i++) {
            int first = 0;
            int last = 0;
            for (double value : sorted) {
                first += value < values[i] ? 1 : 0;
                last += value <= values[i] ? 1 : 0;
            }
            ranks[i] = (first + 1 + last) / 2.0;
        }
        return ranks;
    }
}
