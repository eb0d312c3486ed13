package org.vesalius.metric.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In how many documents each run of one to four tokens stands; a document is all references of one item. CIDEr weighs by it. */
public final class DocumentFrequencies {
    private final Grams grams;
    /** By length less one. */
    private final List<Map<Integer, Integer>> counts;

    private final int documents;

    private DocumentFrequencies(Grams grams, List<Map<Integer, Integer>> counts, int documents) {
        this.grams = grams;
        this.counts = counts;
        this.documents = documents;
    }

    /** Of these documents, each a list of texts: the references of a training part, say. */
    public static DocumentFrequencies of(Tokenization tokens, List<List<String>> documents) {
        Grams grams = new Grams();
        List<Map<Integer, Integer>> counts = empty();
        for (List<String> texts : documents) {
            count(
                    counts,
                    texts.stream()
                            .map(text -> grams.of(tokens.reference(text), Cider.LONGEST))
                            .toList());
        }
        return new DocumentFrequencies(grams, counts, documents.size());
    }

    /** Of references whose runs are numbered by {@code grams}. */
    static DocumentFrequencies of(Grams grams, List<List<int[][]>> documents) {
        List<Map<Integer, Integer>> counts = empty();
        documents.forEach(texts -> count(counts, texts));
        return new DocumentFrequencies(grams, counts, documents.size());
    }

    private static List<Map<Integer, Integer>> empty() {
        return List.of(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    private static void count(List<Map<Integer, Integer>> counts, List<int[][]> texts) {
        for (int n = 0; n < Cider.LONGEST; n++) {
            Set<Integer> there = new HashSet<>();
            for (int[][] text : texts) {
                Arrays.stream(text[n]).forEach(there::add);
            }
            for (Integer gram : there) {
                counts.get(n).merge(gram, 1, Integer::sum);
            }
        }
    }

    /** How many documents were counted. */
    public int documents() {
        return documents;
    }

    Grams grams() {
        return grams;
    }

    /** How many documents hold a run of length {@code n + 1}. */
    int of(int n, int gram) {
        return counts.get(n).getOrDefault(gram, 0);
    }
}
