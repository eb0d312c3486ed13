package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.volume.Affine;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Volume;

class VolumeFolderTest extends DatasetContract {
    private static final VolumeFolder READER = new VolumeFolder();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        volume("s0000/ct.nii.gz");
        volume("s0000/segmentations/aorta.nii.gz");
        volume("s0000/segmentations/lung_upper_lobe_left.nii.gz");
        volume("s0001/mri.nii");
        volume("alone.nii.gz");
    }

    private void volume(String name) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Volume volume = new Volume(2, 1, 2, new float[] {0, 1, 0, 1}, Affine.spacing(1, 2, 3));
        NiftiFile.write(file, volume, NiftiFile.Type.UINT8);
    }

    @Test
    void volumesHaveTheMasksOfTheFolderBesideThem() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(), read.problems());
        assertEquals(
                List.of("alone", "s0000/ct", "s0001/mri"),
                read.studies().stream().map(Study::studyId).toList());
        Study first = read.studies().get(1);
        assertEquals("s0000", first.patientId());
        StudyVolume volume = first.volumes().getFirst();
        assertEquals("ct", volume.modality());
        assertEquals(
                List.of("aorta", "lung upper lobe left"),
                volume.masks().stream().map(StudyMask::label).toList());
        assertEquals("mr", read.studies().get(2).volumes().getFirst().modality());
    }

    @Test
    void masksBesideSeveralVolumesAreNobodys() throws IOException {
        fixture();
        volume("s0000/other.nii.gz");
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.UNMATCHED), read.kinds());
        assertTrue(read.studies().get(1).volumes().getFirst().masks().isEmpty());
    }
}
