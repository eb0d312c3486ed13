package org.vesalius.dataset;

import java.util.Map;
import java.util.TreeMap;
import org.vesalius.report.LabelState;

/** What several readers said of a film, label by label: positive or negative where all agree, uncertain where they differ; how many of them said yes is kept as a fact, so that any rule can be applied later. */
final class Votes {
    private final Map<String, int[]> votes = new TreeMap<>();

    void add(String label, boolean positive) {
        int[] count = votes.computeIfAbsent(label, _ -> new int[2]);
        count[0] += positive ? 1 : 0;
        count[1]++;
    }

    Map<String, LabelState> labels() {
        Map<String, LabelState> labels = new TreeMap<>();
        votes.forEach((label, count) -> labels.put(
                label,
                count[0] == 0
                        ? LabelState.NEGATIVE
                        : count[0] == count[1] ? LabelState.POSITIVE : LabelState.UNCERTAIN));
        return labels;
    }

    /** {@code votes:LABEL} as {@code 2/3}, of those labels about which the readers differ. */
    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        votes.forEach((label, count) -> {
            if (count[0] > 0 && count[0] < count[1]) {
                facts.put("votes:" + label, count[0] + "/" + count[1]);
            }
        });
        return facts;
    }
}
