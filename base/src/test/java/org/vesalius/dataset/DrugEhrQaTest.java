package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

class DrugEhrQaTest extends DatasetContract {
    private static final DrugEhrQa READER = new DrugEhrQa();

    @Override
    Dataset reader() {
        return READER;
    }

    private void fixture(String folder) throws IOException {
        TinyXlsx.write(
                dir.resolve(folder + "/query1.xlsx"),
                List.of(
                        List.of(
                                "HADM_ID",
                                "Question",
                                "SQL",
                                "Structured answer",
                                "Unstructured answer",
                                "Selected answer"),
                        List.of("100", "Which drug is made up?", "select", "a", "b", "b"),
                        List.of("100", "Which other?", "select", "c", "", "c"),
                        List.of("200", "", "select", "a", "b", "b")));
    }

    @Override
    void fixture() throws IOException {
        fixture("outputs");
    }

    @Test
    void theChosenAnswerCountsAndTheOthersAreFacts() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        Study first = read.studies().getFirst();
        assertEquals("100", first.patientId());
        assertEquals(
                List.of(new Question("query1-1", null, "Which drug is made up?", "b", false, "query1")),
                first.questions());
        assertEquals(Map.of("answer_of_tables", "a", "answer_of_notes", "b"), first.meta());
        assertEquals(List.of(Problem.Kind.INCONSISTENT), read.kinds());
        assertEquals("query1.xlsx, row 3", read.problems().getFirst().where());
    }

    @Test
    void theLaterStepIsReadAndColumnsCanBeNamed() throws IOException {
        fixture("structured_queries");
        fixture("outputs");
        assertEquals(2, ReadAll.of(READER, dir).studies().size());
        List<Study> studies = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("answer-key", "Structured answer"), studies::add, _ -> {});
        assertEquals("a", studies.getFirst().questions().getFirst().answer());
        assertThrows(
                InputException.class,
                () -> READER.read(dir, ReadOptions.defaults().with("answer-key", "x"), studies::add, _ -> {}));
    }
}
