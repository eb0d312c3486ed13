package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.Problem;

class CovidRuralTest extends DatasetContract {
    private static final CovidRural READER = new CovidRural();
    private static final String ONE = "COVID-19-AR-16406488_01-08-2012-XR";
    private static final String TWO = "COVID-19-AR-16406488_01-15-2012-XR";

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Path set = dir.resolve("covid_rural_annot");
        TinyPictures.write(set.resolve("jpgs/" + ONE + ".jpg"), 4, 2, 1);
        TinyPictures.write(set.resolve("jpgs/" + TWO + ".jpg"), 4, 2, 2);
        TinyPictures.write(set.resolve("jpgs/other.jpg"), 4, 2, 3);
        Files.createDirectories(set.resolve("pngs_masks"));
        ImageFiles.writePng(
                set.resolve("pngs_masks/" + ONE + ".png"), Image.grey(4, 2, 255, new float[] {0, 1, 1, 0, 0, 0, 0, 0}));
        Path jsons = Files.createDirectories(set.resolve("jpgs/jsons"));
        Files.writeString(jsons.resolve(ONE + ".json"), """
                {"imageWidth": 4, "imageHeight": 2, "shapes": [
                  {"label": "right_lung", "points": [[0, 0], [2, 0], [2, 2], [0, 2]]},
                  {"label": "opacity", "points": [[0, 0], [1, 0], [1, 1], [0, 1]]}]}
                """);
        Files.writeString(
                set.resolve("covid_rural_patient_info.csv"), "PATIENT_ID,AGE,SEX\nCOVID-19-AR-16406488,61,F\n");
        Files.writeString(set.resolve("covid_rural_radiologist_notes.csv"), """
                id,date,note
                COVID-19-AR-16406488,01-08-2012,"A made-up note, longer than the rest."
                """);
    }

    @Test
    void filmsHaveMasksNotesAndFacts() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.INCONSISTENT), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals("COVID-19-AR-16406488", first.patientId());
        assertEquals("A made-up note, longer than the rest.", first.report().text());
        assertEquals("61", first.meta().get("age"));
        List<StudyMask> masks = first.images().getFirst().masks();
        assertEquals(
                List.of("opacity", "right_lung"),
                masks.stream().map(StudyMask::label).toList());
        Image opacity = Pixels.mask(Objects.requireNonNull(masks.getFirst().source()));
        assertEquals(1, opacity.at(1, 0, 0));
        Image lung = Pixels.mask(Objects.requireNonNull(masks.getLast().source()));
        assertEquals(1, lung.at(1, 1, 0));
        assertEquals(0, lung.at(2, 1, 0));
        assertEquals("", read.studies().getLast().report().text());
    }
}
