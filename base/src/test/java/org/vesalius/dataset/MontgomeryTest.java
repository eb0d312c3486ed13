package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class MontgomeryTest extends DatasetContract {
    private static final Montgomery READER = new Montgomery();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Path set = dir.resolve("MontgomerySet");
        for (String name : List.of("MCUCXR_0001_0", "MCUCXR_0104_1")) {
            TinyPictures.write(set.resolve("CXR_png/" + name + ".png"), 12, 10, name.hashCode());
            TinyPictures.write(set.resolve("ManualMask/leftMask/" + name + ".png"), 12, 10, 1);
        }
        TinyPictures.write(set.resolve("ManualMask/rightMask/MCUCXR_0001_0.png"), 12, 10, 1);
        Path readings = Files.createDirectories(set.resolve("ClinicalReadings"));
        Files.writeString(
                readings.resolve("MCUCXR_0001_0.txt"), "Patient's Sex: F\r\nPatient's Age: 027Y\r\nnormal\r\n");
        Files.writeString(readings.resolve("MCUCXR_0104_1.txt"), "Patient's Sex: M\nPatient's Age: 000Y\nmade up\n");
    }

    @Test
    void masksAreOfTheTwoLungs() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals(
                List.of("left lung", "right lung"),
                first.images().getFirst().masks().stream().map(StudyMask::label).toList());
        assertEquals(Map.of("sex", "F", "age", "27"), first.meta());
        assertEquals("normal", first.report().text());
        assertEquals(
                Map.of("Tuberculosis", LabelState.POSITIVE),
                read.studies().getLast().labels());
    }
}
