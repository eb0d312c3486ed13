package org.vesalius.shard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.report.LabelState;

/**
 * How much there is of what.
 *
 * @param texts studies with a report text
 * @param labels per label, studies by state; a study that does not carry the label at all is not counted
 * @param masks per structure, of pictures and volumes
 * @param volumes three-dimensional pictures
 */
public record Counts(
        int studies,
        int patients,
        int images,
        int texts,
        int boxes,
        int questions,
        Map<String, Map<LabelState, Integer>> labels,
        // left out where empty, so that a set without masks keeps the bytes and the digest that it had before there
        // were any
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        Map<String, Integer> masks,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        int volumes) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of(), Map.of(), 0);

    public Counts {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        masks = Collections.unmodifiableMap(new TreeMap<>(masks));
    }

    /** Masks of all structures. */
    public int drawn() {
        return masks.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Studies with this label in this state. */
    public int label(String name, LabelState state) {
        return labels.getOrDefault(name, Map.of()).getOrDefault(state, 0);
    }
}
