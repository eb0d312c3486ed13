package org.vesalius.report.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

class RuleLabelerTest {
    private static final RuleLabeler LABELER = new RuleLabeler();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Small left pleural effusion.                             | Pleural Effusion           | POSITIVE
            No pleural effusion or pneumothorax.                     | Pneumothorax               | NEGATIVE
            No pleural effusion or pneumothorax.                     | Pleural Effusion           | NEGATIVE
            No pleural effusion or pneumothorax.                     | Cardiomegaly               | BLANK
            Possible pneumonia.                                      | Pneumonia                  | UNCERTAIN
            Small pericardial effusion.                              | Pleural Effusion           | BLANK
            The heart is normal in size.                             | Cardiomegaly               | NEGATIVE
            The heart is not enlarged.                               | Cardiomegaly               | NEGATIVE
            The heart is enlarged.                                   | Cardiomegaly               | POSITIVE
            The heart is seen.                                       | Cardiomegaly               | BLANK
            Heart size is borderline.                                | Cardiomegaly               | UNCERTAIN
            Congestive heart failure.                                | Cardiomegaly               | UNCERTAIN
            Congestive heart failure.                                | Edema                      | POSITIVE
            The mediastinum is widened.                              | Enlarged Cardiomediastinum | POSITIVE
            Massive pleural effusion.                                | Lung Lesion                | BLANK
            A 3 mm nodule.                                           | Lung Lesion                | POSITIVE
            Right PICC in place.                                     | Support Devices            | POSITIVE
            Bibasilar atelectasis. No new atelectasis.               | Atelectasis                | POSITIVE
            Likely atelectasis. No other atelectasis.                | Atelectasis                | POSITIVE
            Possible atelectasis. No other atelectasis.              | Atelectasis                | UNCERTAIN
            Opacity which may be due to atelectasis.                 | Atelectasis                | UNCERTAIN
            The differential diagnosis includes pneumonia.           | Pneumonia                  | UNCERTAIN
            Please correlate clinically for pneumonia.               | Pneumonia                  | UNCERTAIN
            Postinfectious scarring.                                 | Pneumonia                  | BLANK
            Pulmonary vascular congestion.                           | Edema                      | UNCERTAIN
            No pulmonary vascular congestion.                        | Edema                      | NEGATIVE
            Interstitial edema with vascular congestion.             | Edema                      | POSITIVE
            Soft tissue edema of the ankle.                          | Edema                      | BLANK
            Stable heart size.                                       | Cardiomegaly               | UNCERTAIN
            Stable enlarged heart.                                   | Cardiomegaly               | POSITIVE
            No new consolidation.                                    | Consolidation              | UNCERTAIN
            Atelectasis is not well seen.                            | Atelectasis                | UNCERTAIN
            """)
    void sentencesAreLabelled(String text, String name, LabelState expected) {
        assertEquals(expected, LABELER.label(text).get(name), text);
    }

    @Test
    void everyNameHasAState() {
        assertEquals(CheXpert14.NAMES, List.copyOf(LABELER.label("").keySet()));
    }

    @Test
    void noFindingIsWhatIsLeftWhenOnlyDevicesAreThere() {
        assertEquals(LabelState.POSITIVE, noFinding("Clear lungs. PICC in place."));
        assertEquals(LabelState.BLANK, noFinding("Clear lungs. Small effusion."));
        assertEquals(LabelState.BLANK, noFinding("Severe emphysema."));
    }

    private static LabelState noFinding(String text) {
        return LABELER.label(text).getOrDefault(CheXpert14.NO_FINDING, LabelState.BLANK);
    }

    @Test
    void theImpressionCountsBeforeTheFindings() {
        var report = new Report(Map.of(Section.FINDINGS, "Effusion.", Section.IMPRESSION, "No effusion."));
        assertEquals(LabelState.NEGATIVE, LABELER.label(report).get("Pleural Effusion"));
        assertTrue(LABELER.label(Report.of(Section.TEXT, "Effusion.")).containsValue(LabelState.POSITIVE));
    }

    @Test
    void everyMentionNamesItsPhraseItsListItsRuleAndItsPlace() {
        String text = "Clear lungs.\nNo evidence of\n pleural effusion. The heart is enlarged.";
        List<Label> labels = LABELER.explain(text);
        Mention effusion = of(labels, "Pleural Effusion").mentions().getFirst();
        assertEquals("effusion", effusion.phrase());
        assertTrue(effusion.list().endsWith("mention/pleural_effusion.txt"), effusion.list());
        assertEquals("denied by \"no evidence of\"", effusion.rule());
        assertEquals(
                "effusion",
                text.substring(effusion.place().start(), effusion.place().end()));
        Mention.Place because = effusion.because().orElseThrow();
        assertEquals("No evidence of", text.substring(because.start(), because.end()));
        Mention heart = of(labels, "Cardiomegaly").mentions().getFirst();
        Mention.Place large = heart.because().orElseThrow();
        assertEquals("enlarge", text.substring(large.start(), large.end()));
        assertEquals("not mentioned", of(labels, "Edema").rule());
    }

    private static Label of(List<Label> labels, String name) {
        return labels.stream()
                .filter(label -> label.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theClassesOfNihHaveTheirOwnPhrases() {
        RuleLabeler nih = new RuleLabeler(LabelSpace.NIH);
        Map<String, LabelState> states = nih.label("A 3 cm mass. No hernia. Subcutaneous emphysema.");
        assertEquals(LabelState.POSITIVE, states.get("Mass"));
        assertEquals(LabelState.NEGATIVE, states.get("Hernia"));
        assertEquals(LabelState.BLANK, states.get("Emphysema"));
        assertEquals(LabelState.BLANK, states.get("No Finding"));
        assertEquals(LabelSpace.NIH.names(), List.copyOf(states.keySet()));
    }
}
