package org.vesalius.phantom;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.vesalius.dataset.View;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;

/** A film as a digital X-ray image for presentation, explicit little endian, 12 of 16 bits, marked as synthetic. */
final class FilmDicom {
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

    private FilmDicom() {}

    static DicomWriter of(Truth truth, Film film, String imageId) {
        DicomWriter out = new DicomWriter();
        identity(out, truth, imageId, imageId, "DX");
        boolean lateral = film.view() == View.LATERAL;
        out.put(Tag.PRESENTATION_INTENT_TYPE, Vr.CS, "FOR PRESENTATION")
                .put(Tag.VIEW_POSITION, Vr.CS, lateral ? "LL" : film.view().name())
                .put(Tag.PATIENT_ORIENTATION, Vr.CS, lateral ? new String[] {"P", "F"} : new String[] {"L", "F"})
                .put(Tag.SERIES_DESCRIPTION, Vr.LO, "SYNTHETIC CHEST " + film.view())
                .put(Tag.SERIES_NUMBER, Vr.IS, lateral ? 2 : 1)
                .put(Tag.INSTANCE_NUMBER, Vr.IS, 1)
                .put(Tag.IMAGER_PIXEL_SPACING, Vr.DS, round(film.spacing()), round(film.spacing()));
        display(out, film.display());
        String photometric = film.display().inverted() ? "MONOCHROME1" : "MONOCHROME2";
        return out.pixels(photometric, film.width(), film.height(), 12, false, film.stored());
    }

    /** Who and when, the same for all files of a visit; the rest of a file says what it is. */
    static void identity(DicomWriter out, Truth truth, String imageId, String series, String modality) {
        String study = "synthetic phantom " + truth.patientId() + " " + truth.studyId();
        String day = DateTimeFormatter.BASIC_ISO_DATE.format(FIRST_DAY.plusDays(truth.offsetDays()));
        out.put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, DicomWriter.uid(study + " " + imageId))
                .put(Tag.STUDY_INSTANCE_UID, Vr.UI, DicomWriter.uid(study))
                .put(Tag.SERIES_INSTANCE_UID, Vr.UI, DicomWriter.uid(study + " series " + series))
                .put(Tag.IMAGE_TYPE, Vr.CS, "DERIVED", "PRIMARY")
                .put(Tag.STUDY_DATE, Vr.DA, day)
                .put(Tag.STUDY_TIME, Vr.TM, "120000")
                .put(Tag.ACCESSION_NUMBER, Vr.SH, truth.studyId())
                .put(Tag.MODALITY, Vr.CS, modality)
                .put(Tag.MANUFACTURER, Vr.LO, "Vesalius synthetic phantom")
                .put(Tag.STUDY_DESCRIPTION, Vr.LO, "SYNTHETIC CHEST " + (modality.equals("CT") ? "CT" : "RADIOGRAPH"))
                .put(Tag.PATIENT_NAME, Vr.PN, "SYNTHETIC^" + truth.patientId())
                .put(Tag.PATIENT_ID, Vr.LO, truth.patientId())
                .put(Tag.PATIENT_SEX, Vr.CS, truth.sex())
                .put(Tag.PATIENT_AGE, Vr.AS, "%03dY".formatted(truth.age()))
                .put(Tag.PATIENT_COMMENTS, Vr.LT, Truth.NOTICE)
                .put(Tag.IMAGE_COMMENTS, Vr.LT, Truth.NOTICE)
                .put(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, "YES")
                .put(Tag.DEIDENTIFICATION_METHOD, Vr.LO, "synthetic: there is no patient")
                .put(Tag.BODY_PART_EXAMINED, Vr.CS, "CHEST")
                .put(Tag.STUDY_ID, Vr.SH, truth.studyId())
                .put(Tag.BURNED_IN_ANNOTATION, Vr.CS, "NO");
    }

    private static void display(DicomWriter out, Film.Display display) {
        out.put(Tag.RESCALE_SLOPE, Vr.DS, display.slope())
                .put(Tag.RESCALE_INTERCEPT, Vr.DS, display.intercept())
                .put(Tag.RESCALE_TYPE, Vr.LO, "US")
                .put(Tag.PRESENTATION_LUT_SHAPE, Vr.CS, display.inverted() ? "INVERSE" : "IDENTITY");
        if (display.table()) {
            DicomWriter table = new DicomWriter()
                    .put(Tag.LUT_DESCRIPTOR, Vr.US, Film.WHITE + 1, 0, 12)
                    .put(Tag.LUT_DATA, Vr.US, display.lookup());
            out.put(Tag.VOI_LUT_SEQUENCE, table);
        } else {
            out.put(Tag.WINDOW_CENTER, Vr.DS, display.centre()).put(Tag.WINDOW_WIDTH, Vr.DS, display.width());
        }
    }

    private static double round(double value) {
        return Math.rint(value * 1e4) / 1e4;
    }
}
