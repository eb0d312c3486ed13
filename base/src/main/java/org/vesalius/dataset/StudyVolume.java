package org.vesalius.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A three-dimensional picture of a study, such as a CT or an MR sequence.
 *
 * @param volumeId unique within its study
 * @param source of its voxels; null in a prepared set, whose volumes lie beside the study in the shard
 * @param modality in lower case, such as {@code ct}, {@code mr} or {@code pet}; empty when the set does not say
 * @param masks one per annotated structure, each a volume
 */
public record StudyVolume(
        String volumeId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable VolumeSource source,
        String modality,
        List<StudyMask> masks) {
    public StudyVolume {
        masks = List.copyOf(masks);
    }

    /** A file or the folder of a DICOM series, without marked structures. */
    public static StudyVolume of(String volumeId, Path path, String modality) {
        return new StudyVolume(volumeId, new VolumeSource.File(path), modality, List.of());
    }

    /** The same with masks. */
    public StudyVolume withMasks(List<StudyMask> annotated) {
        return new StudyVolume(volumeId, source, modality, annotated);
    }
}
