package org.vesalius.metric.text;

import java.util.List;
import java.util.stream.Stream;

/** ROUGE as the rouge_score package has it: the F1 of common words ({@code ROUGE-1}), pairs of words ({@code ROUGE-2}) or of the longest common subsequence ({@code ROUGE-L}); the best reference by F1; the mean over texts. */
public record Rouge(Variant variant, Tokenization tokens) implements TextMetric {
    /** What is common. */
    public enum Variant {
        ONE("ROUGE-1", 0),
        TWO("ROUGE-2", 2),
        L("ROUGE-L", 4);

        private final String id;
        private final int column;

        Variant(String id, int column) {
            this.id = id;
            this.column = column;
        }
    }

    /** All three, with the package's own tokens, stemmed, as summarisation reports them. */
    public static List<TextMetric> stemmed() {
        return all(Tokenization.ROUGE_SCORE_STEM);
    }

    /** All three; they share their statistics. */
    public static List<TextMetric> all(Tokenization tokens) {
        return Stream.of(Variant.values())
                .<TextMetric>map(variant -> new Rouge(variant, tokens))
                .toList();
    }

    @Override
    public String name() {
        return variant.id + "[" + tokens.id() + ",rouge_score,f1]@1";
    }

    @Override
    public TextStatistics statistics() {
        return new Parts(tokens);
    }

    @Override
    public TextScores scores(TextTable table) {
        return TextScores.mean(table.each(row -> f1(row[variant.column], row[variant.column + 1])));
    }

    private static double f1(double precision, double recall) {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /** Precision and recall of each variant, of the reference with the best F1. */
    private record Parts(Tokenization tokens) implements TextStatistics {
        private static final List<String> COLUMNS =
                List.of("precision1", "recall1", "precision2", "recall2", "precisionl", "recalll");

        @Override
        public String name() {
            return "rouge-" + tokens.id();
        }

        @Override
        public List<String> columns() {
            return COLUMNS;
        }

        @Override
        public TextTable of(List<TextPair> pairs) {
            return TextTable.each(COLUMNS, pairs, this::row);
        }

        private double[] row(TextPair pair) {
            Grams grams = new Grams();
            int[][] hypothesis = grams.of(tokens.hypothesis(pair.hypothesis()), 2);
            double[] row = new double[COLUMNS.size()];
            for (String text : pair.references()) {
                int[][] reference = grams.of(tokens.reference(text), 2);
                for (int n = 0; n < 2; n++) {
                    keep(
                            row,
                            2 * n,
                            Grams.common(hypothesis[n], reference[n], grams.space(n)),
                            hypothesis[n].length,
                            reference[n].length);
                }
                int common = Lcs.length(hypothesis[0], reference[0], grams.space(0));
                keep(row, 4, common, hypothesis[0].length, reference[0].length);
            }
            return row;
        }

        private static void keep(double[] row, int at, int common, int hypothesis, int reference) {
            double precision = (double) common / Math.max(1, hypothesis);
            double recall = (double) common / Math.max(1, reference);
            if (f1(precision, recall) > f1(row[at], row[at + 1])) {
                row[at] = precision;
                row[at + 1] = recall;
            }
        }
    }
}
