package org.vesalius.metric.text;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How answers to questions are scored; of several accepted answers the one that scores best counts. */
public record AnswerScore(Rule rule, AnswerNormaliser normaliser) implements TextMetric {
    /** What counts. */
    public enum Rule {
        /** Whether both are the same once normalised. */
        EXACT("accuracy", "same"),
        /** The share of the true answer's different words that the given one has: how open answers of language models are scored (LLaVA-Med). */
        TOKEN_RECALL("token-recall", "recall"),
        /** Whether the true answer's words stand in the given one, one behind the other: how their closed answers are. */
        CONTAINED("contains", "contained");

        private final String id;
        private final String column;

        Rule(String id, String column) {
            this.id = id;
            this.column = column;
        }
    }

    @Override
    public String name() {
        return rule.id + "[" + normaliser.id() + "]@1";
    }

    @Override
    public TextStatistics statistics() {
        return new Hits(rule, normaliser);
    }

    @Override
    public TextScores scores(TextTable table) {
        return TextScores.mean(table.each(row -> row[0]));
    }

    private record Hits(Rule rule, AnswerNormaliser normaliser) implements TextStatistics {
        @Override
        public String name() {
            return "answer-" + normaliser.id();
        }

        @Override
        public List<String> columns() {
            return List.of(rule.column);
        }

        @Override
        public TextTable of(List<TextPair> pairs) {
            return TextTable.each(columns(), pairs, pair -> new double[] {best(pair)});
        }

        private double best(TextPair pair) {
            String given = normaliser.normalise(pair.hypothesis());
            return pair.references().stream()
                    .mapToDouble(reference -> score(given, normaliser.normalise(reference)))
                    .max()
                    .orElseThrow();
        }

        private double score(String given, String truth) {
            return switch (rule) {
                case EXACT -> given.equals(truth) ? 1 : 0;
                case CONTAINED -> !truth.isEmpty() && (" " + given + " ").contains(" " + truth + " ") ? 1 : 0;
                case TOKEN_RECALL -> {
                    Set<String> words = new HashSet<>(Tokenization.white(truth));
                    int all = words.size();
                    words.retainAll(new HashSet<>(Tokenization.white(given)));
                    yield all == 0 ? Double.NaN : (double) words.size() / all;
                }
            };
        }
    }
}
