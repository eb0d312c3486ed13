package org.vesalius.metric.text;

import java.util.List;
import java.util.stream.IntStream;
import org.vesalius.io.InputException;

/**
 * BLEU (Papineni et al., ACL 2002) of runs of up to n tokens, equal weights, by whose program: their numbers differ in what is done about runs that never match, and in what is averaged.
 *
 * @param n longest run, 1 to 4
 */
public record Bleu(Rule rule, int n, Tokenization tokens) implements TextMetric {
    private static final double TINY = 1e-15;
    private static final double SMALL = 1e-9;

    /** Whose program. */
    public enum Rule {
        /** pycocoevalcap, the field's: counts over the corpus; every precision (correct + 1e-15) / (n-grams + 1e-9), so that identical texts score a little below 1 and no match a little above 0. */
        PYCOCOEVALCAP("pycocoevalcap"),
        /** NLTK's {@code corpus_bleu} without smoothing: a text shorter than n counts as one n-gram that does not match; where no n-gram matches at all the smallest double stands for 0. */
        NLTK_CORPUS("nltk-corpus"),
        /** Mean of NLTK's {@code sentence_bleu} without smoothing; MMBERT scores answers so, with n = 1. */
        NLTK_SENTENCE("nltk-sentence"),
        /** Mean of single texts' values without any smoothing; CXR-Report-Metric's BLEU-2, a feature of RadCliQ (fast_bleu). A text that has no n-gram in common with its reference scores 0. */
        SENTENCE("sentence");

        private final String id;

        Rule(String id) {
            this.id = id;
        }
    }

    public Bleu {
        if (n < 1 || n > BleuCounts.LONGEST) {
            throw InputException.of("BLEU", "runs of 1 to 4 tokens", Integer.toString(n), "e.g. BLEU-4");
        }
    }

    /** BLEU-1 to BLEU-4 of one rule, which share their counts. */
    public static List<TextMetric> upTo4(Rule rule, Tokenization tokens) {
        return IntStream.rangeClosed(1, BleuCounts.LONGEST)
                .<TextMetric>mapToObj(n -> new Bleu(rule, n, tokens))
                .toList();
    }

    /** RadCliQ's feature. */
    public static Bleu radcliq() {
        return new Bleu(Rule.SENTENCE, 2, Tokenization.RADCLIQ);
    }

    /** MMBERT's score of answers: they are lower case already. */
    public static Bleu mmbert() {
        return new Bleu(Rule.NLTK_SENTENCE, 1, Tokenization.WS);
    }

    @Override
    public String name() {
        return "BLEU-%d[%s,%s]@1".formatted(n, tokens.id(), rule.id);
    }

    @Override
    public TextStatistics statistics() {
        return new BleuCounts(tokens);
    }

    @Override
    public TextScores scores(TextTable table) {
        return switch (rule) {
            case PYCOCOEVALCAP -> TextScores.ofSums(table, this::smoothed);
            case SENTENCE -> TextScores.mean(table.each(row -> unsmoothed(row, 0)));
            case NLTK_SENTENCE -> TextScores.mean(table.each(row -> unsmoothed(atLeastOne(row), Double.MIN_NORMAL)));
            case NLTK_CORPUS -> {
                double[][] rows = new double[table.rows()][];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = atLeastOne(table.row(i));
                }
                yield TextScores.ofSums(TextTable.of(table.columns(), rows), row -> unsmoothed(row, Double.MIN_NORMAL));
            }
        };
    }

    private double smoothed(double[] counts) {
        double product = 1;
        for (int k = 1; k <= n; k++) {
            product *= (counts[BleuCounts.correct(k)] + TINY) / (counts[BleuCounts.guess(k)] + SMALL);
        }
        double ratio = (counts[BleuCounts.LENGTH] + TINY) / (counts[BleuCounts.REFERENCE_LENGTH] + SMALL);
        double value = Math.pow(product, 1.0 / n);
        return ratio < 1 ? value * Math.exp(1 - 1 / ratio) : value;
    }

    private double unsmoothed(double[] counts, double zero) {
        if (counts[BleuCounts.LENGTH] == 0 || counts[BleuCounts.correct(1)] == 0) {
            return 0;
        }
        double logs = 0;
        for (int k = 1; k <= n; k++) {
            double guess = counts[BleuCounts.guess(k)];
            double correct = counts[BleuCounts.correct(k)];
            if (correct == 0 && zero == 0) {
                return 0;
            }
            logs += Math.log(correct == 0 ? zero : correct / guess) / n;
        }
        double ratio = counts[BleuCounts.REFERENCE_LENGTH] / counts[BleuCounts.LENGTH];
        return Math.exp(logs + Math.min(0, 1 - ratio));
    }

    /** NLTK's counts: no n-gram counts as one. */
    private static double[] atLeastOne(double[] row) {
        double[] counts = row.clone();
        for (int k = 1; k <= BleuCounts.LONGEST; k++) {
            counts[BleuCounts.guess(k)] = Math.max(1, counts[BleuCounts.guess(k)]);
        }
        return counts;
    }
}
