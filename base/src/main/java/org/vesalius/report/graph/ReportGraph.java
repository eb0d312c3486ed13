package org.vesalius.report.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vesalius.io.InputException;

/**
 * The entities of a report and how they hang together.
 *
 * @param text its tokens, blanks between them
 * @param entities in the order of the text
 */
public record ReportGraph(String text, List<Entity> entities) {
    /**
     * Checks that the entities lie in the text and that relations lead somewhere.
     *
     * @throws InputException when they do not
     */
    public ReportGraph {
        entities = List.copyOf(entities);
        int tokens = text.isEmpty() ? 0 : text.split(" ", -1).length;
        Set<String> ids = new HashSet<>();
        for (Entity entity : entities) {
            if (!ids.add(entity.id())) {
                throw wrong("ids that are used once", "one that is used twice");
            }
            if (entity.start() < 0 || entity.end() < entity.start() || entity.end() >= tokens) {
                throw wrong("entities within its " + tokens + " tokens", "one outside them");
            }
        }
        for (Entity entity : entities) {
            for (Relation relation : entity.relations()) {
                if (!ids.contains(relation.target())) {
                    throw wrong("relations that lead to an entity", "one that leads nowhere");
                }
            }
        }
    }

    private static InputException wrong(String expected, String got) {
        return InputException.of("graph of a report", expected, got, "get the file again");
    }

    /** The entity of this id. */
    public Optional<Entity> entity(String id) {
        return entities.stream().filter(entity -> entity.id().equals(id)).findFirst();
    }
}
