package org.vesalius.report.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * RadGraph's JSON of one report:
 *
 * <pre>{"text": "Small left effusion .", "entities": {"1": {"tokens": "Small", "label": "OBS-DP", "start_ix": 0, "end_ix": 0, "relations": [["modify", "3"]]}, …}, "data_source": null, "data_split": "inference"}</pre>
 *
 * The labels of RadGraph-XL's package are read too. Reports of the test part hold two graphs, {@code labeler_1} and {@code labeler_2}, each with entities of its own.
 */
public final class RadGraphJson {
    private RadGraphJson() {}

    /**
     * The graph of a report's object.
     *
     * @throws InputException when it is not of this form
     */
    public static ReportGraph read(JsonNode report) {
        return read(report.path("text").asString(""), report.path("entities"));
    }

    /** As {@link #read(JsonNode)}, from the text and the JSON of the entities, which the reader of RadGraph keeps as a fact. */
    public static ReportGraph read(String text, String entities) {
        return read(text, Json.tree(entities, "graph of a report"));
    }

    private static ReportGraph read(String text, JsonNode entities) {
        if (!entities.isObject()) {
            throw InputException.of("graph of a report", "an object 'entities'", "none", "get the file again");
        }
        List<Entity> found = new ArrayList<>();
        entities.properties().forEach(entry -> found.add(entity(entry.getKey(), entry.getValue())));
        found.sort(Comparator.comparingInt(Entity::start).thenComparingInt(Entity::end));
        return new ReportGraph(text, found);
    }

    private static Entity entity(String id, JsonNode entity) {
        JsonNode start = entity.path("start_ix");
        JsonNode end = entity.path("end_ix");
        JsonNode pairs = entity.path("relations");
        if (!start.isInt() || !end.isInt() || !pairs.isArray()) {
            throw InputException.of(
                    "entity of a graph", "tokens, label, start_ix, end_ix, relations", "less", "get the file again");
        }
        List<Relation> relations = new ArrayList<>();
        for (JsonNode pair : pairs) {
            relations.add(new Relation(
                    Relation.Kind.of(pair.path(0).asString("")), pair.path(1).asString("")));
        }
        return new Entity(
                id,
                entity.path("tokens").asString(""),
                EntityLabel.of(entity.path("label").asString("")),
                start.asInt(),
                end.asInt(),
                relations);
    }

    /** The object of a report, in RadGraph's spelling. */
    public static ObjectNode write(ReportGraph graph) {
        ObjectNode report = Json.mapper().createObjectNode();
        report.put("text", graph.text());
        ObjectNode entities = report.putObject("entities");
        for (Entity entity : graph.entities()) {
            ObjectNode one = entities.putObject(entity.id());
            one.put("tokens", entity.tokens());
            one.put("label", entity.label().id());
            one.put("start_ix", entity.start());
            one.put("end_ix", entity.end());
            ArrayNode relations = one.putArray("relations");
            entity.relations()
                    .forEach(relation ->
                            relations.addArray().add(relation.kind().id()).add(relation.target()));
        }
        report.putNull("data_source");
        report.put("data_split", "inference");
        return report;
    }
}
