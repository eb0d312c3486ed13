package org.vesalius.phantom;

import java.util.List;

/**
 * A named piece of the body whose own projection is wanted as truth.
 *
 * @param name an organ, or the id of an observation, or empty for what nobody asks about
 * @param threshold mm of water (absolute) above which a pixel belongs to the part; soft parts have soft edges
 * @param outline solids whose projection is the truth, where it is not {@code solids} themselves
 * @param change solids whose projection is what the part makes different, where it is not {@code solids} themselves
 */
record Part(String name, double threshold, List<Solid> solids, List<Solid> outline, List<Solid> change) {
    Part {
        solids = List.copyOf(solids);
        outline = List.copyOf(outline);
        change = List.copyOf(change);
    }

    static Part unnamed(List<Solid> solids) {
        return new Part("", 0, solids, List.of(), List.of());
    }

    static Part of(String name, double threshold, List<Solid> solids) {
        return new Part(name, threshold, solids, solids, solids);
    }
}
