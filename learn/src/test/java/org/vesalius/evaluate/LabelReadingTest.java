package org.vesalius.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.dataset.Study;
import org.vesalius.io.InputException;
import org.vesalius.report.LabelState;

class LabelReadingTest {
    private static final Study STUDY = Study.of("p", "s")
            .withLabels(Map.of(
                    "Mass",
                    LabelState.NEGATIVE,
                    "Nodule",
                    LabelState.POSITIVE,
                    "Edema",
                    LabelState.UNCERTAIN,
                    "Hernia",
                    LabelState.BLANK));

    private static double truth(String policy, String alignment, String label) {
        return new LabelReading(policy, alignment).truth(STUDY, label);
    }

    @Test
    void onlyWhatIsKnownCountsUnlessAPolicyIsNamed() {
        assertEquals(1, truth("known", "", "Nodule"));
        assertEquals(0, truth("known", "", "Mass"));
        assertEquals(Double.NaN, truth("known", "", "Edema"));
        assertEquals(Double.NaN, truth("known", "", "Hernia"));
        assertEquals(Double.NaN, truth("known", "", "Fibrosis"));
        assertEquals(0, truth("u-zeros", "", "Edema"));
        assertEquals(1, truth("u-ones", "", "Edema"));
        assertEquals(Double.NaN, truth("u-ignore", "", "Edema"));
        assertEquals(0, truth("u-ignore", "", "Fibrosis"));
    }

    @Test
    void studiesWithoutLabelsAreLeftOutUnderEveryPolicy() {
        assertEquals(Double.NaN, new LabelReading("u-zeros", "").truth(Study.of("p", "s"), "Edema"));
    }

    @Test
    void labelsAreScoredUnderTheNamesOfAnotherSet() {
        assertEquals(1, truth("known", "nih14-chexpert14", "Lung Lesion"));
        assertEquals(Double.NaN, truth("known", "nih14-chexpert14", "Hernia"));
        LabelReading reading = new LabelReading("known", "nih14-chexpert14");
        Map<String, Map<LabelState, Integer>> counts = reading.counts(Map.of(
                "Mass", Map.of(LabelState.POSITIVE, 2, LabelState.NEGATIVE, 3),
                "Nodule", Map.of(LabelState.POSITIVE, 4),
                "Hernia", Map.of(LabelState.POSITIVE, 1)));
        assertEquals(Map.of("Lung Lesion", Map.of(LabelState.POSITIVE, 6, LabelState.NEGATIVE, 3)), counts);
    }

    @Test
    void aLabelDecidesWhereSomeStudyHasItAndSomeHasNot() {
        Map<LabelState, Integer> states = Map.of(LabelState.POSITIVE, 2, LabelState.UNCERTAIN, 1);
        assertFalse(LabelReading.KNOWN.decides("Edema", states));
        assertTrue(new LabelReading("u-zeros", "").decides("Edema", states));
        assertFalse(new LabelReading("u-zeros", "").decides("Edema", Map.of(LabelState.NEGATIVE, 2)));
    }

    @Test
    void theRuleIsInTheDigestAndAnUnknownNameIsRefused() {
        assertEquals("positive against negative; uncertain and blank left out", LabelReading.KNOWN.rule());
        assertTrue(new LabelReading("u-ones", "vindr-chexpert14").rule().contains("u-ones"));
        assertThrows(InputException.class, () -> new LabelReading("u-one", ""));
        assertThrows(InputException.class, () -> new LabelReading("known", "nih"));
    }
}
