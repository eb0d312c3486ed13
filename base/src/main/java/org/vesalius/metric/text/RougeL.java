package org.vesalius.metric.text;

import java.util.Arrays;
import java.util.List;

/**
 * ROUGE-L as pycocoevalcap has it: the longest common subsequence over the length of the hypothesis and of the reference, each at its best over the references on its own, joined with beta = 1.2; the
 * mean over texts. {@code ws} splits at every single blank, as that program does, so that two blanks hold an empty token; rouge_score's F1 is {@link Rouge}.
 */
public record RougeL(Tokenization tokens) implements TextMetric {
    private static final double BETA_SQUARED = 1.2 * 1.2;

    @Override
    public String name() {
        return "ROUGE-L[" + tokens.id() + ",pycocoevalcap]@1";
    }

    @Override
    public TextStatistics statistics() {
        return new Parts(tokens);
    }

    @Override
    public TextScores scores(TextTable table) {
        return TextScores.mean(table.each(row -> {
            double precision = row[0];
            double recall = row[1];
            return precision == 0 || recall == 0
                    ? 0
                    : (1 + BETA_SQUARED) * precision * recall / (recall + BETA_SQUARED * precision);
        }));
    }

    /** The best precision and the best recall. */
    private record Parts(Tokenization tokens) implements TextStatistics {
        private static final List<String> COLUMNS = List.of("precision", "recall");

        @Override
        public String name() {
            return "rouge-l-" + tokens.id();
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
            int[] hypothesis = grams.words(split(pair.hypothesis(), true));
            double precision = 0;
            double recall = 0;
            for (String text : pair.references()) {
                int[] reference = grams.words(split(text, false));
                int common = Lcs.length(hypothesis, reference, grams.space(0));
                if (common > 0) {
                    precision = Math.max(precision, (double) common / hypothesis.length);
                    recall = Math.max(recall, (double) common / reference.length);
                }
            }
            return new double[] {precision, recall};
        }

        private List<String> split(String text, boolean ofHypothesis) {
            if (tokens == Tokenization.WS) {
                return Arrays.asList(text.split(" ", -1));
            }
            return ofHypothesis ? tokens.hypothesis(text) : tokens.reference(text);
        }
    }
}
