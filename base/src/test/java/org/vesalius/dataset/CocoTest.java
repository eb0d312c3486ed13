package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.image.Image;
import org.vesalius.io.Problem;

class CocoTest {
    @TempDir
    Path dir;

    @Test
    void polygonsAndBothFormsOfRunsAreTheSameMask() throws IOException {
        // rows 1 and 2 of column 1, a picture 3 wide and 4 high: counts 5 2 5
        Path file = Files.writeString(dir.resolve("c.json"), """
                {"categories": [{"id": "a", "name": "lung"}], "images": [{"id": 7, "width": 3, "height": 4}],
                 "annotations": [
                  {"id": 1, "image_id": 7, "category_id": "a", "bbox": [1, 1, 1, 2], "segmentation": [[1, 1, 2, 1, 2, 3, 1, 3]]},
                  {"id": 2, "image_id": 7, "category_id": "a", "bbox": [1, 1, 1, 2], "segmentation": {"size": [4, 3], "counts": [5, 2, 5]}},
                  {"id": 3, "image_id": 7, "category_id": "a", "bbox": [1, 1, 1, 2], "segmentation": {"size": [4, 3], "counts": "525"}},
                  {"id": 4, "image_id": 7, "category_id": "a", "bbox": [1, 1], "segmentation": {"size": [4, 3], "counts": [1, 2]}}]}
                """);
        List<Problem> problems = new ArrayList<>();
        Coco coco = Coco.read(file, problems::add);
        Coco.Picture picture = coco.pictures().getFirst();
        List<StudyMask> masks = coco.masks(picture, problems::add);
        assertEquals(3, masks.size());
        Image first =
                Pixels.mask(java.util.Objects.requireNonNull(masks.getFirst().source()));
        for (StudyMask mask : masks) {
            assertEquals("lung", mask.label());
            assertEquals(first, Pixels.mask(java.util.Objects.requireNonNull(mask.source())));
        }
        assertEquals(1, first.at(1, 2, 0));
        assertEquals(3, coco.boxes(picture, null, problems::add).size());
        assertEquals(
                List.of("c.json, annotation 4", "c.json, annotation 4"),
                problems.stream().map(Problem::where).toList());
    }
}
