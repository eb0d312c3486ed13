package org.vesalius.search;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A study as the index keeps it.
 *
 * @param key pseudonymous key of the study: what a result names
 * @param patient pseudonymous key of the patient: what a deletion names
 * @param row manifest row
 * @param text report text for the words, or empty
 * @param labels names of the positive labels, for filters
 * @param facts further filters by name, such as {@code sex}, {@code view}, {@code split}
 */
public record IndexedStudy(
        String key, String patient, int row, String text, List<String> labels, Map<String, String> facts) {
    public IndexedStudy {
        labels = List.copyOf(labels);
        facts = Map.copyOf(facts);
    }

    /** One thing found. {@code score} is the cosine, the BM25 score or the fused score, as the mode says. */
    public record Hit(int rank, double score, IndexedStudy study) {}

    /** How a query's two halves are used. */
    public enum Mode {
        /** Cosine of the embeddings. */
        VECTOR,
        /** BM25 over the report text. */
        WORDS,
        /** Both, by reciprocal rank fusion. */
        HYBRID
    }

    /** What is looked for: an embedding, words, or both, within filters. */
    public static final class Query {
        private final Mode mode;
        private final float @Nullable [] vector;
        private final String words;
        private final List<String> labels;
        private final Map<String, String> facts;

        private Query(
                Mode mode, float @Nullable [] vector, String words, List<String> labels, Map<String, String> facts) {
            this.mode = mode;
            this.vector = vector;
            this.words = words;
            this.labels = List.copyOf(labels);
            this.facts = Map.copyOf(facts);
        }

        /** Nearest embeddings. */
        public static Query vector(float[] embedding) {
            return new Query(Mode.VECTOR, embedding.clone(), "", List.of(), Map.of());
        }

        /** Best matching words. */
        public static Query words(String words) {
            return new Query(Mode.WORDS, null, words, List.of(), Map.of());
        }

        /** Both, fused. */
        public static Query hybrid(float[] embedding, String words) {
            return new Query(Mode.HYBRID, embedding.clone(), words, List.of(), Map.of());
        }

        /** Only studies that have every one of {@code labels} and equal every one of {@code facts}. */
        public Query within(List<String> wantedLabels, Map<String, String> wantedFacts) {
            return new Query(mode, vector, words, wantedLabels, wantedFacts);
        }

        /** How it looks. */
        public Mode mode() {
            return mode;
        }

        float[] embedding() {
            return Objects.requireNonNull(vector);
        }

        String words() {
            return words;
        }

        List<String> labels() {
            return labels;
        }

        Map<String, String> facts() {
            return facts;
        }
    }
}
