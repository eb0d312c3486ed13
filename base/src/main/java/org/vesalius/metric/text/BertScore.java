package org.vesalius.metric.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * BERTScore (Zhang et al., ICLR 2020): every token of one text takes the cosine of its nearest token of the other; the weighted means are precision and recall, their harmonic mean is F1. Weights are one, or
 * the logarithm of (N + 1) / (documents + 1) over the references that are scored; the encoder's markers have none. Of several references precision, recall and F1 are each the best, as the authors' program
 * does it. Which encoder it was is in the name: numbers of different ones are different numbers.
 *
 * @param part which of the three
 * @param encoder its name
 * @param idf whether rare tokens weigh more
 * @param baseline what texts that have nothing to do with each other score with this encoder, for {@code (x - b) / (1 - b)}; null for the plain number
 * @param vectors the encoder; null to make numbers of a table that was read back
 */
public record BertScore(
        Part part,
        String encoder,
        boolean idf,
        @Nullable Double baseline,
        @Nullable TokenVectors vectors) implements TextMetric {
    private static final int BLOCK = 64;

    /** Precision, recall, or both. */
    public enum Part {
        PRECISION("P"),
        RECALL("R"),
        F1("F1");

        private final String id;

        Part(String id) {
            this.id = id;
        }
    }

    /** F1 without a baseline. */
    public static BertScore f1(String encoder, boolean idf, @Nullable TokenVectors vectors) {
        return new BertScore(Part.F1, encoder, idf, null, vectors);
    }

    @Override
    public String name() {
        return "BERTScore-%s[%s,%s,%s]@1"
                .formatted(part.id, encoder, idf ? "idf" : "no-idf", baseline == null ? "raw" : "rescaled=" + baseline);
    }

    @Override
    public TextStatistics statistics() {
        return new Matches(encoder, idf, vectors);
    }

    @Override
    public TextScores scores(TextTable table) {
        int place = List.of(Part.values()).indexOf(part);
        double[] raw = table.each(row -> row[place]);
        Double b = baseline;
        return TextScores.mean(
                b == null ? raw : Arrays.stream(raw).map(x -> (x - b) / (1 - b)).toArray());
    }

    /** Precision, recall and F1, before any baseline. */
    private record Matches(
            String encoder, boolean idf, @Nullable TokenVectors vectors) implements TextStatistics {
        private static final List<String> COLUMNS = List.of("precision", "recall", "f1");

        @Override
        public String name() {
            return "bertscore-" + encoder + (idf ? "-idf" : "");
        }

        @Override
        public List<String> columns() {
            return COLUMNS;
        }

        @Override
        public TextTable of(List<TextPair> pairs) {
            TokenVectors source = vectors;
            if (source == null) {
                throw InputException.of("BERTScore", "an encoder", "none", "score texts where one is given");
            }
            Map<Integer, Double> weights = idf ? weights(source, pairs) : Map.of();
            double[][] rows = new double[pairs.size()][];
            for (int from = 0; from < rows.length; from += BLOCK) {
                List<TextPair> some = pairs.subList(from, Math.min(rows.length, from + BLOCK));
                block(source, some, weights, rows, from);
            }
            return TextTable.of(COLUMNS, rows);
        }

        /** By token, over references. */
        private static Map<Integer, Double> weights(TokenVectors source, List<TextPair> pairs) {
            Map<Integer, Integer> documents = new HashMap<>();
            int all = 0;
            for (TextPair pair : pairs) {
                for (String reference : pair.references()) {
                    Set<Integer> there =
                            Arrays.stream(source.ids(reference)).boxed().collect(Collectors.toCollection(HashSet::new));
                    there.forEach(id -> documents.merge(id, 1, Integer::sum));
                    all++;
                }
            }
            Map<Integer, Double> weights = new HashMap<>();
            double above = all + 1.0;
            documents.forEach((id, n) -> weights.put(id, Math.log(above / (n + 1))));
            weights.put(-1, Math.log(above));
            return weights;
        }

        private void block(
                TokenVectors source, List<TextPair> pairs, Map<Integer, Double> weights, double[][] rows, int from) {
            List<int[]> ids = new ArrayList<>();
            for (TextPair pair : pairs) {
                ids.add(source.ids(pair.hypothesis()));
                pair.references().forEach(text -> ids.add(source.ids(text)));
            }
            List<float[][]> found = source.of(ids);
            int at = 0;
            for (int i = 0; i < pairs.size(); i++) {
                int own = at++;
                double[] best = new double[COLUMNS.size()];
                Arrays.fill(best, -1);
                for (int r = 0; r < pairs.get(i).references().size(); r++) {
                    double[] row = matched(
                            found.get(own),
                            of(source, ids.get(own), weights),
                            found.get(at),
                            of(source, ids.get(at), weights));
                    Arrays.setAll(best, c -> Math.max(best[c], row[c]));
                    at++;
                }
                rows[from + i] = best;
            }
        }

        /** A weight for each token. */
        private double[] of(TokenVectors source, int[] ids, Map<Integer, Double> weights) {
            double unseen = weights.getOrDefault(-1, 0.0);
            return Arrays.stream(ids)
                    .mapToDouble(id -> source.marker(id) ? 0 : idf ? weights.getOrDefault(id, unseen) : 1)
                    .toArray();
        }
    }

    /** Precision, recall and F1 of one text against one reference: vectors of length 1 and a weight for each token. Zeros where a side has no weight. */
    static double[] matched(float[][] own, double[] ownWeights, float[][] other, double[] otherWeights) {
        double precision = nearest(own, ownWeights, other);
        double recall = nearest(other, otherWeights, own);
        double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        return new double[] {precision, recall, f1};
    }

    private static double nearest(float[][] from, double[] weights, float[][] to) {
        double sum = 0;
        double all = Arrays.stream(weights).sum();
        if (all == 0 || to.length == 0) {
            return 0;
        }
        for (int i = 0; i < from.length; i++) {
            if (weights[i] > 0) {
                double best = Double.NEGATIVE_INFINITY;
                for (float[] vector : to) {
                    best = Math.max(best, dot(from[i], vector));
                }
                sum += weights[i] * best;
            }
        }
        return sum / all;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
