package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class MuraTest extends DatasetContract {
    private static final Mura READER = new Mura();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Path set = Files.createDirectories(dir.resolve("MURA-v1.1"));
        Files.writeString(set.resolve("train_labeled_studies.csv"), """
                MURA-v1.1/train/XR_SHOULDER/patient00001/study1_positive/,1
                MURA-v1.1/train/XR_ELBOW/patient00001/study1_negative/,0
                MURA-v1.1/train/XR_ELBOW/patient00002/study1_negative/,1
                MURA-v1.1/train/XR_WRIST/patient00003/study1_negative/,0
                """);
        Files.writeString(
                set.resolve("valid_labeled_studies.csv"), "MURA-v1.1/valid/XR_WRIST/patient11185/study1_positive/,1\n");
        for (String film : List.of(
                "train/XR_SHOULDER/patient00001/study1_positive/image1",
                "train/XR_SHOULDER/patient00001/study1_positive/image2",
                "train/XR_ELBOW/patient00001/study1_negative/image1",
                "train/XR_ELBOW/patient00002/study1_negative/image1",
                "valid/XR_WRIST/patient11185/study1_positive/image1")) {
            TinyPictures.write(set.resolve(film + ".png"), 12, 10, film.hashCode());
        }
        Files.createFile(set.resolve("train/XR_SHOULDER/patient00001/study1_positive/._image1.png"));
    }

    @Test
    void theTablesHaveNoHeadingAndLabelsAreOfStudies() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT, Problem.Kind.MISSING), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals("patient00001_shoulder_study1", first.studyId());
        assertEquals(2, first.images().size());
        assertEquals(Map.of("Abnormal", LabelState.POSITIVE), first.labels());
        assertEquals("patient00001", read.studies().get(1).patientId());
        assertEquals(Split.VAL, read.studies().getLast().split());
    }
}
