package org.vesalius.metric.clinical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.vesalius.metric.text.TextMetric;

/** All scores of this package that need nothing but the texts, by rules and without a model. */
public final class ClinicalMetrics {
    private ClinicalMetrics() {}

    /** All, sorted by name. */
    public static List<TextMetric> all() {
        List<TextMetric> all = new ArrayList<>(efficacy());
        all.addAll(graphs(new GraphScores.Rules()));
        all.addAll(facts(new RuleJudge()));
        all.addAll(statements());
        all.sort(Comparator.comparing(TextMetric::name));
        return List.copyOf(all);
    }

    /** Labels by our rules, in every published average. */
    public static List<TextMetric> efficacy() {
        return CeMetric.all(Labeler.rules());
    }

    /** RG-er, simple, partial and complete over the rules' graphs; of the quirk Q14 the last three alone. */
    public static List<TextMetric> radGraph(RadGraphF1.Case letters) {
        boolean quirk = letters == RadGraphF1.Case.RELATIONS_LOWER;
        return graphs(new GraphScores.Rules()).stream()
                .filter(metric ->
                        metric.name().startsWith("RG-") && metric.name().contains("Q14") == quirk)
                .toList();
    }

    /** The soft match of the rules' entities. */
    public static List<TextMetric> match() {
        return graphs(new GraphScores.Rules()).stream()
                .filter(metric -> metric.name().startsWith("entity-match"))
                .toList();
    }

    /** factENT and factENTNLI in their usual mode, by rules. */
    public static List<TextMetric> usualFacts() {
        return facts(new RuleJudge()).stream()
                .filter(metric -> metric.name().matches("factENT\\[exact,.*|factENTNLI\\[nli,.*"))
                .filter(metric -> !metric.name().contains("Q15"))
                .toList();
    }

    /** Sides, denials and references to priors. */
    public static List<TextMetric> statements() {
        return Arrays.stream(StatementMetric.Kind.values())
                .<TextMetric>map(StatementMetric::new)
                .toList();
    }

    /** Labels that another program read, in every published average. */
    public static List<TextMetric> efficacy(Given given) {
        return CeMetric.all(given.labels());
    }

    /** RadGraph's families and the soft match over graphs that another program made. */
    public static List<TextMetric> graphs(Given given) {
        return graphs(given.graphs());
    }

    /** RadCliQ over features that another program made. */
    public static List<TextMetric> radCliq(Given given) {
        return GivenFeatures.radCliq(given.features());
    }

    /** RadGraph's families and the soft match, over graphs of a source. */
    public static List<TextMetric> graphs(GraphScores.Source source) {
        GraphScores scores = new GraphScores(source);
        List<TextMetric> all = new ArrayList<>();
        all.add(new ColumnMetric(
                "RG-er[" + source.id() + "]@1", scores, List.of(GraphScores.ENTITIES, GraphScores.RELATIONS)));
        for (RadGraphF1.Case letters : RadGraphF1.Case.values()) {
            String quirk = letters == RadGraphF1.Case.LOWER ? "" : ",Q14";
            for (RadGraphF1.Reward reward : RadGraphF1.Reward.values()) {
                all.add(new ColumnMetric(
                        "RG-" + reward.id() + "[" + source.id() + quirk + "]@1",
                        scores,
                        List.of(GraphScores.column(reward, letters))));
            }
        }
        all.add(new ColumnMetric(
                "entity-match[" + source.id() + ",letter-trigrams,own-weights]@1", scores, List.of(GraphScores.MATCH)));
        return all;
    }

    /** factENT and factENTNLI in all modes, with verdicts of a judge. */
    public static List<TextMetric> facts(SentenceJudge judge) {
        FactScores scores = new FactScores(judge);
        List<TextMetric> all = new ArrayList<>();
        for (FactScores.Way way : FactScores.WAYS) {
            all.add(new ColumnMetric(scores.name(way), scores, List.of(way.column())));
        }
        return all;
    }
}
