package org.vesalius.metric.text;

import java.util.Arrays;
import java.util.List;

/** In how many documents each run of one to four tokens stands; a document is all references of one item. CIDEr weighs by it. */
final class DocumentFrequencies {
    private final int[] ofWords;
    private final int[] ofRuns;
    private final int documents;

    private DocumentFrequencies(int words, int runs, int documents) {
        this.ofWords = new int[words];
        this.ofRuns = new int[runs];
        this.documents = documents;
    }

    /** Of documents whose runs {@code grams} has numbered. */
    static DocumentFrequencies of(Grams grams, List<List<int[][]>> documents) {
        DocumentFrequencies frequencies = new DocumentFrequencies(grams.space(0), grams.space(1), documents.size());
        int[] wordSeen = new int[grams.space(0)];
        int[] runSeen = new int[grams.space(1)];
        Arrays.fill(wordSeen, -1);
        Arrays.fill(runSeen, -1);
        for (int d = 0; d < documents.size(); d++) {
            for (int[][] text : documents.get(d)) {
                count(text[0], frequencies.ofWords, wordSeen, d);
                for (int n = 1; n < Cider.LONGEST; n++) {
                    count(text[n], frequencies.ofRuns, runSeen, d);
                }
            }
        }
        return frequencies;
    }

    private static void count(int[] grams, int[] counts, int[] seen, int document) {
        for (int gram : grams) {
            if (seen[gram] != document) {
                seen[gram] = document;
                counts[gram]++;
            }
        }
    }

    /** How many documents were counted. */
    int documents() {
        return documents;
    }

    /** How many documents hold a run of length {@code n + 1}. */
    int of(int n, int gram) {
        return n == 0 ? ofWords[gram] : ofRuns[gram];
    }
}
