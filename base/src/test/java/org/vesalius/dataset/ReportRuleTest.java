package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.io.InputException;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** A report is cut by the rule that was asked for, whichever of the user's own layouts it comes in. */
class ReportRuleTest {
    private static final String TEXT = "FINDINGS: Clear lungs. IMPRESSION: Normal. RECOMMENDATION: None.";

    @TempDir
    private Path dir;

    @Test
    void aTableIsCutByTheRule() throws IOException {
        TinyPictures.write(dir.resolve("a.png"), 12, 10, 1);
        Files.writeString(dir.resolve("t.csv"), "filepath,title,patient_id\na.png,\"" + TEXT + "\",p\n");
        cutByTheRule(new CsvTable());
    }

    @Test
    void aLineOfJsonIsCutByTheRule() throws IOException {
        Files.writeString(dir.resolve("t.jsonl"), "{\"patient_id\": \"p\", \"report\": \"" + TEXT + "\"}\n");
        cutByTheRule(new JsonLines());
    }

    @Test
    void aTextBesideAPictureIsCutByTheRule() throws IOException {
        TinyPictures.write(dir.resolve("p/a.png"), 12, 10, 1);
        Files.writeString(dir.resolve("p/a.txt"), TEXT);
        cutByTheRule(new PictureFolder());
    }

    @Test
    void aTextBesideAVolumeIsCutByTheRule() throws IOException {
        Files.write(dir.resolve("v.nii.gz"), "not read here".getBytes(StandardCharsets.UTF_8));
        Files.writeString(dir.resolve("v.txt"), TEXT);
        cutByTheRule(new CtReports());
    }

    @Test
    void aTextBesideDicomFilesIsCutByTheRule() throws IOException {
        new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.1.1")
                .put(Tag.STUDY_INSTANCE_UID, Vr.UI, "1.2.1")
                .put(Tag.PATIENT_ID, Vr.LO, "p")
                .put(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, "YES")
                .put(Tag.MODALITY, Vr.CS, "DX")
                .pixels("MONOCHROME2", 12, 10, 12, false, new short[12 * 10])
                .write(dir.resolve("a.dcm"));
        Files.writeString(dir.resolve("1.2.1.txt"), TEXT);
        cutByTheRule(new DicomFolder());
    }

    private void cutByTheRule(Dataset reader) throws IOException {
        Report own = read(reader, ReadOptions.defaults());
        assertEquals("Clear lungs.", own.text(Section.FINDINGS));
        Report chexzero = read(reader, ReadOptions.defaults().with(ReportRule.SETTING, "chexzero"));
        assertEquals("Normal.", chexzero.text(), "CheXzero's rule keeps the impression up to the recommendation");
        ReadOptions unknown = ReadOptions.defaults().with(ReportRule.SETTING, "chexzer");
        assertThrows(InputException.class, () -> read(reader, unknown));
    }

    private Report read(Dataset reader, ReadOptions options) throws IOException {
        List<Study> studies = new ArrayList<>();
        reader.read(dir, options, studies::add, problem -> {
            throw new AssertionError(problem.reason());
        });
        return studies.getFirst().report();
    }
}
