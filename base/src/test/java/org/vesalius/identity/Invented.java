package org.vesalius.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.io.Progress;

/** Files of one patient that nobody is, and the folder that comes out. */
final class Invented {
    static final String STUDY = "1.3.6.1.4.1.99999.7.1";
    static final String DATE = "20210312";

    private Invented() {}

    /** A header of Annelise Okonkwell's study. */
    static DicomWriter header(int instance) {
        return new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.SECONDARY_CAPTURE)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, STUDY + "." + instance)
                .put(Tag.STUDY_INSTANCE_UID, Vr.UI, STUDY)
                .put(Tag.SERIES_INSTANCE_UID, Vr.UI, STUDY + ".100")
                .put(Tag.STUDY_DATE, Vr.DA, DATE)
                .put(Tag.ACCESSION_NUMBER, Vr.SH, "ACC0099881")
                .put(Tag.PATIENT_ID, Vr.LO, "PAT770042")
                .put(Tag.PATIENT_NAME, Vr.PN, "Okonkwell^Annelise")
                .put(Tag.PATIENT_BIRTH_DATE, Vr.DA, "19300405")
                .put(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN, "Quarlesby^Beatrix")
                .put(Tag.MODALITY, Vr.CS, "OT");
    }

    /** With a dark picture of a few pixels. */
    static DicomWriter film(int instance) {
        return header(instance).pixels("MONOCHROME2", 8, 8, 8, false, new short[64]);
    }

    static Deidentification.Summary clean(Path dir, Policy policy) throws IOException {
        return clean(dir, policy, RunKey.fresh());
    }

    /** From {@code in} to {@code out}. */
    static Deidentification.Summary clean(Path dir, Policy policy, RunKey key) throws IOException {
        return Deidentification.run(
                dir.resolve("in"),
                dir.resolve("out"),
                new Deidentification.Options(policy, key, 1),
                Progress.SILENT,
                () -> false);
    }

    static Path in(Path dir) throws IOException {
        return Files.createDirectories(dir.resolve("in"));
    }

    /** Results whose names end so. */
    static List<Path> results(Path dir, String end) throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve("out"))) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    static List<DataSet> headers(Path dir) throws IOException {
        List<DataSet> headers = new ArrayList<>();
        for (Path file : results(dir, ".dcm")) {
            headers.add(DicomFile.read(file).data());
        }
        return headers;
    }

    /** Every byte of the result, and the names of its files. */
    static String everything(Path dir) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : results(dir, "")) {
            all.append(file).append('\n');
            if (Files.isRegularFile(file)) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
