package org.vesalius.metric.text;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Numbers by pair (rows) and statistic (named columns); it holds no text. */
public final class TextTable {
    private final List<String> columns;
    private final double[][] rows;

    private TextTable(List<String> columns, double[][] rows) {
        this.columns = List.copyOf(columns);
        this.rows = rows;
    }

    /** Of rows as long as {@code columns}; they are copied. */
    public static TextTable of(List<String> columns, double[][] rows) {
        double[][] own = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns.size()) {
                throw new IllegalArgumentException("row " + i + ": expected " + columns.size() + " numbers " + columns
                        + ", got " + rows[i].length);
            }
            own[i] = rows[i].clone();
        }
        return new TextTable(columns, own);
    }

    /** A row by each pair, made on all cores, the pairs in their order. */
    public static TextTable each(List<String> columns, List<TextPair> pairs, RowOf row) {
        double[][] rows = IntStream.range(0, pairs.size())
                .parallel()
                .mapToObj(i -> row.of(pairs.get(i)))
                .toArray(double[][]::new);
        return of(columns, rows);
    }

    /** The statistics of one pair. Called from several threads. */
    @FunctionalInterface
    public interface RowOf {
        double[] of(TextPair pair);
    }

    /** What each column is. */
    public List<String> columns() {
        return columns;
    }

    /** How many pairs. */
    public int rows() {
        return rows.length;
    }

    /** One number. */
    public double at(int row, int column) {
        return rows[row][column];
    }

    /** One pair's numbers; a copy. */
    public double[] row(int row) {
        return rows[row].clone();
    }

    /** One statistic of all pairs. */
    public double[] column(String name) {
        int at = columns.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("no column '" + name + "' among " + columns);
        }
        return IntStream.range(0, rows.length).mapToDouble(i -> rows[i][at]).toArray();
    }

    /** A number of each row. The function must not change or keep what it is given. */
    public double[] each(ToDoubleFunction<double[]> ofRow) {
        return IntStream.range(0, rows.length)
                .mapToDouble(i -> ofRow.applyAsDouble(rows[i]))
                .toArray();
    }

    /** The sum of the rows, row i counted {@code times[i]} times. */
    public double[] sums(int[] times) {
        double[] sums = new double[columns.size()];
        for (int i = 0; i < rows.length; i++) {
            if (times[i] > 0) {
                for (int c = 0; c < sums.length; c++) {
                    sums[c] += times[i] * rows[i][c];
                }
            }
        }
        return sums;
    }
}
