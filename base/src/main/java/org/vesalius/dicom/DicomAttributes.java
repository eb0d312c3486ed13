package org.vesalius.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.vesalius.io.Digests;

/**
 * What a reader of data sets may know of a DICOM file: nothing that says who it is about. Texts are terms or empty.
 *
 * @param keys tell files of one patient or study from those of others
 * @param identityRemoved whether the header says so (PatientIdentityRemoved)
 * @param modality such as {@code DX}
 * @param viewPosition as DICOM calls it
 * @param sex {@code M}, {@code F} or {@code O}
 * @param years of age, 90 for those above; -1 when not said in years
 * @param series number of the series
 * @param instance number of the instance
 * @param width pixels; 0 for a file without a picture
 * @param height pixels; 0 for a file without a picture
 */
public record DicomAttributes(
        Keys keys,
        boolean identityRemoved,
        String modality,
        String viewPosition,
        String sex,
        int years,
        int series,
        int instance,
        int width,
        int height) {
    private static final int OLDEST = 90;

    /**
     * What the header's identifiers are told apart by: themselves where the identity was removed, since they are surrogates then, and else {@link DicomAttributes#key}. Empty where the header has none.
     *
     * @param image of the instance
     */
    public record Keys(String patient, String study, String series, String accession, String image) {}

    /** What stands for an identifier of a file whose identity was not removed: its SHA-256. It tells and joins, and does not say the identifier to who does not know it. */
    public static String key(String identifier) {
        return identifier.isEmpty() ? "" : "sha256:" + Digests.sha256(identifier);
    }

    /** Of a file. */
    public static DicomAttributes read(Path file) throws IOException {
        return DicomFile.header(file, DicomAttributes::of);
    }

    /** Of a file that was read. */
    public static DicomAttributes of(DicomFile file) {
        return of(file.data());
    }

    static DicomAttributes of(DataSet header) {
        boolean removed = header.string(Tag.PATIENT_IDENTITY_REMOVED).orElse("").equalsIgnoreCase("YES");
        return new DicomAttributes(
                new Keys(
                        key(header, Tag.PATIENT_ID, removed),
                        key(header, Tag.STUDY_INSTANCE_UID, removed),
                        key(header, Tag.SERIES_INSTANCE_UID, removed),
                        key(header, Tag.ACCESSION_NUMBER, removed),
                        key(header, Tag.SOP_INSTANCE_UID, removed)),
                removed,
                term(header, Tag.MODALITY),
                term(header, Tag.VIEW_POSITION),
                term(header, Tag.PATIENT_SEX),
                years(header.string(Tag.PATIENT_AGE).orElse("")),
                header.integer(Tag.SERIES_NUMBER, 0),
                header.integer(Tag.INSTANCE_NUMBER, 0),
                header.integer(Tag.COLUMNS, 0),
                header.integer(Tag.ROWS, 0));
    }

    private static String key(DataSet header, Tag tag, boolean removed) {
        String identifier = header.string(tag).orElse("");
        return removed ? identifier : key(identifier);
    }

    /** A code string of few letters: what is longer, somebody has typed. */
    private static String term(DataSet header, Tag tag) {
        String value = header.string(tag).orElse("").toUpperCase(Locale.ROOT);
        return value.matches("[A-Z0-9_ ]{1,16}") ? value : "";
    }

    private static int years(String age) {
        return age.matches("\\d{3}Y") ? Math.min(OLDEST, Integer.parseInt(age.substring(0, 3))) : -1;
    }
}
