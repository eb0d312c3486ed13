package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Image;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class SiimPneumothoraxTest extends DatasetContract {
    private static final SiimPneumothorax READER = new SiimPneumothorax();
    private static final String STEM = "1.2.276.0.7230010.3.1.4.";

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("train-rle.csv"), """
                ImageId, EncodedPixels
                %1$s1, -1
                %1$s2, 1027 2 1022 3
                %1$s2, 0 1
                %1$s3, 1048570 9
                %1$s4, -1
                """.formatted(STEM));
        for (String name : List.of("1", "2", "3", "9")) {
            TinyPictures.write(
                    dir.resolve("dicom-images-train/s" + name + "/t" + name + "/" + STEM + name + ".dcm"),
                    12,
                    10,
                    name.hashCode());
        }
        TinyPictures.write(dir.resolve("dicom-images-test/s/t/" + STEM + "7.dcm"), 12, 10, 7);
    }

    @Test
    void runsAreRelativeDownTheColumnsAndRowsOfAFilmAreUnited() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.BROKEN, Problem.Kind.MISSING, Problem.Kind.UNMATCHED), read.kinds());
        Study positive = read.studies().get(1);
        assertEquals(Map.of("Pneumothorax", LabelState.POSITIVE), positive.labels());
        Image mask = Pixels.mask(sourceOf(positive));
        // the first run begins at 1027: column 1, row 3; the second 1022 behind its end, at 2051: column 2, row 3
        for (int[] inside : new int[][] {{1, 3}, {1, 4}, {2, 3}, {2, 4}, {2, 5}, {0, 0}}) {
            assertEquals(1, mask.at(inside[0], inside[1], 0), inside[0] + ", " + inside[1]);
        }
        double area = 0;
        for (float sample : mask.samples()) {
            area += sample;
        }
        assertEquals(6, area);
    }

    private static MaskSource sourceOf(Study study) {
        return java.util.Objects.requireNonNull(
                study.images().getFirst().masks().getFirst().source());
    }

    @Test
    void withoutPneumothoraxTheMaskIsEmpty() throws IOException {
        fixture();
        Study negative = ReadAll.of(READER, dir).studies().getFirst();
        assertEquals(Map.of("Pneumothorax", LabelState.NEGATIVE), negative.labels());
        assertEquals(
                new MaskSource.Runs(1024, 1024, List.of(1024 * 1024)),
                negative.images().getFirst().masks().getFirst().source());
    }

    @Test
    void filmsOfTheTestPartHaveNeitherLabelNorMask() throws IOException {
        fixture();
        Study last = ReadAll.of(READER, dir).studies().getLast();
        assertEquals(Split.TEST, last.split());
        assertEquals(Map.of(), last.labels());
    }
}
