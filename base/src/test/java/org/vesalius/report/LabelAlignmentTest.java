package org.vesalius.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

class LabelAlignmentTest {
    private static LabelState lesion(LabelState mass, LabelState nodule) {
        return LabelAlignment.NIH14_TO_CHEXPERT14
                .align(Map.of("Mass", mass, "Nodule", nodule, "Hernia", LabelState.POSITIVE))
                .getOrDefault("Lung Lesion", LabelState.BLANK);
    }

    @Test
    void twoLabelsMayMeanOne() {
        assertEquals(LabelState.POSITIVE, lesion(LabelState.NEGATIVE, LabelState.POSITIVE));
        assertEquals(LabelState.UNCERTAIN, lesion(LabelState.UNCERTAIN, LabelState.NEGATIVE));
        assertEquals(LabelState.BLANK, lesion(LabelState.BLANK, LabelState.NEGATIVE));
        assertEquals(LabelState.NEGATIVE, lesion(LabelState.NEGATIVE, LabelState.NEGATIVE));
    }

    @Test
    void whatHasNoCounterpartIsLeftOut() {
        assertEquals(
                Map.of("Pleural Effusion", LabelState.POSITIVE),
                LabelAlignment.of("nih14-chexpert14")
                        .align(Map.of("Effusion", LabelState.POSITIVE, "Hernia", LabelState.POSITIVE)));
        assertThrows(InputException.class, () -> LabelAlignment.of("nih-chexpert"));
    }

    @Test
    void everyTargetIsAClassOfCheXpertAndEverySourceOfNihIsOneOfItsOwn() {
        for (String name : List.of("nih14-chexpert14", "vindr-chexpert14", "padchest-chexpert14")) {
            assertTrue(
                    CheXpert14.NAMES.containsAll(
                            LabelAlignment.of(name).target().values()),
                    name);
        }
        LabelAlignment.NIH14_TO_CHEXPERT14
                .target()
                .keySet()
                .forEach(name -> assertTrue(Nih14.NAMES.contains(name) || name.equals(Nih14.NO_FINDING), name));
    }
}
