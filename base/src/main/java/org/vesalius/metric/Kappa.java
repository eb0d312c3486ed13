package org.vesalius.metric;

/** Agreement of raters beyond chance: 1 is perfect, 0 what chance gives; NaN where chance alone already agrees on everything. */
public final class Kappa {
    /** Name, mode and version of {@link #cohen} without weights. */
    public static final String COHEN = "cohen-kappa[nominal]@1";

    /** Name, mode and version of {@link #fleiss}. */
    public static final String FLEISS = "fleiss-kappa@1";

    private Kappa() {}

    /** What a disagreement between class i and class j costs. */
    public enum Weights {
        /** 1, whatever the classes: Cohen, Educational and Psychological Measurement 1960. */
        NOMINAL {
            @Override
            double cost(int i, int j) {
                return i == j ? 0 : 1;
            }
        },
        /** Their distance: classes that have an order. */
        LINEAR {
            @Override
            double cost(int i, int j) {
                return Math.abs(i - j);
            }
        },
        /** The square of their distance: Cohen, Psychological Bulletin 1968. */
        QUADRATIC {
            @Override
            double cost(int i, int j) {
                return (double) (i - j) * (i - j);
            }
        };

        abstract double cost(int i, int j);
    }

    /** Cohen's kappa of two raters' classes, numbered from 0: 1 - (what their disagreements cost) / (what those of two raters without a common cause would). */
    public static double cohen(int[] first, int[] second, int classes, Weights weights) {
        return cohen(first, second, classes, weights, Ranking.ones(first.length));
    }

    /** As {@link #cohen(int[], int[], int, Weights)}, row i counting {@code times[i]} times; a row with a negative class is left out. */
    public static double cohen(int[] first, int[] second, int classes, Weights weights, int[] times) {
        if (first.length != second.length || first.length != times.length) {
            throw new IllegalArgumentException("as many classes of the one as of the other");
        }
        double[][] table = new double[classes][classes];
        for (int i = 0; i < first.length; i++) {
            if (first[i] >= 0 && second[i] >= 0) {
                table[first[i]][second[i]] += times[i];
            }
        }
        return cohen(table, weights);
    }

    /** Cohen's kappa of a square table of counts: the first rater's class is the row. */
    public static double cohen(double[][] table, Weights weights) {
        double[] rows = new double[table.length];
        double[] columns = new double[table.length];
        double all = 0;
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < table.length; j++) {
                rows[i] += table[i][j];
                columns[j] += table[i][j];
                all += table[i][j];
            }
        }
        double observed = 0;
        double byChance = 0;
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < table.length; j++) {
                observed += weights.cost(i, j) * table[i][j];
                byChance += weights.cost(i, j) * rows[i] * columns[j] / all;
            }
        }
        return byChance > 0 ? 1 - observed / byChance : Double.NaN;
    }

    /**
     * Fleiss' kappa (Psychological Bulletin 1971) of many raters. Shape: items x classes, how many raters chose each class.
     *
     * @throws IllegalArgumentException when items have different numbers of raters, or fewer than two
     */
    public static double fleiss(int[][] votes) {
        double raters = votes.length == 0 ? 0 : sum(votes[0]);
        if (votes.length > 0 && raters < 2) {
            throw new IllegalArgumentException("at least two raters an item");
        }
        double[] shares = new double[votes.length == 0 ? 0 : votes[0].length];
        double agreed = 0;
        for (int[] item : votes) {
            if (sum(item) != raters) {
                throw new IllegalArgumentException("as many raters for every item");
            }
            double pairs = 0;
            for (int c = 0; c < item.length; c++) {
                shares[c] += item[c] / (raters * votes.length);
                pairs += item[c] * (item[c] - 1.0);
            }
            agreed += pairs / (raters * (raters - 1)) / votes.length;
        }
        double byChance = 0;
        for (double share : shares) {
            byChance += share * share;
        }
        return votes.length == 0 || byChance >= 1 ? Double.NaN : (agreed - byChance) / (1 - byChance);
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}
