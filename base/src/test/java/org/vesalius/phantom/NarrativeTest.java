package org.vesalius.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vesalius.dataset.Split;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.report.label.RuleLabeler;

/** Reports say what is there, and nothing else but by denying it. */
class NarrativeTest {
    private static final List<List<Visit>> PATIENTS = new Phantom(23).visits(Split.TRAIN, 400);
    private static final Pattern DENIES = Pattern.compile(
            "\\b(no|without|clear|intact|normal|not enlarged|resolved|resolution|removed|removal|within normal limits)\\b");
    private static final Pattern DOUBTS = Pattern.compile("\\b(possible|questionable|may|suspected|suspicion)\\b");
    private static final Map<Finding, Pattern> NAMES = Map.ofEntries(
            Map.entry(Finding.PLEURAL_EFFUSION, Pattern.compile("effusion|pleural fluid")),
            Map.entry(Finding.PNEUMOTHORAX, Pattern.compile("pneumothorax")),
            Map.entry(Finding.CONSOLIDATION, Pattern.compile("consolidation|airspace")),
            Map.entry(Finding.NODULE, Pattern.compile("nodule|mass\\b")),
            Map.entry(Finding.CARDIOMEGALY, Pattern.compile("cardiomegaly|enlarged")),
            Map.entry(Finding.OEDEMA, Pattern.compile("oedema|edema")),
            Map.entry(Finding.ATELECTASIS, Pattern.compile("atelectasis")),
            Map.entry(Finding.RIB_FRACTURE, Pattern.compile("fracture")),
            Map.entry(Finding.EMPHYSEMA, Pattern.compile("emphysema")),
            Map.entry(Finding.ENDOTRACHEAL_TUBE, Pattern.compile("endotracheal")),
            Map.entry(Finding.CENTRAL_LINE, Pattern.compile("central line|central venous catheter")),
            Map.entry(Finding.PACEMAKER, Pattern.compile("pacemaker")));

    private static List<Narrative.Sentence> told(Visit visit) {
        return Narrative.of(visit, 7);
    }

    private static Pattern name(Finding finding) {
        return NAMES.getOrDefault(finding, Pattern.compile("$."));
    }

    private static List<Visit> visits() {
        return PATIENTS.stream().flatMap(List::stream).toList();
    }

    @Test
    void whatIsNotThereIsNamedOnlyToDenyIt() {
        for (Visit visit : visits()) {
            for (Narrative.Sentence sentence : told(visit)) {
                String text = sentence.text().toLowerCase(Locale.ROOT);
                for (Finding finding : Finding.values()) {
                    if (!visit.has(finding) && name(finding).matcher(text).find()) {
                        assertTrue(DENIES.matcher(text).find(), text);
                    }
                }
            }
        }
    }

    @Test
    void everythingThatIsThereIsToldAndNotDenied() {
        for (Visit visit : visits()) {
            for (Observation o : visit.present()) {
                List<String> texts = told(visit).stream()
                        .filter(s ->
                                s.section() == Section.FINDINGS && s.findings().contains(o.id()))
                        .map(s -> s.text().toLowerCase(Locale.ROOT))
                        .toList();
                assertEquals(1, texts.size());
                assertTrue(name(o.finding()).matcher(texts.getFirst()).find(), texts.getFirst());
                assertFalse(DENIES.matcher(texts.getFirst()).find(), texts.getFirst());
            }
        }
    }

    @Test
    void reportedLabelsFollowTheWords() {
        int doubts = 0;
        for (Visit visit : visits()) {
            Map<String, LabelState> reported = Labels.reported(told(visit));
            Map<String, LabelState> truth = Labels.truth(visit);
            for (Narrative.Sentence sentence : told(visit)) {
                String text = sentence.text().toLowerCase(Locale.ROOT);
                LabelState expected = DOUBTS.matcher(text).find()
                        ? LabelState.UNCERTAIN
                        : DENIES.matcher(text).find() ? LabelState.NEGATIVE : LabelState.POSITIVE;
                sentence.says().values().forEach(state -> assertEquals(expected, state, text));
                doubts += sentence.says().containsValue(LabelState.UNCERTAIN) ? 1 : 0;
            }
            reported.forEach((name, state) -> {
                boolean there = truth.get(name) == LabelState.POSITIVE;
                assertEquals(there, state == LabelState.POSITIVE || state == LabelState.UNCERTAIN, name);
            });
        }
        assertTrue(doubts > 20, "doubtful sentences: " + doubts);
    }

    @Test
    void theRuleLabelerHearsWhatIsSaid() {
        RuleLabeler labeler = new RuleLabeler();
        Map<String, Finding> heard = Map.of(
                "Pleural Effusion", Finding.PLEURAL_EFFUSION,
                "Pneumothorax", Finding.PNEUMOTHORAX,
                "Cardiomegaly", Finding.CARDIOMEGALY,
                "Edema", Finding.OEDEMA,
                "Consolidation", Finding.CONSOLIDATION,
                "Atelectasis", Finding.ATELECTASIS);
        int there = 0;
        int agreed = 0;
        for (Visit visit : visits()) {
            List<Narrative.Sentence> sentences = told(visit);
            Report report = Report.parse(Narrative.text(sentences));
            Map<String, LabelState> labels = labeler.label(report.text(Section.FINDINGS, Section.IMPRESSION));
            Map<String, LabelState> reported = Labels.reported(sentences);
            for (Map.Entry<String, Finding> entry : heard.entrySet()) {
                if (visit.has(entry.getValue())) {
                    there++;
                    agreed += labels.get(entry.getKey())
                                    == reported.get(entry.getValue().label())
                            ? 1
                            : 0;
                }
            }
        }
        assertTrue(agreed > 0.97 * there, agreed + " of " + there);
    }

    @Test
    void sidesAndChangesStandInTheWords() {
        for (Visit visit : visits()) {
            for (Observation o : visit.present()) {
                String phrase = Phrases.settled(o);
                assertEquals(o.side() == Side.LEFT, phrase.contains("left"), phrase);
                assertEquals(o.side() == Side.RIGHT, phrase.contains("right"), phrase);
                for (String text : Phrases.statements(o)) {
                    assertEquals(o.side() == Side.LEFT, text.contains("left"), text);
                }
            }
        }
    }

    @Test
    void reportsAreVaried() {
        Set<String> texts = new HashSet<>();
        visits().forEach(v -> texts.add(Narrative.text(told(v))));
        assertTrue(texts.size() > 0.98 * visits().size(), "different texts: " + texts.size());
    }

    @Test
    void noFindingMeansNoDiseaseAndWhatNothingSupportsIsBlank() {
        for (Visit visit : visits()) {
            Map<String, LabelState> labels = Labels.truth(visit);
            boolean ill = visit.present().stream().anyMatch(o -> !o.finding().device());
            assertEquals(ill ? LabelState.NEGATIVE : LabelState.POSITIVE, labels.get(CheXpert14.NO_FINDING));
            assertEquals(LabelState.BLANK, labels.get("Pneumonia"));
            assertEquals(LabelState.BLANK, labels.get("Pleural Other"));
            assertEquals(LabelState.BLANK, labels.get("Enlarged Cardiomediastinum"));
        }
    }
}
