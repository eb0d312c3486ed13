package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class CovidxTest extends DatasetContract {
    private static final Covidx READER = new Covidx();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("train.txt"), """
                379 1e64990d1b40c1758a2aaa9c7f7a85_jumbo.jpeg negative cohen
                41 name with blanks.png positive sirm
                7 leak.png positive rsna
                8 gone.png negative rsna
                """);
        Files.writeString(dir.resolve("test.txt"), "7 test.png positive rsna\n9 odd.png perhaps rsna\n");
        for (String film : List.of(
                "train/1e64990d1b40c1758a2aaa9c7f7a85_jumbo.jpeg",
                "train/name with blanks.png",
                "train/leak.png",
                "test/test.png")) {
            TinyPictures.write(dir.resolve(film), 12, 10, film.hashCode());
        }
    }

    @Test
    void patientsOfTheTestListAreLeftOutOfTrain() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT, Problem.Kind.INCONSISTENT, Problem.Kind.MISSING), read.kinds());
        assertEquals(
                List.of("379", "41", "7"),
                read.studies().stream().map(Study::patientId).toList());
        assertEquals(
                "name with blanks.png",
                read.studies().get(1).images().getFirst().imageId());
        assertEquals(
                Map.of("COVID-19", LabelState.NEGATIVE),
                read.studies().getFirst().labels());
        assertEquals("cohen", read.studies().getFirst().meta().get("source"));
        assertEquals(Split.TEST, read.studies().getLast().split());
    }

    @Test
    void theReleaseOfThreeClassesIsReadToo() throws IOException {
        fixture();
        Files.delete(dir.resolve("train.txt"));
        Files.delete(dir.resolve("test.txt"));
        Files.writeString(dir.resolve("train_COVIDx9A.txt"), "41 name with blanks.png pneumonia sirm\n");
        Files.writeString(dir.resolve("test_COVIDx9A.txt"), "7 test.png COVID-19 rsna\n");
        assertTrue(READER.recognises(dir));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                Map.of(
                        "COVID-19", LabelState.NEGATIVE,
                        "Normal", LabelState.NEGATIVE,
                        "Other pneumonia", LabelState.POSITIVE),
                read.studies().getFirst().labels());
    }
}
