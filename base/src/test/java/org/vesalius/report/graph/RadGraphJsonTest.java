package org.vesalius.report.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;

class RadGraphJsonTest {
    private static final String REPORT = """
            {"text": "Made up left effusion .", "entities": {
              "2": {"tokens": "effusion", "label": "OBS-DP", "start_ix": 3, "end_ix": 3, "relations": [["located_at", "1"]]},
              "1": {"tokens": "left", "label": "ANAT-DP", "start_ix": 2, "end_ix": 2, "relations": []}},
             "data_source": null, "data_split": "inference"}
            """;

    private static ReportGraph read(String json) {
        return RadGraphJson.read(Json.tree(json, "test"));
    }

    @Test
    void entitiesComeInTheOrderOfTheText() {
        ReportGraph graph = read(REPORT);
        assertEquals(
                List.of("1", "2"), graph.entities().stream().map(Entity::id).toList());
        Entity effusion = graph.entities().getLast();
        assertEquals(EntityLabel.PRESENT, effusion.label());
        assertEquals(List.of(new Relation(Relation.Kind.LOCATED_AT, "1")), effusion.relations());
    }

    @Test
    void whatIsWrittenReadsTheSame() {
        ReportGraph graph = GraphExtractor.of("Small left effusion, opacity suggesting edema. No pneumothorax.");
        assertEquals(graph, read(RadGraphJson.write(graph).toString()));
        assertEquals(read(REPORT), read(RadGraphJson.write(read(REPORT)).toString()));
    }

    @Test
    void theLabelsOfRadGraphXlAreReadToo() {
        ReportGraph graph = read(REPORT.replace("OBS-DP", "Observation::definitely absent"));
        assertEquals(EntityLabel.ABSENT, graph.entities().getLast().label());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"OBS-DP\" > \"OBS\"",
                "\"located_at\" > \"lies_in\"",
                "\"end_ix\": 3 > \"end_ix\": 9",
                "\"start_ix\": 3 > \"start_ix\": \"x\"",
                "\"located_at\", \"1\" > \"located_at\", \"7\"",
                "\"entities\" > \"entity\""
            })
    void aBrokenGraphIsAnErrorWithoutItsText(String change) {
        String[] parts = change.split(" > ");
        InputException e = assertThrows(InputException.class, () -> read(REPORT.replace(parts[0], parts[1])));
        assertTrue(!e.toString().contains("Made up"), e.toString());
    }
}
