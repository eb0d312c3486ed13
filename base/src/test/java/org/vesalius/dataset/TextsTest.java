package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

class TextsTest extends DatasetContract {
    private static final Texts READER = new Texts();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "FINDINGS: Made up.\nIMPRESSION: Made up, too.\n");
        Files.writeString(dir.resolve("b.txt"), "Made up without headers.\n");
    }

    private static List<Study> read(Path dir, ReadOptions options) throws IOException {
        List<Study> studies = new ArrayList<>();
        READER.read(dir, options, studies::add, problem -> {
            throw new AssertionError(problem.reason());
        });
        return studies;
    }

    @Test
    void everyTextFileIsAReport() throws IOException {
        fixture();
        List<Study> studies = read(dir, ReadOptions.defaults());
        assertEquals(List.of("a", "b"), studies.stream().map(Study::studyId).toList());
        assertEquals("Made up, too.", studies.getFirst().report().text(Section.IMPRESSION));
        assertTrue(READER.recognises(dir.resolve("a.txt")));
        assertEquals(1, read(dir.resolve("a.txt"), ReadOptions.defaults()).size());
    }

    @Test
    void theRuleThatCutsIsChosenByItsName() throws IOException {
        fixture();
        List<Study> studies = read(dir, ReadOptions.defaults().with("sections", "chexzero"));
        assertEquals("Made up, too.", studies.getFirst().report().text(Section.IMPRESSION));
        assertFalse(studies.getFirst().report().has(Section.FINDINGS));
        assertEquals("NO IMPRESSION", studies.getLast().report().text());
        ReadOptions unknown = ReadOptions.defaults().with("sections", "chexzer");
        assertTrue(assertThrows(InputException.class, () -> read(dir, unknown))
                .toString()
                .contains("chexzero"));
    }

    @Test
    void aTableHasAColumnOfReports() throws IOException {
        Path table = Files.writeString(
                dir.resolve("t.csv"), "patient_id,report,Edema\n7,\"Made up,\nof two lines.\",1\n8,,0\n9,Clear.,x\n");
        assertTrue(READER.recognises(table));
        ReadAll broken = ReadAll.of(READER, table);
        assertEquals(2, broken.studies().size());
        assertEquals(List.of(Problem.Kind.BROKEN), broken.kinds());
        List<Problem> problems = new ArrayList<>();
        List<Study> studies = new ArrayList<>();
        READER.read(table, ReadOptions.defaults().with("label-keys", "Edema"), studies::add, problems::add);
        assertEquals("7", studies.getFirst().patientId());
        assertEquals(Map.of("Edema", LabelState.POSITIVE), studies.getFirst().labels());
        assertEquals(
                List.of(Problem.Kind.BROKEN, Problem.Kind.INCONSISTENT),
                problems.stream().map(Problem::kind).toList());
    }

    @Test
    void whatIsNoTextIsAProblem() throws IOException {
        Files.write(dir.resolve("a.txt"), new byte[] {1, 0, 2});
        Files.writeString(dir.resolve("b.txt"), " \n");
        Files.write(dir.resolve("c.txt"), new byte[(1 << 20) + 1]);
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(), read.studies());
        assertEquals(List.of(Problem.Kind.BROKEN, Problem.Kind.BROKEN, Problem.Kind.BROKEN), read.kinds());
    }

    @Test
    void aFolderWithoutTextsIsAnError() {
        assertThrows(InputException.class, () -> ReadAll.of(READER, dir));
    }
}
