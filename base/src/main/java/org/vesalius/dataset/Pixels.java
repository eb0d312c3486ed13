package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.InputException;

/** Any picture file, by what is in it and not by its name. */
public final class Pixels {
    private Pixels() {}

    /**
     * Reads a DICOM file (its first frame, as it would be displayed), PNG, JPEG or TIFF.
     *
     * @throws InputException when the file is damaged or of another kind; the message does not name it
     */
    public static Image read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return DicomFile.looksLike(bytes)
                ? DicomPixels.image(DicomFile.read(bytes, "DICOM file"))
                : ImageFiles.decode(bytes, "image file");
    }

    /** Why a file could not be read, without its name: only messages that are made for it are passed on. */
    public static String reason(Exception e) {
        return e instanceof InputException
                ? String.valueOf(e.getMessage())
                : "it cannot be decoded (" + e.getClass().getSimpleName() + ")";
    }
}
