package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class ObjectCxrTest extends DatasetContract {
    private static final ObjectCxr READER = new ObjectCxr();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("train.csv"), """
                image_name,annotation
                00001.jpg,0 5 6 1 2;1 4 0 8 6;2 0 0 4 0 0 4
                00002.jpg,
                00003.jpg,1 2 3
                00004.jpg,0 1 2 3 4
                """);
        Files.writeString(dir.resolve("dev.csv"), "image_name,annotation\n09001.jpg,0 1 1 2 2\n");
        for (String film : List.of("train/00001.jpg", "train/00002.jpg", "train/00003.jpg", "dev/09001.jpg")) {
            TinyPictures.write(dir.resolve(film), 12, 10, film.hashCode());
        }
    }

    @Test
    void rectanglesEllipsesAndPolygonsHaveBoxesAndTheLastTwoMasks() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.BROKEN, Problem.Kind.MISSING), read.kinds());
        Study first = read.studies().getFirst();
        StudyImage film = first.images().getFirst();
        assertEquals(
                List.of(
                        new Box(1, 2, 4, 4, "Foreign object"),
                        new Box(4, 0, 4, 6, "Foreign object"),
                        new Box(0, 0, 4, 4, "Foreign object")),
                film.boxes());
        assertEquals(12, film.width());
        assertEquals(2, film.masks().size());
        Image ellipse =
                Pixels.mask(Objects.requireNonNull(film.masks().getFirst().source()));
        assertEquals(1, ellipse.at(5, 3, 0));
        assertEquals(0, ellipse.at(4, 0, 0));
        assertEquals(Map.of("Foreign object", LabelState.POSITIVE), first.labels());
    }

    @Test
    void anEmptyAnnotationMeansNoObject() throws IOException {
        fixture();
        Study second = ReadAll.of(READER, dir).studies().get(1);
        assertEquals(Map.of("Foreign object", LabelState.NEGATIVE), second.labels());
        assertEquals(List.of(), second.images().getFirst().boxes());
        assertEquals(Split.VAL, ReadAll.of(READER, dir).studies().getLast().split());
    }
}
