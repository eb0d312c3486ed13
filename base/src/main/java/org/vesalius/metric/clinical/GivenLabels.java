package org.vesalius.metric.clinical;

import java.util.List;
import java.util.Map;
import org.vesalius.io.InputException;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextStatistics;
import org.vesalius.metric.text.TextTable;
import org.vesalius.report.LabelState;

/**
 * Labels that another program has read from both texts (CheXbert, the CheXpert labeler, a reader), in the order of the pairs; the texts are not looked at.
 *
 * @param labeler whose they are, part of a metric's name
 */
public record GivenLabels(
        String labeler,
        List<String> names,
        List<Map<String, LabelState>> references,
        List<Map<String, LabelState>> hypotheses)
        implements TextStatistics {
    public GivenLabels {
        names = List.copyOf(names);
        references = List.copyOf(references);
        hypotheses = List.copyOf(hypotheses);
    }

    @Override
    public String name() {
        return "labels-" + labeler;
    }

    @Override
    public List<String> columns() {
        return LabelStates.columns(names);
    }

    @Override
    public TextTable of(List<TextPair> pairs) {
        if (references.size() != pairs.size() || hypotheses.size() != pairs.size()) {
            throw InputException.of(
                    "labels of " + labeler,
                    "a row for each of " + pairs.size() + " pairs on both sides",
                    references.size() + " and " + hypotheses.size(),
                    "label the very files that are scored, and name both tables (score --labels R.csv,H.csv)");
        }
        double[][] rows = new double[pairs.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = LabelStates.row(names, references.get(i), hypotheses.get(i));
        }
        return TextTable.of(columns(), rows);
    }
}
