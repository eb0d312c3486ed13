package org.vesalius.dataset;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A three-dimensional picture of a study, such as a CT or an MR sequence.
 *
 * @param volumeId unique within its study
 * @param path a NIfTI or NumPy file, or the folder of a DICOM series
 * @param modality in lower case, such as {@code ct}, {@code mr} or {@code pet}; empty when the set does not say
 * @param member which of several in the file; null for a file of one
 */
public record StudyVolume(
        String volumeId,
        Path path,
        String modality,
        List<StudyMask> masks,
        @Nullable String member) {
    public StudyVolume {
        masks = List.copyOf(masks);
    }

    /** One without marked structures. */
    public static StudyVolume of(String volumeId, Path path, String modality) {
        return new StudyVolume(volumeId, path, modality, List.of(), null);
    }
}
