package org.vesalius.metric.clinical;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.vesalius.report.LabelState;

/**
 * CheXbert-type scores (Smit et al., EMNLP 2020; Miura et al., NAACL 2021): labels read from generated reports against labels read from references, by whichever labeler. Every number is a function of how
 * often each row counts, so that resampling needs no text. Codes of a label: 0 is not positive, equal codes above 0 are hits.
 */
public final class LabelF1 {
    /** Shape: rows x labels. */
    private final int[][] truths;

    private final int[][] calls;

    private LabelF1(int[][] truths, int[][] calls) {
        this.truths = truths;
        this.calls = calls;
    }

    /**
     * From codes. Shape of both: rows x labels.
     *
     * @throws IllegalArgumentException when the shapes differ
     */
    public static LabelF1 of(int[][] truths, int[][] calls) {
        boolean same = truths.length == calls.length;
        for (int i = 0; same && i < truths.length; i++) {
            same = truths[i].length == truths[0].length && calls[i].length == truths[0].length;
        }
        if (!same) {
            throw new IllegalArgumentException("truths and calls have one shape, rows x labels");
        }
        return new LabelF1(copy(truths), copy(calls));
    }

    /** From states under a rule: of these labels, in their order; what is not named is blank. */
    public static LabelF1 of(
            List<Map<String, LabelState>> truths,
            List<Map<String, LabelState>> calls,
            List<String> labels,
            CeRule rule) {
        return of(codes(truths, labels, rule), codes(calls, labels, rule));
    }

    private static int[][] codes(List<Map<String, LabelState>> rows, List<String> labels, CeRule rule) {
        return rows.stream().map(row -> codes(row, labels, rule)).toArray(int[][]::new);
    }

    static int[] codes(Map<String, LabelState> row, List<String> labels, CeRule rule) {
        return labels.stream()
                .mapToInt(label -> rule.code(row.getOrDefault(label, LabelState.BLANK)))
                .toArray();
    }

    private static int[][] copy(int[][] rows) {
        return Arrays.stream(rows).map(int[]::clone).toArray(int[][]::new);
    }

    /** How many rows there are. */
    public int rows() {
        return truths.length;
    }

    /** How many labels there are. */
    public int labels() {
        return truths.length == 0 ? 0 : truths[0].length;
    }

    /** Counts of all labels together. */
    public Prf micro(int[] times) {
        double[] all = new double[3];
        for (int label = 0; label < labels(); label++) {
            add(all, label, times);
        }
        return Prf.of(all[0], all[1], all[2]);
    }

    /** The mean over the labels, those that nobody has included. */
    public Prf macro(int[] times) {
        Prf sum = Prf.NONE;
        for (int label = 0; label < labels(); label++) {
            sum = sum.plus(ofLabel(label, times), 1);
        }
        return sum.over(labels());
    }

    /** The mean over the labels weighted by how often the truth has them. */
    public Prf weighted(int[] times) {
        Prf sum = Prf.NONE;
        double all = 0;
        for (int label = 0; label < labels(); label++) {
            double support = 0;
            for (int i = 0; i < truths.length; i++) {
                support += truths[i][label] > 0 ? times[i] : 0;
            }
            sum = sum.plus(ofLabel(label, times), support);
            all += support;
        }
        return sum.over(all);
    }

    /** Of one label. */
    public Prf ofLabel(int label, int[] times) {
        double[] counts = new double[3];
        add(counts, label, times);
        return Prf.of(counts[0], counts[1], counts[2]);
    }

    /** Example-based: the mean over the reports of the score within each; a report without any positive on both sides counts as 0. */
    public Prf examples(int[] times) {
        Prf sum = Prf.NONE;
        double n = 0;
        for (int i = 0; i < truths.length; i++) {
            if (times[i] > 0) {
                sum = sum.plus(example(i), times[i]);
                n += times[i];
            }
        }
        return sum.over(n);
    }

    /** Of one report over its labels. */
    public Prf example(int row) {
        double[] counts = new double[3];
        for (int label = 0; label < labels(); label++) {
            count(counts, truths[row][label], calls[row][label], 1);
        }
        return Prf.of(counts[0], counts[1], counts[2]);
    }

    /** The share of reports whose labels are all right; NaN of nothing. */
    public double exact(int[] times) {
        double right = 0;
        double n = 0;
        for (int i = 0; i < truths.length; i++) {
            right += Arrays.equals(truths[i], calls[i]) ? times[i] : 0;
            n += times[i];
        }
        return n > 0 ? right / n : Double.NaN;
    }

    /** The share of right labels among all; NaN of nothing. */
    public double accuracy(int[] times) {
        double right = 0;
        double n = 0;
        for (int i = 0; i < truths.length; i++) {
            for (int label = 0; label < labels(); label++) {
                right += truths[i][label] == calls[i][label] ? times[i] : 0;
                n += times[i];
            }
        }
        return n > 0 ? right / n : Double.NaN;
    }

    private void add(double[] counts, int label, int[] times) {
        for (int i = 0; i < truths.length; i++) {
            count(counts, truths[i][label], calls[i][label], times[i]);
        }
    }

    /** True positives, false positives, false negatives. */
    private static void count(double[] counts, int truth, int call, int times) {
        boolean hit = truth == call;
        counts[0] += hit && call > 0 ? times : 0;
        counts[1] += !hit && call > 0 ? times : 0;
        counts[2] += !hit && truth > 0 ? times : 0;
    }
}
