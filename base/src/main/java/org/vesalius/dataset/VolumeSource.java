package org.vesalius.dataset;

import java.nio.file.Path;
import java.util.List;

/** Where the voxels of a volume come from; {@link Voxels#read} reads them. */
public sealed interface VolumeSource {
    /** A NIfTI file, a NumPy array of shape [slices, rows, columns], a DICOM file of several frames, or the folder of one DICOM series. */
    record File(Path path) implements VolumeSource {}

    /** One of several in a file: {@code array/row} of an {@code .npz}. */
    record Member(Path path, String member) implements VolumeSource {}

    /** The DICOM files of one stack of slices. */
    record Series(List<Path> files) implements VolumeSource {
        public Series {
            files = List.copyOf(files);
        }
    }

    /** What is read. */
    default List<Path> paths() {
        return switch (this) {
            case File file -> List.of(file.path());
            case Member member -> List.of(member.path());
            case Series series -> series.files();
        };
    }
}
