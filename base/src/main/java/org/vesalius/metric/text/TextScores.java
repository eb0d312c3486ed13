package org.vesalius.metric.text;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.vesalius.metric.Bootstrap;

/** The values of one metric: a number of each pair, and the corpus value of any multiset of pairs, which need not be their mean. It holds no text. */
public final class TextScores {
    private final double[] items;
    private final Bootstrap.Statistic corpus;

    private TextScores(double[] items, Bootstrap.Statistic corpus) {
        this.items = items.clone();
        this.corpus = corpus;
    }

    /** The corpus value is the mean over the pairs whose value is a number. */
    public static TextScores mean(double[] items) {
        return new TextScores(items, Bootstrap.meanOf(items));
    }

    /** Pair and corpus values are the same function of one row and of the sum of rows: BLEU, METEOR, micro-averaged F1. */
    public static TextScores ofSums(TextTable table, ToDoubleFunction<double[]> value) {
        return new TextScores(
                table.each(value),
                times -> Arrays.stream(times).allMatch(n -> n == 0)
                        ? Double.NaN
                        : value.applyAsDouble(table.sums(times)));
    }

    /** Any other corpus value: macro-averages, RePaiR's ratios. */
    public static TextScores of(double[] items, Bootstrap.Statistic corpus) {
        return new TextScores(items, corpus);
    }

    /** How many pairs. */
    public int rows() {
        return items.length;
    }

    /** The value of pair {@code row}; NaN where it has none. */
    public double item(int row) {
        return items[row];
    }

    /** The values of all pairs; a copy. */
    public double[] items() {
        return items.clone();
    }

    /** The value of all pairs; NaN of none. */
    public double corpus() {
        int[] once = new int[items.length];
        Arrays.fill(once, 1);
        return corpus.of(once);
    }

    /** The value of these pairs, named by their rows; a row may stand more than once. */
    public double corpus(int[] rows) {
        int[] times = new int[items.length];
        for (int row : rows) {
            times[row]++;
        }
        return corpus.of(times);
    }

    /** The corpus value as a function of how often each pair counts: what {@link Bootstrap} resamples. */
    public Bootstrap.Statistic statistic() {
        return corpus;
    }
}
