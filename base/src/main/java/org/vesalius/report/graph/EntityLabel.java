package org.vesalius.report.graph;

import java.util.Arrays;
import org.vesalius.io.InputException;

/** What an entity is, and whether it is there (Jain et al., "RadGraph", NeurIPS Datasets and Benchmarks 2021). */
public enum EntityLabel {
    /** Anatomy. */
    ANATOMY("ANAT-DP", "Anatomy::definitely present"),
    /** An observation that is definitely present. */
    PRESENT("OBS-DP", "Observation::definitely present"),
    /** An observation that is uncertain. */
    UNCERTAIN("OBS-U", "Observation::uncertain"),
    /** An observation that is definitely absent. */
    ABSENT("OBS-DA", "Observation::definitely absent");

    private final String id;
    private final String longId;

    EntityLabel(String id, String longId) {
        this.id = id;
        this.longId = longId;
    }

    /** As RadGraph's files have it. */
    public String id() {
        return id;
    }

    /**
     * From either spelling: {@code OBS-DP} of RadGraph, {@code Observation::definitely present} of RadGraph-XL.
     *
     * @throws InputException for another
     */
    public static EntityLabel of(String id) {
        return Arrays.stream(values())
                .filter(label -> label.id.equals(id) || label.longId.equals(id))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "entity label",
                        id,
                        Arrays.stream(values()).map(EntityLabel::id).toList()));
    }
}
