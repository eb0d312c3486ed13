package org.vesalius.metric.clinical;

import java.util.List;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextScores;
import org.vesalius.metric.text.TextStatistics;
import org.vesalius.metric.text.TextTable;

/**
 * The mean over pairs of columns of the statistics, themselves averaged where there are several.
 *
 * @param of columns whose mean is a pair's value
 */
record ColumnMetric(String name, TextStatistics statistics, List<String> of) implements TextMetric {
    ColumnMetric {
        of = List.copyOf(of);
    }

    @Override
    public TextScores scores(TextTable table) {
        double[] items = new double[table.rows()];
        for (String column : of) {
            double[] values = table.column(column);
            for (int i = 0; i < items.length; i++) {
                items[i] += values[i] / of.size();
            }
        }
        return TextScores.mean(items);
    }
}
