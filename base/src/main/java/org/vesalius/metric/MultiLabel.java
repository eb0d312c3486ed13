package org.vesalius.metric;

import java.util.Locale;

/**
 * Decisions on several labels at once: precision, recall and F1 under the four averages that papers call "F1". The definitions are scikit-learn's {@code precision_recall_fscore_support}. Classes that
 * exclude each other are the special case of one label a row ({@link #oneHot}).
 *
 * <p>Shapes: N rows, L labels.
 */
public final class MultiLabel {
    /** Name, mode and version of {@link #exactMatch}. */
    public static final String EXACT_MATCH = "exact-match[all-labels]@1";

    /** Name, mode and version of {@link #labelAccuracy}. */
    public static final String LABEL_ACCURACY = "label-accuracy[mean-over-labels]@1";

    private final boolean[][] truthNL;
    private final boolean[][] calledNL;
    private final int labels;

    private MultiLabel(boolean[][] truthNL, boolean[][] calledNL) {
        this.truthNL = truthNL;
        this.calledNL = calledNL;
        this.labels = truthNL.length == 0 ? 0 : truthNL[0].length;
    }

    /** How labels or rows are put together. */
    public enum Average {
        /** All decisions in one table. */
        MICRO,
        /** Mean over labels. */
        MACRO,
        /** Mean over labels, each weighted by its positives. */
        WEIGHTED,
        /** Mean over rows, each over its labels (example-based). */
        EXAMPLES
    }

    /** Three numbers under one average. The F1 is averaged itself, not made of the averaged other two. */
    public record Scores(double precision, double recall, double f1) {}

    /** Of truth and decisions; arrays are shared, not copied. */
    public static MultiLabel of(boolean[][] truthNL, boolean[][] calledNL) {
        if (truthNL.length != calledNL.length) {
            throw new IllegalArgumentException(
                    "calledNL: expected " + truthNL.length + " rows as truthNL has, got " + calledNL.length);
        }
        for (int i = 0; i < truthNL.length; i++) {
            if (truthNL[i].length != truthNL[0].length || calledNL[i].length != truthNL[0].length) {
                throw new IllegalArgumentException("row " + i + ": expected " + truthNL[0].length + " labels, got "
                        + truthNL[i].length + " and " + calledNL[i].length);
            }
        }
        return new MultiLabel(truthNL, calledNL);
    }

    /** Rows of one label each; class numbers from 0, -1 for none. */
    public static boolean[][] oneHot(int[] classes, int count) {
        boolean[][] rows = new boolean[classes.length][count];
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] >= 0) {
                rows[i][classes[i]] = true;
            }
        }
        return rows;
    }

    /** Name, mode and version of the F1 of {@link #scores}. */
    public static String f1Name(Average average, ZeroDivision zero) {
        return "f1[" + average.name().toLowerCase(Locale.ROOT) + ",zero-division=" + zero.lower() + "]@1";
    }

    /** Under one average. */
    public Scores scores(Average average, ZeroDivision zero) {
        return scores(average, zero, Ranking.ones(truthNL.length));
    }

    /** As {@link #scores(Average, ZeroDivision)}, row i counting {@code times[i]} times. */
    public Scores scores(Average average, ZeroDivision zero, int[] times) {
        return switch (average) {
            case MICRO -> {
                double[] all = new double[3];
                for (int l = 0; l < labels; l++) {
                    double[] own = ofLabel(l, times);
                    for (int c = 0; c < all.length; c++) {
                        all[c] += own[c];
                    }
                }
                yield scores(all, zero);
            }
            case MACRO -> overLabels(times, zero, false);
            case WEIGHTED -> overLabels(times, zero, true);
            case EXAMPLES -> {
                Mean mean = new Mean();
                for (int i = 0; i < truthNL.length; i++) {
                    mean.add(scores(ofRow(i), zero), times[i]);
                }
                yield mean.scores();
            }
        };
    }

    /** The F1 of {@link #scores} as a function of how often each row was drawn. */
    public Bootstrap.Statistic f1(Average average, ZeroDivision zero) {
        return times -> scores(average, zero, times).f1;
    }

    /** The table of one label, row i counting {@code times[i]} times. */
    public Confusion confusion(int label, int[] times) {
        double[] own = ofLabel(label, times);
        double rows = 0;
        for (int t : times) {
            rows += t;
        }
        return new Confusion(own[0], own[1] - own[0], rows - own[1] - own[2] + own[0], own[2] - own[0]);
    }

    /** Share of the rows of which every label is right. */
    public Bootstrap.Statistic exactMatch() {
        return rowMean(true);
    }

    /** Share of all decisions that are right: the "accuracy over 14" of F1CheXbert. */
    public Bootstrap.Statistic labelAccuracy() {
        return rowMean(false);
    }

    private Bootstrap.Statistic rowMean(boolean all) {
        double[] right = new double[truthNL.length];
        for (int i = 0; i < right.length; i++) {
            int n = 0;
            for (int l = 0; l < labels; l++) {
                n += truthNL[i][l] == calledNL[i][l] ? 1 : 0;
            }
            right[i] = all ? (n == labels ? 1 : 0) : (double) n / labels;
        }
        return Bootstrap.meanOf(right);
    }

    private Scores overLabels(int[] times, ZeroDivision zero, boolean weighted) {
        Mean mean = new Mean();
        for (int l = 0; l < labels; l++) {
            double[] own = ofLabel(l, times);
            mean.add(scores(own, zero), weighted ? own[2] : 1);
        }
        return mean.scores();
    }

    /** Right calls, calls, positives. */
    private double[] ofLabel(int label, int[] times) {
        double[] counts = new double[3];
        for (int i = 0; i < truthNL.length; i++) {
            counts[0] += truthNL[i][label] && calledNL[i][label] ? times[i] : 0;
            counts[1] += calledNL[i][label] ? times[i] : 0;
            counts[2] += truthNL[i][label] ? times[i] : 0;
        }
        return counts;
    }

    private double[] ofRow(int row) {
        double[] counts = new double[3];
        for (int l = 0; l < labels; l++) {
            counts[0] += truthNL[row][l] && calledNL[row][l] ? 1 : 0;
            counts[1] += calledNL[row][l] ? 1 : 0;
            counts[2] += truthNL[row][l] ? 1 : 0;
        }
        return counts;
    }

    private static Scores scores(double[] counts, ZeroDivision zero) {
        return new Scores(
                zero.apply(counts[0], counts[1]),
                zero.apply(counts[0], counts[2]),
                zero.apply(2 * counts[0], counts[1] + counts[2]));
    }

    /** Weighted means of three numbers, each over what is defined. */
    private static final class Mean {
        private final double[] sums = new double[3];
        private final double[] weights = new double[3];

        private void add(Scores scores, double weight) {
            double[] values = {scores.precision, scores.recall, scores.f1};
            for (int c = 0; c < sums.length; c++) {
                if (!Double.isNaN(values[c])) {
                    sums[c] += weight * values[c];
                    weights[c] += weight;
                }
            }
        }

        private Scores scores() {
            return new Scores(sums[0] / weights[0], sums[1] / weights[1], sums[2] / weights[2]);
        }
    }
}
