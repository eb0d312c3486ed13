package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** No model at all: the cosine of word counts, each word weighted by ln((1 + N) / (1 + n)) + 1 (scikit-learn's smooth inverse document frequency). */
public final class TfIdfScorer implements Scorer {
    /** A word's weight in a text. */
    private record Entry(int text, double weight) {}

    @Override
    public Subject subject() {
        return new Subject("TF-IDF", "tf-idf[smooth,cosine,words in small letters]@1");
    }

    @Override
    public TextSearch search(List<String> texts) {
        List<Map<String, Integer>> counts =
                texts.stream().map(Bm25Scorer::words).toList();
        Map<String, Integer> with = new HashMap<>();
        counts.forEach(words -> words.keySet().forEach(word -> with.merge(word, 1, Integer::sum)));
        List<Map<String, Double>> vectors =
                counts.stream().map(words -> vector(words, with, texts.size())).toList();
        Map<String, List<Entry>> entries = new HashMap<>();
        for (int t = 0; t < vectors.size(); t++) {
            int text = t;
            vectors.get(t)
                    .forEach((word, weight) -> entries.computeIfAbsent(word, _ -> new ArrayList<>())
                            .add(new Entry(text, weight)));
        }
        return query -> {
            double[] scores = new double[texts.size()];
            vectors.get(query).forEach((word, weight) -> {
                for (Entry entry : entries.getOrDefault(word, List.of())) {
                    scores[entry.text] += weight * entry.weight;
                }
            });
            float[] rounded = new float[scores.length];
            for (int t = 0; t < rounded.length; t++) {
                rounded[t] = (float) scores[t];
            }
            return rounded;
        };
    }

    /** Of length 1; empty for a text without a word. */
    private static Map<String, Double> vector(Map<String, Integer> words, Map<String, Integer> with, int texts) {
        Map<String, Double> vector = new HashMap<>();
        double squares = 0;
        for (Map.Entry<String, Integer> word : words.entrySet()) {
            double rarity = Math.log((1.0 + texts) / (1.0 + with.getOrDefault(word.getKey(), 0))) + 1;
            double weight = word.getValue() * rarity;
            vector.put(word.getKey(), weight);
            squares += weight * weight;
        }
        double norm = Math.sqrt(squares);
        vector.replaceAll((word, weight) -> weight / norm);
        return vector;
    }
}
