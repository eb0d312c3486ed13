package org.vesalius.report.graph;

import java.util.List;

/**
 * A stretch of a report.
 *
 * @param id within its report
 * @param tokens its words, blanks between them
 * @param start its first token, from 0
 * @param end its last token, included
 */
public record Entity(String id, String tokens, EntityLabel label, int start, int end, List<Relation> relations) {
    public Entity {
        relations = List.copyOf(relations);
    }
}
