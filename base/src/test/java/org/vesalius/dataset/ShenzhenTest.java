package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class ShenzhenTest extends DatasetContract {
    private static final Shenzhen READER = new Shenzhen();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Path set = dir.resolve("ChinaSet_AllFiles");
        for (String name : List.of("CHNCXR_0001_0", "CHNCXR_0328_1", "CHNCXR_0329_1")) {
            TinyPictures.write(set.resolve("CXR_png/" + name + ".png"), 12, 10, name.hashCode());
        }
        Files.createFile(set.resolve("CXR_png/Thumbs.png"));
        TinyPictures.write(set.resolve("mask/CHNCXR_0328_1_mask.png"), 12, 10, 1);
        Path readings = Files.createDirectories(set.resolve("ClinicalReadings"));
        Files.writeString(readings.resolve("CHNCXR_0001_0.txt"), "Male Patient's 45yrs\nnormal\n\n");
        Files.writeString(readings.resolve("CHNCXR_0328_1.txt"), "female , 24yrs ,\nbilateral PTB\nmade up\n");
    }

    @Test
    void filmsHaveTheirReadingLabelAndMask() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.INCONSISTENT), read.kinds());
        Study normal = read.studies().getFirst();
        assertEquals("CHNCXR_0001", normal.patientId());
        assertEquals(Map.of("Tuberculosis", LabelState.NEGATIVE), normal.labels());
        assertEquals("normal", normal.report().text());
        Study ill = read.studies().get(1);
        assertEquals(Map.of("Tuberculosis", LabelState.POSITIVE), ill.labels());
        assertEquals("bilateral PTB\nmade up", ill.report().text());
        assertEquals(1, ill.images().getFirst().masks().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Male Patient's 24yrs | M | 24 |",
                "female 24yrs         | F | 24 |",
                "Female  , 6 mos      | F | 0.50 |",
                "male 20days          | M | 0.05 |",
                "Male,37yrs, right PTB| M | 37 | right PTB",
                "nothing known        |   |    | nothing known",
            })
    void sexAndAgeAreUnderstoodInManySpellings(String line, String sex, String age, String rest) {
        Tuberculosis.Reading reading = Tuberculosis.reading(line.strip() + "\n");
        assertEquals(sex, reading.facts().get("sex"));
        assertEquals(age, reading.facts().get("age"));
        assertEquals(rest == null ? "" : rest, reading.text());
    }
}
