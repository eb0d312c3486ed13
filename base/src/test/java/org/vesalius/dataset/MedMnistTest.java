package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vesalius.report.LabelState;

class MedMnistTest extends DatasetContract {
    private static final MedMnist READER = new MedMnist();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        TinyNpz.write(
                dir.resolve("pneumoniamnist.npz"),
                Map.of(
                        "train_images", TinyNpz.bytes(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2),
                        "train_labels", TinyNpz.bytes(new int[] {1, 0}, 2, 1),
                        "val_images", TinyNpz.bytes(new int[] {1, 1, 1, 1}, 1, 2, 2),
                        "val_labels", TinyNpz.bytes(new int[] {0}, 1, 1),
                        "test_images", TinyNpz.bytes(new int[] {9, 9, 9, 9}, 1, 2, 2),
                        "test_labels", TinyNpz.bytes(new int[] {7}, 1, 1)));
    }

    @Override
    boolean sharesPicturesAcrossSplits() {
        // all are in one file
        return true;
    }

    @Test
    void rowsArePicturesWithTheirClass() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        Study first = read.studies().getFirst();
        assertEquals("pneumoniamnist/train/0", first.studyId());
        assertEquals(Map.of("normal", LabelState.NEGATIVE, "pneumonia", LabelState.POSITIVE), first.labels());
        StudyImage image = read.studies().get(1).images().getFirst();
        assertEquals("train_images/1", image.member());
        assertEquals(
                5,
                Pixels.read(Objects.requireNonNull(image.path()), image.member())
                        .at(0, 0, 0));
        ArrayPictures.close();
        assertEquals(Map.of(), read.studies().getLast().labels(), "a number that is no class");
        assertEquals(
                List.of(Split.TRAIN, Split.TRAIN, Split.VAL, Split.TEST),
                read.studies().stream().map(Study::split).toList());
    }

    @Test
    void aPartThatIsNotCompleteSaysSo() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(3, read.problems().size());
        assertTrue(read.problems().getFirst().reason().contains("2 of 4708"));
    }

    @Test
    void findingsAreSeveralLabelsAndCubesAreVolumes() throws IOException {
        TinyNpz.write(
                dir.resolve("chestmnist.npz"),
                Map.of(
                        "test_images", TinyNpz.bytes(new int[] {9}, 1, 1, 1),
                        "test_labels", TinyNpz.bytes(new int[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 1, 14)));
        TinyNpz.write(
                dir.resolve("nodulemnist3d.npz"),
                Map.of(
                        "test_images", TinyNpz.bytes(new int[8], 1, 2, 2, 2),
                        "test_labels", TinyNpz.bytes(new int[] {1}, 1, 1)));
        List<Study> studies = ReadAll.of(READER, dir).studies();
        assertEquals(LabelState.POSITIVE, studies.getFirst().labels().get("cardiomegaly"));
        assertEquals(LabelState.POSITIVE, studies.getFirst().labels().get("hernia"));
        assertEquals(LabelState.NEGATIVE, studies.getFirst().labels().get("atelectasis"));
        assertEquals(
                new VolumeSource.Member(dir.resolve("nodulemnist3d.npz"), "test_images/0"),
                studies.getLast().volumes().getFirst().source());
        assertEquals(LabelState.POSITIVE, studies.getLast().labels().get("malignant"));
    }
}
