package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Box;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class RsnaPneumoniaTest extends DatasetContract {
    private static final RsnaPneumonia READER = new RsnaPneumonia();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("stage_2_train_labels.csv"), """
                patientId,x,y,width,height,Target
                0004cfab-14fd,,,,,0
                00436515-870c,264.0,152.0,213.0,379.0,1
                00436515-870c,562.0,152.0,256.0,453.0,1
                00569f44-917d,,,,,0
                """);
        Files.writeString(dir.resolve("stage_2_detailed_class_info.csv"), """
                patientId,class
                0004cfab-14fd,No Lung Opacity / Not Normal
                00436515-870c,Lung Opacity
                00436515-870c,Lung Opacity
                00569f44-917d,Normal
                """);
        TinyPictures.write(dir.resolve("stage_2_train_images/0004cfab-14fd.dcm"), 12, 10, 1);
        TinyPictures.write(dir.resolve("stage_2_train_images/00436515-870c.dcm"), 12, 10, 2);
        TinyPictures.write(dir.resolve("stage_2_test_images/0000a175-0e68.dcm"), 12, 10, 3);
    }

    @Test
    void rowsOfAFilmAreItsBoxes() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
        Study negative = read.studies().getFirst();
        assertEquals(Map.of("Pneumonia", LabelState.NEGATIVE), negative.labels());
        assertEquals("No Lung Opacity / Not Normal", negative.meta().get("rsna_class"));
        StudyImage film = read.studies().get(1).images().getFirst();
        assertEquals(1024, film.width());
        assertEquals(
                List.of(new Box(264, 152, 213, 379, "Pneumonia"), new Box(562, 152, 256, 453, "Pneumonia")),
                film.boxes());
    }

    @Test
    void theChallengesTestFilmsHaveNoLabels() throws IOException {
        fixture();
        Study last = ReadAll.of(READER, dir).studies().getLast();
        assertEquals(Split.TEST, last.split());
        assertTrue(last.labels().isEmpty());
    }
}
