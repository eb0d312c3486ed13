package org.vesalius.metric.clinical;

import java.util.List;
import org.vesalius.io.InputException;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextScores;
import org.vesalius.metric.text.TextStatistics;
import org.vesalius.metric.text.TextTable;

/** RadCliQ's features as another program made them (RadGraph's and CheXbert's models are asked elsewhere), in the order of the pairs. */
public record GivenFeatures(List<RadCliq.Features> rows) implements TextStatistics {
    /** The columns of CXR-Report-Metric's table, in the order of {@link RadCliq.Features}. */
    public static final List<String> COLUMNS = List.of("radgraph_combined", "bertscore", "semb_score", "bleu_score");

    public GivenFeatures {
        rows = List.copyOf(rows);
    }

    /** RadCliQ v0 and v1, the lower the better, and RadEval's inverse of the mean of v1, the higher the better. */
    public static List<TextMetric> radCliq(List<RadCliq.Features> rows) {
        GivenFeatures features = new GivenFeatures(rows);
        return List.of(
                new Score(features, RadCliq.V0, false),
                new Score(features, RadCliq.V1, false),
                new Score(features, RadCliq.V1, true));
    }

    @Override
    public String name() {
        return "radcliq-features";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public TextTable of(List<TextPair> pairs) {
        if (rows.size() != pairs.size()) {
            throw InputException.of(
                    "features of RadCliQ",
                    "a row for each of " + pairs.size() + " pairs",
                    "" + rows.size(),
                    "make them of the very files that are scored, and name their table (score --features F.csv)");
        }
        double[][] table = rows.stream()
                .map(row -> new double[] {row.radGraph(), row.bertScore(), row.embedding(), row.bleu2()})
                .toArray(double[][]::new);
        return TextTable.of(COLUMNS, table);
    }

    private record Score(GivenFeatures statistics, RadCliq model, boolean inverse) implements TextMetric {
        @Override
        public String name() {
            return (inverse ? model.inverseId() : model.id()) + "[given]@1";
        }

        @Override
        public boolean lowerIsBetter() {
            return !inverse;
        }

        @Override
        public TextScores scores(TextTable table) {
            TextScores plain = TextScores.mean(
                    table.each(row -> model.score(new RadCliq.Features(row[0], row[1], row[2], row[3]))));
            if (!inverse) {
                return plain;
            }
            double[] items = plain.items();
            for (int i = 0; i < items.length; i++) {
                items[i] = 1 / items[i];
            }
            return TextScores.of(items, times -> 1 / plain.statistic().of(times));
        }
    }
}
