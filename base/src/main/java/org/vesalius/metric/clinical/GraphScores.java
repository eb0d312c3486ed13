package org.vesalius.metric.clinical;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.io.InputException;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextStatistics;
import org.vesalius.metric.text.TextTable;
import org.vesalius.report.graph.GraphExtractor;
import org.vesalius.report.graph.ReportGraph;

/** All scores of the graphs of a pair. */
public record GraphScores(Source source) implements TextStatistics {
    static final String ENTITIES = "entities";
    static final String RELATIONS = "relations";
    static final String MATCH = "match";
    private static final List<String> COLUMNS = columnNames();

    /** Where graphs come from. */
    public sealed interface Source permits Rules, Given {
        /** Part of a metric's name. */
        String id();
    }

    /** {@link GraphExtractor}. */
    public record Rules() implements Source {
        @Override
        public String id() {
            return GraphExtractor.VERSION;
        }
    }

    /**
     * From files, in the order of the pairs: RadGraph's model's, say.
     *
     * @param references of each pair, one or several
     */
    public record Given(String id, List<List<ReportGraph>> references, List<ReportGraph> hypotheses) implements Source {
        public Given {
            references = List.copyOf(references);
            hypotheses = List.copyOf(hypotheses);
            if (references.size() != hypotheses.size()) {
                throw InputException.of(
                        "graphs of " + id,
                        "as many of references as of hypotheses",
                        references.size() + " and " + hypotheses.size(),
                        "make the graphs of the very files that are scored");
            }
        }
    }

    private static List<String> columnNames() {
        List<String> names = new ArrayList<>(List.of(ENTITIES, RELATIONS));
        for (RadGraphF1.Case letters : RadGraphF1.Case.values()) {
            for (RadGraphF1.Reward reward : RadGraphF1.Reward.values()) {
                names.add(column(reward, letters));
            }
        }
        names.add(MATCH);
        return List.copyOf(names);
    }

    static String column(RadGraphF1.Reward reward, RadGraphF1.Case letters) {
        return reward.id() + (letters == RadGraphF1.Case.LOWER ? "" : "-q14");
    }

    @Override
    public String name() {
        return "graph-" + source.id();
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public TextTable of(List<TextPair> pairs) {
        return switch (source) {
            case Rules _ ->
                TextTable.each(
                        COLUMNS,
                        pairs,
                        pair -> row(
                                pair.references().stream()
                                        .map(GraphExtractor::of)
                                        .toList(),
                                GraphExtractor.of(pair.hypothesis())));
            case Given given -> given(given, pairs.size());
        };
    }

    private static TextTable given(Given given, int pairs) {
        if (given.hypotheses.size() != pairs) {
            throw InputException.of(
                    "graphs of " + given.id,
                    "one for each of " + pairs + " pairs",
                    "" + given.hypotheses.size(),
                    "make the graphs of the very files that are scored, and name both (score --graphs R.json,H.json)");
        }
        double[][] rows = new double[pairs][];
        for (int i = 0; i < pairs; i++) {
            rows[i] = row(given.references.get(i), given.hypotheses.get(i));
        }
        return TextTable.of(COLUMNS, rows);
    }

    private static double[] row(List<ReportGraph> references, ReportGraph hypothesis) {
        List<Double> row = new ArrayList<>();
        row.add(RadGraphF1.entities(references, hypothesis));
        row.add(RadGraphF1.relations(references, hypothesis));
        for (RadGraphF1.Case letters : RadGraphF1.Case.values()) {
            for (RadGraphF1.Reward reward : RadGraphF1.Reward.values()) {
                row.add(RadGraphF1.reward(references, hypothesis, reward, letters));
            }
        }
        row.add(EntityMatch.f1(references, hypothesis, EntityMatch::letters, EntityMatch.Weights.DEFAULT));
        return row.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
