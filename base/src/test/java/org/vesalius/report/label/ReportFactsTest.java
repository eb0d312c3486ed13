package org.vesalius.report.label;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.vesalius.report.LabelState;
import org.vesalius.report.Laterality;

class ReportFactsTest {
    @Test
    void everyMentionHasItsStateSideAndPlace() {
        String text = "Small  left\npleural effusion, new.\n\nNo right pneumothorax. A 4 mm nodule.";
        ReportFacts facts = ReportFacts.of(text, new RuleLabeler());
        assertEquals(3, facts.sentences());
        ReportFacts.Finding effusion = of(facts, "Pleural Effusion");
        assertEquals(Laterality.LEFT, effusion.side());
        assertEquals("effusion", text.substring(effusion.start(), effusion.end()));
        ReportFacts.Finding pneumothorax = of(facts, "Pneumothorax");
        assertEquals(Laterality.RIGHT, pneumothorax.side());
        assertEquals(LabelState.NEGATIVE, pneumothorax.state());
        assertEquals(4, facts.lengths().getFirst().largest());
        assertEquals(
                "new",
                text.substring(
                        facts.priors().getFirst().end() - 3,
                        facts.priors().getFirst().end()));
    }

    private static ReportFacts.Finding of(ReportFacts facts, String label) {
        return facts.findings().stream()
                .filter(finding -> finding.label().equals(label))
                .findFirst()
                .orElseThrow();
    }
}
