package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;

class RadGraphTest extends DatasetContract {
    private static final RadGraph READER = new RadGraph();
    private static final String ENTITIES = """
            {"1": {"tokens": "effusion", "label": "OBS-DA", "start_ix": 1, "end_ix": 1, "relations": [["located_at", "2"]]},
             "2": {"tokens": "pleural", "label": "ANAT-DP", "start_ix": 2, "end_ix": 2, "relations": []}}""";

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("train.json"), """
                {"p10/p10000032/s50414267.txt": {"text": "made effusion pleural", "entities": %s, "data_source": "MIMIC-CXR", "data_split": "train"},
                 "p10/p10000032/s50414268.txt": {"text": "", "entities": {}}}
                """.formatted(ENTITIES));
        Files.writeString(dir.resolve("dev.json"), """
                {"p18/p18004941/s58821758.txt": {"text": "made up .", "entities": {}, "data_source": "MIMIC-CXR", "data_split": "dev"}}
                """);
        Files.writeString(dir.resolve("test.json"), """
                {"patient64606/study1.txt": {"text": "made up .", "data_source": "CheXpert", "data_split": "test",
                   "labeler_1": {"entities": %1$s}, "labeler_2": {"entities": {}}}}
                """.formatted(ENTITIES));
        Files.writeString(dir.resolve("MIMIC-CXR_graphs.json"), """
                {"train/p10/p10000032/s50414267.txt": {"text": "made effusion pleural", "entities": %1$s}}
                """.formatted(ENTITIES));
    }

    @Test
    void reportsOfFourFilesAreToldApart() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT), read.kinds());
        assertEquals(
                List.of(
                        "50414267",
                        "58821758",
                        "patient64606/study1_labeler_1",
                        "patient64606/study1_labeler_2",
                        "50414267_inferred"),
                read.studies().stream().map(Study::studyId).toList());
        Study gold = read.studies().getFirst();
        assertEquals("10000032", gold.patientId());
        assertEquals(Split.TRAIN, gold.split());
        assertEquals("gold", gold.meta().get("source"));
        assertEquals(
                "located_at",
                Json.tree(gold.meta().getOrDefault(RadGraph.ENTITIES, ""), "entities")
                        .path("1")
                        .path("relations")
                        .path(0)
                        .path(0)
                        .asString(""));
        assertEquals("CheXpert", read.studies().get(2).meta().get("data_source"));
        assertNull(read.studies().getLast().split());
    }
}
