package org.vesalius.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of a text and what takes its place.
 *
 * @param end exclusive
 */
record Span(int start, int end, Phi kind, String replacement) {
    /** What remains when of overlapping spans the earlier found wins, in the order of the text. */
    static List<Span> disjoint(List<Span> found) {
        List<Span> kept = new ArrayList<>();
        for (Span span : found) {
            if (span.start < span.end && kept.stream().noneMatch(span::overlaps)) {
                kept.add(span);
            }
        }
        kept.sort(Comparator.comparingInt(Span::start));
        return kept;
    }

    private boolean overlaps(Span other) {
        return start < other.end && other.start < end;
    }
}
