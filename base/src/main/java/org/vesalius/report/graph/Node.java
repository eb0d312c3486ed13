package org.vesalius.report.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A term of a sentence while its relations are sought. */
final class Node {
    final Terms.Kind kind;
    final int start;
    final int end;
    EntityLabel label = EntityLabel.ANATOMY;
    private final List<Relation> relations = new ArrayList<>();

    Node(Terms.Kind kind, int start, int end) {
        this.kind = kind;
        this.start = start;
        this.end = end;
    }

    boolean anatomic() {
        return kind == Terms.Kind.ANATOMY || kind == Terms.Kind.PLACE;
    }

    boolean observed() {
        return kind == Terms.Kind.OBSERVATION || kind == Terms.Kind.STATE;
    }

    void relate(Relation.Kind to, Node other) {
        Relation relation = new Relation(to, other.id());
        if (other != this && !relations.contains(relation)) {
            relations.add(relation);
        }
    }

    boolean located() {
        return relations.stream().anyMatch(relation -> relation.kind() == Relation.Kind.LOCATED_AT);
    }

    boolean isAt(Node place) {
        return relations.contains(new Relation(Relation.Kind.LOCATED_AT, place.id()));
    }

    private String id() {
        return Integer.toString(start);
    }

    Entity entity(String[] tokens) {
        return new Entity(
                id(), String.join(" ", Arrays.asList(tokens).subList(start, end + 1)), label, start, end, relations);
    }
}
