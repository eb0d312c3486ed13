package org.vesalius.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateralityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Small left pleural effusion.                                   | effusion    | LEFT
            Right-sided effusion.                                          | effusion    | RIGHT
            Effusion on the right.                                         | effusion    | RIGHT
            Bilateral effusions.                                           | effusion    | BILATERAL
            Left and right effusions.                                      | effusion    | BILATERAL
            Effusions, right greater than left.                            | ffusions    | BILATERAL
            There is an effusion.                                          | effusion    | NONE
            Left effusion, right pneumothorax.                             | effusion    | LEFT
            Left effusion, right pneumothorax.                             | pneumothorax | RIGHT
            Left effusion but no right pneumothorax.                       | pneumothorax | RIGHT
            Effusion; left PICC.                                           | ffusion     | NONE
            Middle lobe consolidation.                                     | consolidation | RIGHT
            Lingular consolidation.                                        | consolidation | LEFT
            The drain was left in place with an effusion.                  | effusion    | NONE
            Left ventricular enlargement and an effusion.                  | effusion    | NONE
            """)
    void theNearestSideIsTheMentionsOwn(String sentence, String mention, Laterality expected) {
        int at = sentence.indexOf(mention);
        assertEquals(expected, Laterality.of(sentence, at, at + mention.length()), sentence);
    }
}
