package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Section;

class R2GenAnnotationTest extends DatasetContract {
    private static final R2GenAnnotation READER = new R2GenAnnotation();

    @Override
    Dataset reader() {
        return READER;
    }

    private static String record(String id, String split) {
        return """
                {"id": "%1$s", "report": "Made up of %1$s .", "image_path": ["%1$s/0.png", "%1$s/1.png"], "split": "%2$s"}""".formatted(id, split);
    }

    private void write(String test) throws IOException {
        Files.writeString(
                dir.resolve("annotation.json"),
                "{\"train\": [" + record("CXR1_IM-0001", "train") + "," + record("CXR2_IM-0652", "train")
                        + "], \"val\": [" + record("CXR3_IM-1384", "val") + "], \"" + test + "\": ["
                        + record("CXR4_IM-2050", "test") + "]}");
    }

    @Override
    void fixture() throws IOException {
        write("test");
        for (String id : List.of("CXR1_IM-0001", "CXR2_IM-0652", "CXR3_IM-1384", "CXR4_IM-2050")) {
            TinyPictures.write(dir.resolve("images/" + id + "/0.png"), 12, 10, id.hashCode());
            TinyPictures.write(dir.resolve("images/" + id + "/1.png"), 12, 10, id.hashCode() + 1);
        }
        Files.delete(dir.resolve("images/CXR2_IM-0652/1.png"));
    }

    @Test
    void recordsBecomeStudiesAndTheCountsAreNotTheStandardOnes() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT, Problem.Kind.MISSING), read.kinds());
        assertTrue(read.problems().getFirst().reason().contains("2,069/296/590"), read.toString());
        assertTrue(read.problems().getFirst().reason().contains("got 2/1/1"), read.toString());
        assertEquals(
                List.of(Split.TRAIN, Split.TRAIN, Split.VAL, Split.TEST),
                read.studies().stream().map(Study::split).toList());
        Study first = read.studies().getFirst();
        assertEquals("CXR1", first.patientId());
        assertEquals("Made up of CXR1_IM-0001 .", first.report().text(Section.FINDINGS));
        assertEquals(2, first.images().size());
        assertEquals("unknown", first.meta().get("release"));
    }

    @Test
    void aTestListUnderBlanksIsStillTest() throws IOException {
        fixture();
        write("    ");
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(Split.TEST, read.studies().getLast().split());
        assertTrue(read.problems().getFirst().reason().contains("blank name"));
    }

    @Test
    void whatIsInTestIsLeftOutOfTrain() throws IOException {
        fixture();
        Files.writeString(
                dir.resolve("annotation.json"),
                "{\"train\": [" + record("CXR1_IM-0001", "train") + "," + record("CXR4_IM-2050", "train")
                        + "], \"val\": [], \"test\": [" + record("CXR4_IM-2050", "test") + "]}");
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(2, read.studies().size());
        assertEquals(Split.TEST, read.studies().getLast().split());
    }

    @Test
    void aBrokenFileIsAnErrorWithoutItsText() throws IOException {
        fixture();
        String whole = Files.readString(dir.resolve("annotation.json"));
        Files.writeString(dir.resolve("annotation.json"), whole.substring(0, whole.length() - 30));
        String message = String.valueOf(assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                .getMessage());
        assertFalse(message.contains("Made up"), message);
    }

    @Test
    void theStandardSplitIsToldFromTheOtherOne() throws IOException {
        Path real = RealData.folder("openi");
        ReadAll standard = ReadAll.of(READER, real.resolve("r2gen_annotation.json"));
        assertEquals(List.of(), standard.problems());
        assertEquals(2955, standard.studies().size());
        assertEquals("iu-r2gen", standard.studies().getFirst().meta().get("release"));
        assertEquals(
                590,
                standard.studies().stream().filter(s -> s.split() == Split.TEST).count());
        ReadAll other = ReadAll.of(READER, real.resolve("other_split_annotation.json"));
        assertEquals("iu-other", other.studies().getFirst().meta().get("release"));
        assertTrue(
                other.problems().getFirst().reason().contains("3,062/382/382"),
                other.problems().toString());
    }
}
