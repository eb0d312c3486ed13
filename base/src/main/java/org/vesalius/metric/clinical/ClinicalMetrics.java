package org.vesalius.metric.clinical;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vesalius.metric.text.TextMetric;

/** All scores of this package that need nothing but the texts, by rules and without a model. */
public final class ClinicalMetrics {
    private ClinicalMetrics() {}

    /** All, sorted by name. */
    public static List<TextMetric> all() {
        List<TextMetric> all = new ArrayList<>(CeMetric.all(Labeler.rules()));
        all.addAll(graphs(new GraphScores.Rules()));
        all.addAll(facts(new RuleJudge()));
        for (StatementMetric.Kind kind : StatementMetric.Kind.values()) {
            all.add(new StatementMetric(kind));
        }
        all.sort(Comparator.comparing(TextMetric::name));
        return List.copyOf(all);
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
