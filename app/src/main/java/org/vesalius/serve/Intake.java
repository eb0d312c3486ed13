package org.vesalius.serve;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.vesalius.dataset.View;
import org.vesalius.dicom.DicomAttributes;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.InputException;

/** Where files come in: what they are is told by their bytes, how large they become is known before they are decoded, and a DICOM file whose identity was not removed stays outside. */
final class Intake {
    private static final String UPLOAD = "uploaded file";

    private static final int AT_ONCE = 8;
    private static final long BYTES_PER_PIXEL = 4;
    private static final long HEADER_BYTES = 16 << 20;

    private final ServiceOptions.Limits limits;
    private final Semaphore decoding = new Semaphore(AT_ONCE);

    Intake(ServiceOptions.Limits limits) {
        this.limits = limits;
    }

    /**
     * A picture that came in.
     *
     * @param facts what may be known of it: {@code view}, {@code sex}, {@code age}, {@code modality}, each only where it is said
     */
    record Picture(Image image, Map<String, String> facts) {
        Picture {
            facts = Map.copyOf(facts);
        }

        /** Whether it shows the patient from the front or the back, or does not say. */
        boolean mayBeFront() {
            String view = facts.getOrDefault("view", "");
            return view.isEmpty() || View.of(view).frontal();
        }
    }

    /**
     * Decodes an upload.
     *
     * @throws Refusal when it is too large or is identified
     * @throws InputException when it is damaged
     */
    Picture read(byte[] bytes) {
        if (!decoding.tryAcquire()) { // decoded pictures are large
            throw Refusal.busy(1);
        }
        try {
            return decoded(bytes);
        } finally {
            decoding.release();
        }
    }

    private Picture decoded(byte[] bytes) {
        if (DicomPixels.looksLike(bytes)) {
            return dicom(bytes);
        }
        if (ImageFiles.kind(bytes) == ImageFiles.Kind.OTHER) {
            throw Refusal.unsupported(
                    "expected a DICOM, PNG, JPEG or TIFF file, got bytes that begin like none of them");
        }
        try {
            ImageFiles.Size size = ImageFiles.size(bytes);
            limit(size.width(), size.height());
        } catch (IOException _) {
            throw InputException.of(UPLOAD, "a whole picture", "a damaged one", "send it again");
        }
        return new Picture(ImageFiles.decode(bytes, UPLOAD), Map.of());
    }

    private Picture dicom(byte[] bytes) {
        DicomFile file = DicomFile.read(bytes, UPLOAD, BYTES_PER_PIXEL * limits.pixels() + HEADER_BYTES);
        DicomAttributes about = DicomAttributes.of(file);
        if (!about.identityRemoved()) {
            throw Refusal.forbidden(
                    "the file is not marked as de-identified (0012,0062); run 'vesalius deidentify' on it first");
        }
        limit(about.width(), about.height());
        Map<String, String> facts = new LinkedHashMap<>();
        View view = View.of(about.viewPosition());
        if (view != View.UNKNOWN) {
            facts.put("view", view.name().toLowerCase(Locale.ROOT));
        }
        if (!about.sex().isEmpty()) {
            facts.put("sex", about.sex());
        }
        if (about.years() >= 0) {
            facts.put("age", Integer.toString(about.years()));
        }
        if (!about.modality().isEmpty()) {
            facts.put("modality", about.modality());
        }
        return new Picture(DicomPixels.image(file), facts);
    }

    private void limit(int width, int height) {
        if ((long) width * height > limits.pixels()) {
            throw Refusal.tooLarge(
                    "a picture of at most %d pixels, got %d x %d".formatted(limits.pixels(), width, height));
        }
    }
}
