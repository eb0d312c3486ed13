package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class SatDsTest extends DatasetContract {
    private static final SatDs READER = new SatDs();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.createDirectories(dir.resolve("ACDC/renorm_segmentation/0"));
        Files.createDirectories(dir.resolve("AMOS/imagesTr"));
        Files.createFile(dir.resolve("ACDC/renorm_image.npy"));
        Files.createFile(dir.resolve("ACDC/renorm_segmentation/0/myocardium.npy"));
        Files.createFile(dir.resolve("AMOS/imagesTr/a.nii.gz"));
        Files.createFile(dir.resolve("AMOS/imagesTr/a_gt.nii.gz"));
        Files.writeString(dir.resolve("ACDC.jsonl"), """
                {"image": "/mnt/far/ACDC/patient1_frame01.nii.gz", "mask": "/mnt/far/ACDC/patient1_gt.nii.gz", "label": ["myocardium", "left heart ventricle"], "modality": "MRI", "dataset": "ACDC", "official_split": "test", "renorm_image": "/mnt/far/processed/ACDC/renorm_image.npy", "renorm_segmentation_dir": "/mnt/far/processed/ACDC/renorm_segmentation/0", "patient_id": "patient1_frame01.nii.gz"}
                {"image": "/mnt/far/ACDC/gone.nii.gz", "label": ["x"], "modality": "MRI", "dataset": "ACDC"}
                """);
        Files.writeString(
                dir.resolve("AMOS.jsonl"),
                "{\"image\": \"/mnt/far/AMOS/imagesTr/a.nii.gz\", \"mask\": \"/mnt/far/AMOS/imagesTr/a_gt.nii.gz\", \"label\": [\"liver\", \"spleen\"], \"modality\": \"ct\", \"dataset\": \"AMOS\", \"official_split\": \"unknown\"}\n");
    }

    @Test
    void volumesAreFoundByTheTailOfTheirPath() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        Study first = read.studies().getFirst();
        assertEquals("ACDC/patient1_frame01", first.patientId());
        assertEquals(Split.TEST, first.split());
        assertEquals(LabelState.POSITIVE, first.labels().get("myocardium"));
        StudyVolume volume = first.volumes().getFirst();
        assertEquals("mr", volume.modality());
        assertEquals(new VolumeSource.File(dir.resolve("ACDC/renorm_image.npy")), volume.source());
        assertEquals(
                List.of(StudyMask.file("myocardium", dir.resolve("ACDC/renorm_segmentation/0/myocardium.npy"))),
                volume.masks());
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
    }

    @Test
    void oneFileOfAllLabelsIsOneMaskAndAnUnknownSplitIsNone() throws IOException {
        fixture();
        Study last = ReadAll.of(READER, dir).studies().getLast();
        assertNull(last.split());
        assertEquals(
                "liver; spleen", last.volumes().getFirst().masks().getFirst().label());
    }
}
