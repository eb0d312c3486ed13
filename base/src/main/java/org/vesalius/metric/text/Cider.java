package org.vesalius.metric.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vesalius.io.InputException;

/**
 * CIDEr-D (Vedantam et al., CVPR 2015) as pycocoevalcap ships it under the name CIDEr, and corrected. Runs of one to four tokens, weighted by raw count times ln N - ln max(1, document frequency); what
 * hypothesis and reference share, clipped; times a Gaussian (sigma 6) of the difference in length; times 10; the mean over references, then over texts. A single text scores 0 where its own reference is
 * the only document.
 *
 * @param length what is called length
 * @param weights where document frequencies and N come from
 * @param train the references of each item of the training part, where {@code weights} wants them; to make numbers of a table that was read back none are needed
 */
public record Cider(Tokenization tokens, Length length, Weights weights, List<List<String>> train)
        implements TextMetric {
    static final int LONGEST = 4;
    private static final double TWO_VARIANCES = 2 * 6.0 * 6.0;
    private static final double SCALE = 10;

    /** What is called length. */
    public enum Length {
        /** The number of bigrams: a slip of the shipped program that every published table has (quirk Q3). */
        BIGRAMS,
        /** The number of tokens, as the paper has it. */
        TOKENS
    }

    /** Where document frequencies and N come from. */
    public enum Weights {
        /** The references that are scored, so that a number depends on which texts are scored together; as shipped. */
        EVALUATED("evaluated"),
        /** The training part: numbers of different test parts can be compared. */
        TRAIN("train"),
        /** IFCC's reward: frequencies of the training part, but N the number of texts scored. */
        CACHED("cached");

        private final String id;

        Weights(String id) {
            this.id = id;
        }
    }

    public Cider {
        train = List.copyOf(train);
    }

    /** As shipped. */
    public static Cider shipped(Tokenization tokens) {
        return new Cider(tokens, Length.BIGRAMS, Weights.EVALUATED, List.of());
    }

    /** Length in tokens, weights still of the references that are scored. */
    public static Cider corrected(Tokenization tokens) {
        return new Cider(tokens, Length.TOKENS, Weights.EVALUATED, List.of());
    }

    /** Length in tokens, weights of a training part. */
    public static Cider trained(Tokenization tokens, List<List<String>> train) {
        return new Cider(tokens, Length.TOKENS, Weights.TRAIN, train);
    }

    /** IFCC's. */
    public static Cider ifcc(List<List<String>> train) {
        return new Cider(Tokenization.WORDPUNCT, Length.BIGRAMS, Weights.CACHED, train);
    }

    @Override
    public String name() {
        return length == Length.BIGRAMS
                ? "CIDEr[%s,pycocoevalcap%s]@1"
                        .formatted(tokens.id(), weights == Weights.EVALUATED ? "" : ",df=" + weights.id)
                : "CIDEr-D[%s,length=tokens,df=%s]@1".formatted(tokens.id(), weights.id);
    }

    @Override
    public TextStatistics statistics() {
        return new Similarities(this);
    }

    @Override
    public TextScores scores(TextTable table) {
        return TextScores.mean(table.each(row -> SCALE * (row[0] + row[1] + row[2] + row[3]) / LONGEST));
    }

    /** The clipped similarity by length of run, the mean over references. In a resample the weights stay those of the whole. */
    private record Similarities(Cider mode) implements TextStatistics {
        private static final List<String> COLUMNS = List.of("similar1", "similar2", "similar3", "similar4");

        /** A text's runs of one length, each once and sorted, with their weights. */
        private static final class Vector {
            private final int[] runs;
            private final double[] weights;
            private final double norm;

            Vector(int n, int[] grams, DocumentFrequencies of, double log) {
                int[] sorted = grams.clone();
                Arrays.sort(sorted);
                int[] once = new int[sorted.length];
                double[] weighed = new double[sorted.length];
                int different = 0;
                double squares = 0;
                for (int i = 0; i < sorted.length; ) {
                    int end = i;
                    while (end < sorted.length && sorted[end] == sorted[i]) {
                        end++;
                    }
                    double weight = (end - i) * (log - Math.log(Math.max(1, of.of(n, sorted[i]))));
                    once[different] = sorted[i];
                    weighed[different++] = weight;
                    squares += weight * weight;
                    i = end;
                }
                runs = Arrays.copyOf(once, different);
                weights = Arrays.copyOf(weighed, different);
                norm = Math.sqrt(squares);
            }

            /** What both have, clipped to the other's weight. */
            double shared(Vector other) {
                double sum = 0;
                int j = 0;
                for (int i = 0; i < runs.length; i++) {
                    while (j < other.runs.length && other.runs[j] < runs[i]) {
                        j++;
                    }
                    if (j < other.runs.length && other.runs[j] == runs[i]) {
                        sum += Math.min(weights[i], other.weights[j]) * other.weights[j];
                    }
                }
                return sum;
            }
        }

        @Override
        public String name() {
            String family = mode.length == Length.BIGRAMS ? "cider" : "cider-d";
            return family + "-" + mode.tokens.id() + (mode.weights == Weights.EVALUATED ? "" : "-" + mode.weights.id);
        }

        @Override
        public List<String> columns() {
            return COLUMNS;
        }

        @Override
        public TextTable of(List<TextPair> pairs) {
            if (mode.weights != Weights.EVALUATED && mode.train.isEmpty()) {
                throw InputException.of(mode.name(), "texts of a training part", "none", "give them with --train");
            }
            Grams grams = new Grams();
            List<int[][]> hypotheses = new ArrayList<>();
            List<List<int[][]>> references = new ArrayList<>();
            for (TextPair pair : pairs) {
                hypotheses.add(grams.of(mode.tokens.hypothesis(pair.hypothesis()), LONGEST));
                references.add(numbered(grams, pair.references()));
            }
            DocumentFrequencies of = mode.weights == Weights.EVALUATED
                    ? DocumentFrequencies.of(grams, references)
                    : DocumentFrequencies.of(
                            grams,
                            mode.train.stream()
                                    .map(texts -> numbered(grams, texts))
                                    .toList());
            int documents = mode.weights == Weights.TRAIN ? of.documents() : pairs.size();
            double log = Math.log(documents);
            double[][] rows = IntStream.range(0, pairs.size())
                    .parallel()
                    .mapToObj(i -> row(hypotheses.get(i), references.get(i), of, log))
                    .toArray(double[][]::new);
            return TextTable.of(COLUMNS, rows);
        }

        private List<int[][]> numbered(Grams grams, List<String> texts) {
            return texts.stream()
                    .map(text -> grams.of(mode.tokens.reference(text), LONGEST))
                    .toList();
        }

        private double[] row(int[][] hypothesis, List<int[][]> references, DocumentFrequencies of, double log) {
            double[] row = new double[LONGEST];
            int at = mode.length == Length.BIGRAMS ? 1 : 0;
            for (int n = 0; n < LONGEST; n++) {
                Vector own = new Vector(n, hypothesis[n], of, log);
                for (int[][] reference : references) {
                    Vector other = new Vector(n, reference[n], of, log);
                    double difference = hypothesis[at].length - reference[at].length;
                    double gauss = Math.exp(-difference * difference / TWO_VARIANCES);
                    double norms = own.norm * other.norm;
                    double shared = own.shared(other);
                    row[n] += (norms == 0 ? shared : shared / norms) * gauss / references.size();
                }
            }
            return row;
        }
    }
}
