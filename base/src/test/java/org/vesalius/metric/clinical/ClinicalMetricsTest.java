package org.vesalius.metric.clinical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextScores;
import org.vesalius.metric.text.TextTable;
import org.vesalius.report.LabelState;
import org.vesalius.report.graph.GraphExtractor;

class ClinicalMetricsTest {
    private static final List<TextPair> PAIRS = List.of(
            TextPair.of("Small left pleural effusion. The heart is enlarged.", "Left pleural effusion. Cardiomegaly."),
            TextPair.of("The lungs are clear. No effusion.", "No pneumothorax or pleural effusion."),
            TextPair.of("", "Possible pneumonia."),
            TextPair.of("No edema.", "No edema."));

    @Test
    void allHaveNamesOfTheirOwnAndAreSorted() {
        List<String> names =
                ClinicalMetrics.all().stream().map(TextMetric::name).toList();
        assertEquals(names.size(), new HashSet<>(names).size());
        assertEquals(names.stream().sorted(Comparator.naturalOrder()).toList(), names);
        assertTrue(names.contains("micro-F1-14[CE-rrg,rules-3]@1"), names + "");
        assertTrue(names.contains("RG-complete[graph-rules-1,Q14]@1"));
        assertTrue(names.contains("factENTNLI[nli,graph-rules-1,rule-nli-1]@1"));
    }

    @Test
    void allStayBetweenNothingAndOneAndAreMadeFromTheTableAlone() {
        for (TextMetric metric : ClinicalMetrics.all()) {
            TextTable table = metric.statistics().of(PAIRS);
            assertEquals(metric.statistics().columns(), table.columns());
            TextScores scores = metric.scores(table);
            double corpus = scores.corpus();
            assertTrue(Double.isNaN(corpus) || (corpus >= 0 && corpus <= 1), metric.name() + " " + corpus);
            double same = metric.score(List.of(PAIRS.get(3))).corpus();
            assertEquals(scores.corpus(new int[] {3}), same, 1e-12, metric.name());
        }
    }

    @Test
    void identicalReportsGetTheBestScoreOfEveryEntityMetric() {
        List<TextPair> same = List.of(TextPair.of("Left effusion.", "Left effusion."));
        ClinicalMetrics.all().stream()
                .filter(metric -> metric.name().matches("(RG|fact|entity).*"))
                .forEach(metric -> assertEquals(1, metric.score(same).corpus(), 1e-12, metric.name()));
    }

    @Test
    void labelsOfAnotherProgramTakeThePlaceOfOurs() {
        List<String> names = List.of("Edema", "Pneumonia");
        GivenLabels given = new GivenLabels(
                "chexbert",
                names,
                List.of(Map.of("Edema", LabelState.POSITIVE), Map.of("Pneumonia", LabelState.UNCERTAIN)),
                List.of(Map.of("Edema", LabelState.POSITIVE), Map.of()));
        TextMetric micro = CeMetric.all(given).stream()
                .filter(metric -> metric.name().equals("micro-F1-2[CE-rrg,chexbert]@1"))
                .findFirst()
                .orElseThrow();
        List<TextPair> two = PAIRS.subList(0, 2);
        assertEquals(2 / 3.0, micro.score(two).corpus(), 1e-12);
        assertThrows(InputException.class, () -> micro.score(PAIRS));
    }

    @Test
    void graphsOfFilesTakeThePlaceOfOurs() {
        var given = new GraphScores.Given(
                "radgraph",
                PAIRS.stream()
                        .map(pair -> List.of(GraphExtractor.of(pair.references().getFirst())))
                        .toList(),
                PAIRS.stream().map(pair -> GraphExtractor.of(pair.hypothesis())).toList());
        TextMetric files = ClinicalMetrics.graphs(given).getFirst();
        TextMetric rules = ClinicalMetrics.graphs(new GraphScores.Rules()).getFirst();
        assertEquals(rules.score(PAIRS).corpus(), files.score(PAIRS).corpus(), 0);
        assertEquals("RG-er[radgraph]@1", files.name());
        assertThrows(InputException.class, () -> files.score(PAIRS.subList(0, 1)));
    }

    private static List<TextMetric> ofGiven(Given given) {
        List<TextMetric> all = new ArrayList<>(ClinicalMetrics.efficacy(given));
        all.addAll(ClinicalMetrics.graphs(given));
        all.addAll(ClinicalMetrics.radCliq(given));
        return all;
    }

    @Test
    void whatIsGivenIsScoredAndTheEmptyOnesNameTheSameNumbers() {
        Given given = new Given(
                Given.labels(
                        List.of(Map.of("Edema", LabelState.POSITIVE)), List.of(Map.of("Edema", LabelState.POSITIVE))),
                Given.graphs(List.of(GraphExtractor.of("Left effusion.")), List.of(GraphExtractor.of("Effusion."))),
                List.of(new RadCliq.Features(0, 0, 0, 0)));
        List<TextMetric> metrics = ofGiven(given);
        List<TextMetric> read = ofGiven(Given.NONE);
        assertEquals(
                metrics.stream().map(TextMetric::name).toList(),
                read.stream().map(TextMetric::name).toList());
        for (int i = 0; i < metrics.size(); i++) {
            TextTable table = metrics.get(i).statistics().of(PAIRS.subList(0, 1));
            assertEquals(
                    metrics.get(i).scores(table).corpus(),
                    read.get(i).scores(table).corpus(),
                    0);
        }
    }

    @Test
    void theUsualOnesAreFew() {
        assertEquals(
                List.of("factENT[exact,graph-rules-1]@1", "factENTNLI[nli,graph-rules-1,rule-nli-1]@1"),
                ClinicalMetrics.usualFacts().stream().map(TextMetric::name).toList());
        assertEquals(4, ClinicalMetrics.radGraph(RadGraphF1.Case.LOWER).size());
        assertEquals(
                3, ClinicalMetrics.radGraph(RadGraphF1.Case.RELATIONS_LOWER).size());
        assertEquals(1, ClinicalMetrics.match().size());
    }
}
