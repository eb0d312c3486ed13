package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vesalius.archive.Npy;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

class PaxRayTest extends DatasetContract {
    private static final PaxRay READER = new PaxRay();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("paxray.json"), """
                {"label_dict": {"0": "lungs", "1": "heart"},
                 "train": [{"image": "images/RibFrac1frontal.png", "target": "labels/RibFrac1frontal.npy"},
                           {"image": "images/RibFrac1lateral.png", "target": "labels/RibFrac1lateral.npy"}],
                 "val": [], "test": [{"image": "images/RibFrac9frontal.png", "target": "labels/RibFrac9frontal.npy"},
                                     {"image": "images/gone.png", "target": "labels/gone.npy"}]}
                """);
        for (String name : List.of("RibFrac1frontal", "RibFrac1lateral", "RibFrac9frontal")) {
            TinyPictures.write(dir.resolve("images/" + name + ".png"), 3, 2, name.hashCode());
        }
        Path labels = Files.createDirectories(dir.resolve("labels"));
        Npy.write(labels.resolve("RibFrac1frontal.npy"), new float[] {1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1}, 2, 2, 3);
        Npy.write(labels.resolve("RibFrac9frontal.npy"), new float[12], 2, 2, 3);
    }

    @Test
    void everyChannelIsAMaskAndTheyMayOverlap() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.MISSING), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals("RibFrac1", first.patientId());
        assertEquals(View.LATERAL, read.studies().get(1).images().getFirst().view());
        assertEquals(Split.TEST, read.studies().getLast().split());
        List<StudyMask> masks = first.images().getFirst().masks();
        assertEquals(
                List.of("lungs", "heart"), masks.stream().map(StudyMask::label).toList());
        Image lungs = Pixels.mask(Objects.requireNonNull(masks.getFirst().source()));
        Image heart = Pixels.mask(Objects.requireNonNull(masks.getLast().source()));
        assertEquals(Image.grey(3, 2, 1, new float[] {1, 1, 0, 0, 0, 0}), lungs);
        assertEquals(Image.grey(3, 2, 1, new float[] {0, 1, 1, 0, 0, 1}), heart);
    }

    @Test
    void someStructuresCanBeAskedFor() throws IOException {
        fixture();
        List<Study> studies = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("structures", "heart"), studies::add, _ -> {});
        assertEquals(1, studies.getFirst().images().getFirst().masks().size());
        assertThrows(
                InputException.class,
                () -> READER.read(dir, ReadOptions.defaults().with("structures", "hart"), _ -> {}, _ -> {}));
    }
}
