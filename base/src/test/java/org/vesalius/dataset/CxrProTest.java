package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.Section;

class CxrProTest extends DatasetContract {
    private static final CxrPro READER = new CxrPro();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("mimic_train_impressions.csv"), """
                ,dicom_id,study_id,subject_id,report
                0,%s,50414267,10000032,"Made up, without a prior."
                1,%s,53189527.0,10000032.0,
                """.formatted(MimicFixture.A, MimicFixture.C));
        Files.writeString(dir.resolve("mimic_test_impressions.csv"), """
                ,dicom_id,study_id,subject_id,report
                0,%s,55368167,19999987,Another.
                """.formatted(MimicFixture.D));
    }

    @Test
    void withoutTheFilmsItIsASetOfTexts() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.SKIPPED), read.kinds());
        assertEquals(
                "Made up, without a prior.", read.studies().getFirst().report().text(Section.IMPRESSION));
        assertEquals(Split.TEST, read.studies().getLast().split());
        assertEquals("19999987", read.studies().getLast().patientId());
    }

    @Test
    void filmsAreJoinedWhereTheyAreThere() throws IOException {
        fixture();
        MimicFixture.files(dir, ".jpg");
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.SKIPPED, Problem.Kind.UNMATCHED), read.kinds());
        assertEquals(1, read.studies().getFirst().images().size());
        assertEquals(0, read.studies().getLast().images().size());
    }
}
