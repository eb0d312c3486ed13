package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Section;
import org.vesalius.volume.Volume;

class DicomFolderTest extends DatasetContract {
    private static final DicomFolder READER = new DicomFolder();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        film("x/2", "p1", "1.2.1", "ACC1", 2, "LL");
        film("x/1", "p1", "1.2.1", "ACC1", 1, "PA");
        film("y/1", "p2", "1.2.2", "ACC2", 1, "AP");
        film("y/2", "p3", "1.2.3", "", 1, "");
        Files.writeString(dir.resolve("ACC1.txt"), "FINDINGS: Made up one.\n");
        Files.writeString(dir.resolve("1.2.2.txt"), "Made up two.");
        Files.writeString(dir.resolve("ACC9.txt"), "Nobody's.");
        Files.writeString(dir.resolve("x/named.dcm"), "a text that is called DICOM");
        Files.writeString(dir.resolve("x/notes.pdf"), "something else");
    }

    private void film(String name, String patient, String study, String accession, int number, String view)
            throws IOException {
        Files.createDirectories(dir.resolve(name).getParent());
        short[] pixels = new short[12 * 10];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) (i * number);
        }
        writer(patient, study, accession, number, view, pixels).write(dir.resolve(name + ".dcm"));
    }

    private static DicomWriter writer(
            String patient, String study, String accession, int number, String view, short[] pixels) {
        return new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, study + "." + number)
                .put(Tag.STUDY_INSTANCE_UID, Vr.UI, study)
                .put(Tag.ACCESSION_NUMBER, Vr.SH, accession)
                .put(Tag.PATIENT_ID, Vr.LO, patient)
                .put(Tag.PATIENT_NAME, Vr.PN, "Nobody^Invented")
                .put(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, "YES")
                .put(Tag.PATIENT_AGE, Vr.AS, "045Y")
                .put(Tag.PATIENT_SEX, Vr.CS, "F")
                .put(Tag.MODALITY, Vr.CS, "DX")
                .put(Tag.INSTANCE_NUMBER, Vr.IS, number)
                .put(Tag.VIEW_POSITION, Vr.CS, view)
                .pixels("MONOCHROME2", 12, 10, 12, false, pixels);
    }

    @Test
    void filesBecomeStudiesWithTheirReports() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(3, read.studies().size());
        Study first = read.studies().getFirst();
        assertEquals("p1", first.patientId());
        assertEquals(
                List.of(View.PA, View.LATERAL),
                first.images().stream().map(StudyImage::view).toList());
        assertEquals(12, first.images().getFirst().width());
        assertEquals("Made up one.", first.report().text());
        assertEquals(Map.of("age", "45", "modality", "DX", "sex", "F"), first.meta());
        assertEquals("Made up two.", read.studies().get(1).report().text());
    }

    @Test
    void whatStaysSingleOnEitherSideIsListedWithoutNames() throws IOException {
        fixture();
        List<Problem> problems = ReadAll.of(READER, dir).problems();
        assertEquals(
                List.of(Problem.Kind.BROKEN, Problem.Kind.SKIPPED, Problem.Kind.UNMATCHED, Problem.Kind.UNMATCHED),
                problems.stream().map(Problem::kind).toList());
        assertTrue(problems.stream().noneMatch(problem -> (problem.where() + problem.reason()).contains("ACC")));
    }

    private void slice(String name, String modality, double z) throws IOException {
        short[] pixels = new short[12 * 10];
        Arrays.fill(pixels, (short) (1024 + z));
        writer("p1", "1.2.1", "ACC1", (int) (100 - z), "", pixels)
                .put(Tag.MODALITY, Vr.CS, modality)
                .put(Tag.SERIES_INSTANCE_UID, Vr.UI, "1.2.1.7")
                .put(Tag.IMAGE_POSITION_PATIENT, Vr.DS, 0, 0, z)
                .put(Tag.IMAGE_ORIENTATION_PATIENT, Vr.DS, 1, 0, 0, 0, 1, 0)
                .put(Tag.PIXEL_SPACING, Vr.DS, 1, 1)
                .put(Tag.RESCALE_SLOPE, Vr.DS, 1)
                .put(Tag.RESCALE_INTERCEPT, Vr.DS, -1024)
                .write(dir.resolve(name + ".dcm"));
    }

    @Test
    void theSlicesOfACtAreOneVolumeBesideTheOtherPictures() throws IOException {
        film("scout", "p1", "1.2.1", "ACC1", 1, "");
        int number = 0;
        for (int z : new int[] {4, 0, 2, 2}) {
            slice("slice" + number++, "CT", z);
        }
        ReadAll read = ReadAll.of(READER, dir);
        Study study = read.studies().getFirst();
        assertEquals(1, study.images().size());
        assertEquals("ct", study.volumes().getFirst().modality());
        Volume volume =
                Voxels.read(Objects.requireNonNull(study.volumes().getFirst().source()), _ -> {});
        assertEquals(3, volume.nz());
        assertEquals(4, volume.at(5, 5, 2));
        assertTrue(read.problems().getFirst().reason().contains("1 slices lie where another does"), read::toString);
    }

    @Test
    void slicesWithAGapStayPicturesAndThatIsTold() throws IOException {
        for (int z : new int[] {0, 2, 8, 10}) {
            slice("slice" + z, "CT", z);
        }
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(4, read.studies().getFirst().images().size());
        assertEquals(List.of(), read.studies().getFirst().volumes());
        assertTrue(read.problems().getFirst().reason().contains("2 are missing"), read::toString);
    }

    @Test
    void aRealSeriesWithoutAnyUidIsOneStudyWithOneVolume() throws IOException {
        ReadAll read = ReadAll.of(
                READER,
                RealData.folder("totalseg").resolve("example_ct_dicom"),
                ReadOptions.defaults().with("identified", "yes"));
        assertEquals(1, read.studies().size());
        assertEquals(1, read.studies().getFirst().volumes().size());
        assertEquals(List.of(), read.studies().getFirst().images());
        assertEquals(
                List.of(Problem.Kind.INCONSISTENT, Problem.Kind.INCONSISTENT, Problem.Kind.UNMATCHED), read.kinds());
    }

    @Test
    void slicesOfOtherKindsStayPictures() throws IOException {
        for (int z : new int[] {0, 2, 4}) {
            slice("slice" + z, "US", z);
        }
        assertEquals(3, ReadAll.of(READER, dir).studies().getFirst().images().size());
    }

    @Test
    void aTableOfReportsJoinsByAccessionNumberOrUid() throws IOException {
        film("1", "p1", "1.2.1", "ACC1", 1, "PA");
        film("2", "p2", "1.2.2", "ACC2", 1, "PA");
        Files.writeString(
                dir.resolve("reports.csv"),
                "accession_number,study_uid,report\nACC1,,One.\n,1.2.2,Two.\nACC3,,Three.\n");
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("One.", "Two."),
                read.studies().stream().map(study -> study.report().text()).toList());
        assertEquals(List.of(Problem.Kind.UNMATCHED), read.kinds());
    }

    @Test
    void aStructuredReportAmongTheFilesIsTheStudysReport() throws IOException {
        film("1", "p1", "1.2.1", "ACC1", 1, "PA");
        film("2", "p2", "1.2.2", "ACC2", 1, "PA");
        structured("sr1", "1.2.1", true, "The heart is made up.");
        structured("sr2", "1.2.1", true, "A second one.");
        structured("sr3", "1.2.2", true, "");
        structured("sr4", "1.2.9", true, "Nobody's.");
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(2, read.studies().size());
        assertEquals("The heart is made up.", read.studies().getFirst().report().text(Section.FINDINGS));
        assertTrue(read.studies().get(1).report().isEmpty());
        assertEquals(
                List.of(
                        "INCONSISTENT a second report of the same study; the first is kept",
                        "SKIPPED a structured report without text",
                        "UNMATCHED pictures without a report; kept without one",
                        "UNMATCHED a report without pictures; left out"),
                read.problems().stream()
                        .map(problem -> problem.kind() + " " + problem.reason())
                        .toList());
    }

    @Test
    void aStructuredReportNeedsTheMarkLikeAFilm() throws IOException {
        film("1", "p1", "1.2.1", "ACC1", 1, "PA");
        structured("sr1", "1.2.1", false, "Mrs. Made-Up has a large heart.");
        String message = String.valueOf(assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                .getMessage());
        assertTrue(message.contains("1 of 2 without that mark") && !message.contains("Mrs."), message);
    }

    private void structured(String name, String study, boolean marked, String finding) throws IOException {
        DicomWriter code = new DicomWriter()
                .put(Tag.CODE_VALUE, Vr.SH, "121071")
                .put(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, "DCM")
                .put(Tag.CODE_MEANING, Vr.LO, "Finding");
        DicomWriter item = new DicomWriter()
                .put(Tag.RELATIONSHIP_TYPE, Vr.CS, "CONTAINS")
                .put(Tag.VALUE_TYPE, Vr.CS, "TEXT")
                .put(Tag.CONCEPT_NAME_CODE_SEQUENCE, code)
                .put(Tag.TEXT_VALUE, Vr.UT, finding);
        new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.88.11")
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, study + "." + name.length())
                .put(Tag.STUDY_INSTANCE_UID, Vr.UI, study)
                .put(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, marked ? "YES" : "")
                .put(Tag.MODALITY, Vr.CS, "SR")
                .put(Tag.VALUE_TYPE, Vr.CS, "CONTAINER")
                .put(Tag.CONTENT_SEQUENCE, item)
                .write(dir.resolve(name + ".dcm"));
    }

    @Test
    void aTableWithoutAKeyIsAnErrorThatNamesTheSetting() throws IOException {
        film("1", "p1", "1.2.1", "ACC1", 1, "PA");
        Files.writeString(dir.resolve("reports.csv"), "number,report\nACC1,One.\n");
        String message = assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                .getMessage();
        assertTrue(String.valueOf(message).contains("accession-key"), message);
    }

    /** Two files of one study, one of them without the mark. */
    private void unmarked() throws IOException {
        film("x/DOE-JANE", "MRN4711", "1.2.1", "ACC1", 1, "PA");
        writer("MRN4711", "1.2.1", "ACC1", 2, "LL", new short[120])
                .put(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, "NO")
                .write(dir.resolve("x/2.dcm"));
    }

    @Test
    void aFolderWithoutTheMarkIsRefusedAndNobodyIsNamed() throws IOException {
        unmarked();
        String message = String.valueOf(assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                .getMessage());
        assertTrue(message.contains("1 of 2 without that mark") && message.contains("vesalius deidentify"), message);
        assertTrue(!message.contains("DOE") && !message.contains("MRN") && !message.contains("ACC"), message);
    }

    @Test
    void withPermissionUnmarkedFilesAreReadUnderDigestsAndKeepTheirReports() throws IOException {
        writer("MRN4711", "1.2.1", "ACC1", 1, "PA", new short[120])
                .put(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, "")
                .write(dir.resolve("1.dcm"));
        Files.writeString(dir.resolve("ACC1.txt"), "Made up.");
        ReadOptions options = ReadOptions.defaults().with("identified", "yes");
        ReadAll read = ReadAll.of(READER, dir, options);
        Study study = read.studies().getFirst();
        assertEquals("sha256:" + Digests.sha256("MRN4711"), study.patientId());
        assertEquals("sha256:" + Digests.sha256("1.2.1"), study.studyId());
        assertEquals("Made up.", study.report().text());
        assertTrue(read.problems().isEmpty());
    }

    @Test
    void otherWordsForPermissionAreAnError() throws IOException {
        unmarked();
        assertThrows(
                InputException.class,
                () -> ReadAll.of(READER, dir, ReadOptions.defaults().with("identified", "maybe")));
    }

    @Test
    void foldersTablesAndLinesThatNameUnmarkedFilesAreRefusedToo() throws IOException {
        unmarked();
        Files.writeString(dir.resolve("x/2.txt"), "Made up.");
        Files.writeString(dir.resolve("data.csv"), "filepath,title\nx/2.dcm,Made up.\n");
        Files.writeString(dir.resolve("data.jsonl"), "{\"image\": \"x/2.dcm\", \"report\": \"Made up.\"}\n");
        ReadOptions waived = ReadOptions.defaults().with("identified", "yes");
        for (Dataset reader : List.of(new PictureFolder(), new CsvTable(), new JsonLines())) {
            assertThrows(
                    InputException.class,
                    () -> ReadAll.of(reader, dir),
                    reader.card().id());
            assertTrue(!ReadAll.of(reader, dir, waived).studies().isEmpty());
        }
    }
}
