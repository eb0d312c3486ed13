package org.vesalius.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A 3 mm nodule.                           | SIZE     | 3
            A 10-mm nodule.                          | SIZE     | 10
            A 2.3cm mass.                            | SIZE     | 23
            A mass of 2.3 x 1.4 cm.                  | SIZE     | 23 14
            A mass of 22 × 14 mm.                    | SIZE     | 22 14
            A mass of 1.2 cm by 9 mm.                | SIZE     | 12 9
            A mass, 2.5 x 3.1 x 4.0 centimeters.     | SIZE     | 25 31 40
            Nodules of 3-4 mm.                       | RANGE    | 3 4
            Nodules of 3 to 4 millimetres.           | RANGE    | 3 4
            The tip is 4.5 cm above the carina.      | DISTANCE | 45
            A tube 25mm from the midline.            | DISTANCE | 25
            """)
    void lengthsAreReadInMillimetres(String text, Measurement.Kind kind, String millimetres) {
        List<Measurement> found = Measurement.in(text);
        assertEquals(1, found.size(), text);
        assertEquals(kind, found.getFirst().kind(), text);
        assertEquals(
                Arrays.stream(millimetres.split(" ")).map(Double::valueOf).toList(),
                found.getFirst().millimetres(),
                text);
    }

    @Test
    void theirPlaceIsThatOfTheWords() {
        String text = "Nodule (7 mm) and mass of 2 x 3 cm.";
        List<Measurement> found = Measurement.in(text);
        assertEquals(
                "7 mm",
                text.substring(found.getFirst().start(), found.getFirst().end()));
        assertEquals(
                "2 x 3 cm",
                text.substring(found.getLast().start(), found.getLast().end()));
        assertEquals(30, found.getLast().largest());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Ribs 5 to 7 are fractured.
            On 3/4/2020, 2 views of the chest.
            T12 is compressed by 50 percent.
            The 2nd rib.
            Version 1.2.3 cmd.
            """)
    void numbersWithoutAUnitAreNone(String text) {
        assertEquals(List.of(), Measurement.in(text), text);
    }
}
