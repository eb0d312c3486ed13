package org.vesalius.metric.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In how many documents each run of one to four tokens stands; a document is all references of one item. CIDEr weighs by it. */
final class DocumentFrequencies {
    /** By length less one. */
    private final List<Map<Integer, Integer>> counts =
            List.of(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());

    private final int documents;

    private DocumentFrequencies(int documents) {
        this.documents = documents;
    }

    /** Of documents whose runs are numbered. */
    static DocumentFrequencies of(List<List<int[][]>> documents) {
        DocumentFrequencies frequencies = new DocumentFrequencies(documents.size());
        documents.forEach(frequencies::count);
        return frequencies;
    }

    private void count(List<int[][]> texts) {
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
    int documents() {
        return documents;
    }

    /** How many documents hold a run of length {@code n + 1}. */
    int of(int n, int gram) {
        return counts.get(n).getOrDefault(gram, 0);
    }
}
