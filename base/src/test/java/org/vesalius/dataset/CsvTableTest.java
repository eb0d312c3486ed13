package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

class CsvTableTest extends DatasetContract {
    private static final CsvTable READER = new CsvTable();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("train.csv"), """
                filepath\ttitle\tpatient_id\tsplit
                pictures/a.png\tA made-up caption, with a comma.\tp1\ttrain
                pictures/b.png\tAnother.\tp2\ttest
                pictures/gone.png\tLost.\tp3\ttest
                pictures/b.png\tOdd.\tp4\tholdout
                """);
        TinyPictures.write(dir.resolve("pictures/a.png"), 12, 10, 1);
        TinyPictures.write(dir.resolve("pictures/b.png"), 12, 10, 2);
    }

    @Test
    void openClipsColumnsAreTheDefault() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.INCONSISTENT), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals("A made-up caption, with a comma.", first.report().text());
        assertEquals("p1", first.patientId());
        assertEquals(Split.TRAIN, first.split());
    }

    @Test
    void everyColumnCanBeNamed() throws IOException {
        Files.writeString(dir.resolve("t.csv"), """
                file;report;who;Edema;Fracture;site
                a.png;"FINDINGS: Clear; lungs.
                IMPRESSION: Normal.";7;1;-1;north
                """);
        TinyPictures.write(dir.resolve("a.png"), 12, 10, 1);
        ReadOptions options = ReadOptions.defaults()
                .with("csv-img-key", "file")
                .with("csv-caption-key", "report")
                .with("csv-separator", ";")
                .with("patient-key", "who")
                .with("label-keys", "Edema, Fracture")
                .with("meta-keys", "site");
        List<Study> studies = new ArrayList<>();
        READER.read(dir, options, studies::add, problem -> {
            throw new AssertionError(problem.reason());
        });
        Study study = studies.getFirst();
        assertEquals("Clear; lungs.", study.report().text(Section.FINDINGS));
        assertEquals("7", study.patientId());
        assertEquals(Map.of("Edema", LabelState.POSITIVE, "Fracture", LabelState.UNCERTAIN), study.labels());
        assertEquals(Map.of("site", "north"), study.meta());
    }

    @Test
    void aMissingColumnIsAnErrorThatListsThoseThatAreThere() throws IOException {
        Files.writeString(dir.resolve("t.csv"), "filepath,caption\n");
        String message = assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                .getMessage();
        assertTrue(
                String.valueOf(message).contains("'title'")
                        && String.valueOf(message).contains("'caption'"),
                message);
    }

    @Test
    void withoutPatientsItSaysThatTheSplitMayLeak() throws IOException {
        Files.writeString(dir.resolve("t.csv"), "filepath,title\na.png,x\n");
        TinyPictures.write(dir.resolve("a.png"), 12, 10, 1);
        assertTrue(ReadAll.of(READER, dir).problems().getFirst().reason().contains("patient-key"));
    }
}
