package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

class MimicCxrJpgTest extends DatasetContract {
    private static final MimicCxrJpg READER = new MimicCxrJpg();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        MimicFixture.tables(dir);
        MimicFixture.files(dir, ".jpg");
    }

    private List<Study> read(ReadOptions options) throws IOException {
        List<Study> studies = new ArrayList<>();
        READER.read(dir, options, studies::add, _ -> {});
        return studies;
    }

    @Test
    void fourTablesTheFilmsAndTheReportsAreJoined() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.UNMATCHED), read.kinds());
        assertEquals(
                "mimic-cxr-2.0.0-metadata.csv.gz, row 4",
                read.problems().getFirst().where());
        assertEquals("1 rows have no film", read.problems().getLast().reason());
        Study first = read.studies().getFirst();
        assertEquals("10000032", first.patientId());
        assertEquals("50414267", first.studyId());
        assertEquals(Split.TRAIN, first.split());
        assertEquals(
                List.of(View.PA, View.LATERAL),
                first.images().stream().map(StudyImage::view).toList());
        assertEquals(2544, first.images().getFirst().width());
        assertEquals(14, first.labels().size());
        assertEquals(LabelState.POSITIVE, first.labels().get("Cardiomegaly"));
        assertEquals(LabelState.UNCERTAIN, first.labels().get("Edema"));
        assertEquals(LabelState.BLANK, first.labels().get("Pneumonia"));
        assertEquals("The made-up lungs are clear.", first.report().text(Section.FINDINGS));
        assertEquals("CHEST (PA AND LAT)", first.meta().get("procedure"));
    }

    @Test
    void aStudyWithoutFilmsIsKeptForItsReport() throws IOException {
        fixture();
        Study last = ReadAll.of(READER, dir).studies().getLast();
        assertEquals(Split.TEST, last.split());
        assertEquals(List.of(), last.images());
        assertEquals("A made-up drain.", last.report().text(Section.FINDINGS));
    }

    @Test
    void theOtherLabelerIsASetting() throws IOException {
        fixture();
        ReadOptions negbio = ReadOptions.defaults().with("labels", "negbio");
        assertEquals(LabelState.NEGATIVE, read(negbio).getFirst().labels().get("Edema"));
        assertTrue(read(ReadOptions.defaults().with("labels", "none"))
                .getFirst()
                .labels()
                .isEmpty());
        assertThrows(InputException.class, () -> read(ReadOptions.defaults().with("labels", "chexbert")));
    }

    @Test
    void radiologistsLabelledTheTestPartOfTheLaterRelease() throws IOException {
        fixture();
        Files.writeString(
                dir.resolve("mimic-cxr-2.1.0-test-set-labeled.csv"),
                "study_id,Airspace Opacity,Edema\n55368167,1.0,-1.0\n");
        Study last = read(ReadOptions.defaults().with("labels", "radiologist")).getLast();
        assertEquals(LabelState.POSITIVE, last.labels().get("Lung Opacity"));
        assertEquals(LabelState.UNCERTAIN, last.labels().get("Edema"));
    }

    @Test
    void reportsMayLieInAnArchiveInAnotherFolder() throws IOException {
        fixture();
        Path other = Files.createDirectories(dir.resolve("other"));
        try (var zip = new ZipOutputStream(Files.newOutputStream(other.resolve("mimic-cxr-reports.zip")))) {
            for (Study study : read(ReadOptions.defaults())) {
                String name = "files/p%s/p%s/s%s.txt"
                        .formatted(study.patientId().substring(0, 2), study.patientId(), study.studyId());
                zip.putNextEntry(new ZipEntry(name));
                zip.write(Files.readAllBytes(dir.resolve(name)));
                Files.delete(dir.resolve(name));
            }
        }
        List<Study> found = read(ReadOptions.defaults().with("reports", other.toString()));
        assertEquals("Made-up edema.", found.get(1).report().text(Section.FINDINGS));
        assertEquals(2, read(ReadOptions.defaults()).size());
    }

    @Test
    void sectionsThatWereCutBeforeWin() throws IOException {
        fixture();
        Files.writeString(
                dir.resolve("mimic_cxr_sectioned.csv"),
                "study,impression,findings,last_paragraph,comparison\ns53189527,\"Cut, before.\",,Last.,\n");
        Study later = read(ReadOptions.defaults()).get(1);
        assertEquals("Cut, before.", later.report().text(Section.IMPRESSION));
        assertEquals("Last.", later.report().text(Section.TEXT));
    }

    @Test
    void aStudyInTwoPartsIsReportedAndNotTrainedOn() throws IOException {
        fixture();
        Files.delete(dir.resolve("mimic-cxr-2.0.0-split.csv.gz"));
        Files.writeString(
                dir.resolve("mimic-cxr-2.0.0-split.csv"),
                "dicom_id,study_id,subject_id,split\n%s,50414267,10000032,train\n%s,50414267,10000032,validate\n"
                        .formatted(MimicFixture.A, MimicFixture.B));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(Split.VAL, read.studies().getFirst().split());
        assertTrue(read.kinds().contains(Problem.Kind.INCONSISTENT));
    }
}
