package org.vesalius.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptsTest {
    private static final List<String> PHANTOM = List.of(
            "pleural effusion",
            "pneumothorax",
            "consolidation",
            "nodule or mass",
            "cardiomegaly",
            "pulmonary oedema",
            "atelectasis",
            "rib fracture",
            "emphysema",
            "endotracheal tube",
            "central line",
            "pacemaker");

    @Test
    void thePairIsThatOfChexzero() {
        assertEquals(
                new Prompts.PromptSet("Pleural Effusion", List.of("pleural effusion"), List.of("no pleural effusion")),
                Prompts.pair("Pleural Effusion"));
    }

    @Test
    void everyClassOfTheThreeVocabulariesHasWordingsOfItsOwn() {
        List<String> labels = new ArrayList<>(CheXpert14.NAMES);
        labels.addAll(Nih14.NAMES);
        labels.addAll(PHANTOM);
        for (String label : labels) {
            Prompts.PromptSet prompts = Prompts.forLabel(label);
            assertTrue(prompts.positive().size() >= 3 && prompts.negative().size() >= 3, label);
            assertEquals(label, prompts.label());
            assertTrue(Collections.disjoint(prompts.positive(), prompts.negative()), label);
        }
    }

    @Test
    void noFindingIsNotAskedByItsDenial() {
        for (var prompts : List.of(Prompts.pair("No Finding"), Prompts.forLabel("No Finding"))) {
            assertFalse(prompts.negative().stream().anyMatch(text -> text.contains("no ")));
        }
    }

    @Test
    void anUnknownLabelIsAskedByThePair() {
        assertEquals(Prompts.pair("Kerley B lines"), Prompts.forLabel("Kerley B lines"));
    }

    @Test
    void aLabelSpeltTheBritishWayIsAskedInBothSpellings() {
        List<String> british = Prompts.forLabel("oedema").positive();
        assertTrue(british.contains("pulmonary oedema") && british.contains("pulmonary edema"));
        assertFalse(Prompts.forLabel("Edema").positive().stream().anyMatch(text -> text.contains("oedema")));
    }
}
