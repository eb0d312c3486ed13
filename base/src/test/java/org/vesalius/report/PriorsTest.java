package org.vesalius.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Small left effusion, increased since the prior study.              | Small left effusion.
            Compared with the prior study of 1/2/2020, there is an effusion.   | There is an effusion.
            As compared to the previous radiograph, the lungs are clear.       | The lungs are clear.
            New small left effusion.                                           | Small left effusion.
            There is a new effusion.                                           | There is an effusion.
            Stable cardiomegaly.                                               | Cardiomegaly.
            Unchanged appearance of the left effusion.                         | Appearance of the left effusion.
            The left effusion has decreased in size.                           | The left effusion.
            Persistent mild edema, again seen.                                 | Mild edema seen.
            Redemonstrated is a left effusion.                                 | Demonstrated is a left effusion.
            There is an unchanged mass.                                        | There is a mass.
            Edema is slightly worse than before.                               | Edema.
            Effusion, unchanged from prior exam.                               | Effusion.
            No residual pneumothorax.                                          | No pneumothorax.
            The tube has been removed and there is a new effusion.             | There is an effusion.
            Small effusion, the edema has resolved.                            | Small effusion.
            There is significant interval increase in the left effusion.       | There is left effusion.
            A granuloma that is unchanged from prior examinations.             | A granuloma.
            Nodules were identified on the prior chest CT.                     | Nodules were identified.
            The effusion appears smaller than the prior study.                 | The effusion.
            Opacities which are more conspicuous versus previous examination.  | Opacities.
            Moderate effusion in the interval.                                 | Moderate effusion.
            """)
    void referencesAreTakenOut(String text, String expected) {
        assertEquals(expected, Priors.remove(text), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            No significant interval change.
            There has been no change since the prior study.
            The effusion has resolved.
            Interval removal of the left PICC.
            The tube has been removed.
            The pneumothorax is no longer seen.
            Comparison is made to the prior film.
            Unchanged.
            Similar to the prior study.
            Comparison with prior films would be helpful.
            Stable examination.
            """)
    void aSentenceOfNothingElseGoes(String text) {
        assertEquals("", Priors.remove(text), text);
        assertEquals(1, Priors.find(text).size(), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            There is a small left pleural effusion.
            Increased interstitial markings.
            The cardiothoracic ratio is increased.
            The heart is enlarged.
            No pneumothorax on this study.
            The tip lies 3 cm above the carina.
            Evidence of prior granulomatous disease and previous surgery.
            A nodule projects over the right lung.
            """)
    void whatIsSaidOfTheFilmItselfStaysAsItIs(String text) {
        assertEquals(List.of(), Priors.find(text), text);
        assertEquals(text, Priors.remove(text));
    }

    @Test
    void otherSentencesStayCharacterByCharacter() {
        String text = "1.  Small  effusion.\n2. No change.\n3. New edema.\n\nClear   lungs.";
        assertEquals("1.  Small  effusion.\n\n3. Edema.\n\nClear   lungs.", Priors.remove(text));
        assertEquals(
                "New",
                text.substring(
                        Priors.find(text).getLast().start(),
                        Priors.find(text).getLast().start() + 3));
        assertTrue(Priors.remove("").isEmpty());
    }
}
