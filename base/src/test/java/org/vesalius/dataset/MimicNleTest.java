package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class MimicNleTest extends DatasetContract {
    private static final MimicNle READER = new MimicNle();

    @Override
    Dataset reader() {
        return READER;
    }

    private static String record(String id) {
        return """
                {"sentence_ID": "%s", "nle": "Made-up opacity suggests made-up pneumonia.", "patient_ID": "p10000032", "report_ID": "s50414267", "diagnosis_label": [0,0,0,0,0,0,0,0,1,0], "evidence_label": [0,0,0,0,0,1,0,0,0,0], "img_labels": [[1,0,0],[0,1,0],[1,0,0],[1,0,0],[1,0,0],[0,0,1],[1,0,0],[1,0,0],[0,1,0],[NaN,0,0]]}
                """.formatted(id);
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("mimic-nle-train.json"), record("s50414267#2") + record("s50414267#5"));
        Files.writeString(dir.resolve("mimic-nle-test.json"), record("s53189527#1") + "{\"sentence_ID\": \"s1#1\"}\n");
    }

    @Test
    void statesDiagnosisAndEvidenceAreNamed() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.BROKEN), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals("s50414267#2", first.studyId());
        assertEquals("10000032", first.patientId());
        assertEquals(LabelState.POSITIVE, first.labels().get("Lung Opacity"));
        assertEquals(LabelState.UNCERTAIN, first.labels().get("Pneumonia"));
        assertEquals(LabelState.NEGATIVE, first.labels().get("Pneumothorax"));
        assertEquals("Pneumonia", first.meta().get("diagnosis"));
        assertEquals("Lung Opacity", first.meta().get("evidence"));
        assertEquals(Split.TEST, read.studies().getLast().split());
    }

    @Test
    void filmsOfTheReportAreJoinedWhereTheyAreThere() throws IOException {
        fixture();
        MimicFixture.files(dir, ".jpg");
        assertEquals(2, ReadAll.of(READER, dir).studies().getFirst().images().size());
    }
}
