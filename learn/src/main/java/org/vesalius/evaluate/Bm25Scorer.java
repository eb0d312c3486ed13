package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * No model at all: the words that two texts share, weighted by how rare they are and by the length of the text that is found (BM25; Robertson and Zaragoza, The Probabilistic Relevance Framework,
 * Foundations and Trends in Information Retrieval 2009; k1 = 1.2, b = 0.75, inverse document frequency ln(1 + (N - n + .5) / (n + .5))). What a text encoder must beat.
 */
public final class Bm25Scorer implements Scorer {
    private static final double K1 = 1.2;
    private static final double B = 0.75;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    @Override
    public Subject subject() {
        return new Subject("BM25", "bm25[k1=1.2,b=.75,words in small letters]@1");
    }

    @Override
    public TextSearch search(List<String> texts) {
        List<Map<String, Integer>> counts =
                texts.stream().map(Bm25Scorer::words).toList();
        Map<String, List<Integer>> textsOf = new HashMap<>();
        double[] length = new double[texts.size()];
        double total = 0;
        for (int t = 0; t < length.length; t++) {
            for (var word : counts.get(t).entrySet()) {
                textsOf.computeIfAbsent(word.getKey(), _ -> new ArrayList<>()).add(t);
                length[t] += word.getValue();
            }
            total += length[t];
        }
        double mean = Math.max(1, total) / texts.size();
        return query -> {
            double[] scores = new double[texts.size()];
            counts.get(query).forEach((word, times) -> {
                List<Integer> with = textsOf.getOrDefault(word, List.of());
                double rarity = Math.log(1 + (texts.size() - with.size() + 0.5) / (with.size() + 0.5));
                for (int t : with) {
                    int in = counts.get(t).getOrDefault(word, 0);
                    scores[t] += times * rarity * in * (K1 + 1) / (in + K1 * (1 - B + B * length[t] / mean));
                }
            });
            float[] rounded = new float[scores.length];
            for (int t = 0; t < rounded.length; t++) {
                rounded[t] = (float) scores[t];
            }
            return rounded;
        };
    }

    /** How often each word occurs: runs of letters and digits, in small letters. */
    static Map<String, Integer> words(String text) {
        Map<String, Integer> words = new HashMap<>();
        for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))) {
            if (!word.isEmpty()) {
                words.merge(word, 1, Integer::sum);
            }
        }
        return words;
    }
}
