package org.vesalius.shard;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.report.LabelState;

/**
 * How much there is of what.
 *
 * @param texts studies with a report text
 * @param labels per label, studies by state; a study that does not carry the label at all is not counted
 */
public record Counts(
        int studies,
        int patients,
        int images,
        int texts,
        int boxes,
        int questions,
        Map<String, Map<LabelState, Integer>> labels) {
    public Counts {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** Studies with this label in this state. */
    public int label(String name, LabelState state) {
        return labels.getOrDefault(name, Map.of()).getOrDefault(state, 0);
    }
}
