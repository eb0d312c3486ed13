package org.vesalius.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.dicom.DicomAttributes;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.io.InputException;

/** The user's own DICOM files must be marked as files whose identity was removed, unless the user says that they need not be. */
final class Marks {
    /** The setting of a reader that does without the mark. */
    static final String SETTING = "identified";

    static final String HELP = "'yes' to read DICOM files without the mark that their identity was removed; default no";

    private static final int HEAD = 132;

    private Marks() {}

    /** Whether the user says that files need no mark. */
    static boolean areWaived(ReadOptions options) {
        String value = options.get(SETTING, "no");
        if (!value.equals("yes") && !value.equals("no")) {
            throw InputException.of("setting '" + SETTING + "'", "yes or no", "another word", "correct it");
        }
        return value.equals("yes");
    }

    /** Passes studies on until one has a DICOM file without the mark. */
    static Consumer<Study> required(ReadOptions options, Consumer<Study> studies) {
        if (areWaived(options)) {
            return studies;
        }
        return study -> {
            for (StudyImage image : study.images()) {
                if (isUnmarked(image.path())) {
                    throw missing("one");
                }
            }
            for (StudyVolume volume : study.volumes()) {
                if (volume.source() != null && volume.source().paths().stream().anyMatch(Marks::holdsUnmarked)) {
                    throw missing("one");
                }
            }
            studies.accept(study);
        };
    }

    private static boolean holdsUnmarked(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return isUnmarked(fileOrFolder);
        }
        try (Stream<Path> files = Files.list(fileOrFolder)) {
            return files.filter(Files::isRegularFile).anyMatch(Marks::isUnmarked);
        } catch (IOException e) {
            return false;
        }
    }

    /** What cannot be read is not judged here: whoever decodes it says why. */
    private static boolean isUnmarked(@Nullable Path file) {
        try {
            return file != null && isDicom(file) && !DicomAttributes.read(file).identityRemoved();
        } catch (IOException | InputException e) {
            return false;
        }
    }

    static boolean isDicom(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return DicomPixels.looksLike(in.readNBytes(HEAD));
        } catch (IOException e) {
            return false;
        }
    }

    /** @param got how many are without the mark */
    static InputException missing(String got) {
        return InputException.of(
                "DIR",
                "DICOM files that are marked as de-identified (PatientIdentityRemoved YES)",
                got + " without that mark",
                "run 'vesalius deidentify' and read its result, or add --identified if these data may be used as they are");
    }
}
