package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

class CovidCtTest extends DatasetContract {
    private static final CovidCt READER = new CovidCt();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("captions.csv"), """
                File name,Patient ID,Age,Gender,Captions
                p1-52%0.png,Patient 1,50,M,"['Figure 1. Made up, with a comma.']"
                p1-52%1.png,Patient 1,50,M,Figure 2. Plain.
                gone.png,Patient 2,,,Figure 3.
                """);
        Path images = Files.createDirectories(dir.resolve("images"));
        Files.createFile(images.resolve("p1-52%0.png"));
        Files.createFile(images.resolve("p1-52%1.png"));
        Files.createFile(Files.createDirectories(dir.resolve("non_covid")).resolve("84%1.jpg"));
    }

    @Test
    void rowsBecomeCaptionedSlices() throws IOException {
        fixture();
        assertTrue(READER.recognises(dir));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
        assertEquals(3, read.studies().size());
        Study first = read.studies().getFirst();
        assertEquals("p1-52%0", first.studyId());
        assertEquals("Patient 1", first.patientId());
        assertEquals("Figure 1. Made up, with a comma.", first.report().text(Section.TEXT));
        assertEquals(Map.of("age", "50", "sex", "M"), first.meta());
        assertEquals("Figure 2. Plain.", read.studies().get(1).report().text());
        assertEquals(
                Map.of(CovidCt.LABEL, LabelState.NEGATIVE),
                read.studies().get(2).labels());
    }

    @Test
    void printedListsBecomeText() {
        assertEquals("One. Two's.", CovidCt.caption("['One.', \"Two's.\"]"));
        assertEquals("It's", CovidCt.caption("['It\\'s']"));
        assertEquals("[sic", CovidCt.caption("[sic"));
        assertEquals("", CovidCt.caption("[]"));
    }

    @Test
    void theRealCopyHasItsKnownCounts() throws IOException {
        Path real = RealData.folder("covid-ct");
        assertTrue(READER.recognises(real));
        ReadAll read = ReadAll.of(READER, real);
        assertEquals(List.of(), read.problems());
        List<Study> captioned = read.studies().stream()
                .filter(study -> !study.report().isEmpty())
                .toList();
        assertEquals(245, captioned.size());
        assertEquals(
                118,
                captioned.stream()
                        .map(study -> study.report().text())
                        .distinct()
                        .count());
        assertEquals(298, read.studies().size() - captioned.size());
        assertTrue(captioned.stream().anyMatch(study -> study.studyId().contains("%")));
        assertFalse(captioned.stream().anyMatch(study -> study.report().text().startsWith("[")));
    }
}
