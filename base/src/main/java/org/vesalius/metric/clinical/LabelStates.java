package org.vesalius.metric.clinical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextStatistics;
import org.vesalius.metric.text.TextTable;
import org.vesalius.report.LabelState;

/** The states that a labeler reads in both texts of a pair, as CheXbert numbers them: 0 blank, 1 positive, 2 negative, 3 uncertain. Several references are read as one report. */
public record LabelStates(Labeler labeler) implements TextStatistics {
    private static final List<LabelState> BY_CODE =
            List.of(LabelState.BLANK, LabelState.POSITIVE, LabelState.NEGATIVE, LabelState.UNCERTAIN);

    @Override
    public String name() {
        return "labels-" + labeler.id();
    }

    @Override
    public List<String> columns() {
        return columns(labeler.names());
    }

    static List<String> columns(List<String> names) {
        List<String> columns = new ArrayList<>();
        for (String side : List.of("reference", "hypothesis")) {
            names.forEach(name ->
                    columns.add(side + "-" + name.toLowerCase(Locale.ROOT).replace(' ', '-')));
        }
        return columns;
    }

    @Override
    public TextTable of(List<TextPair> pairs) {
        return TextTable.each(
                columns(),
                pairs,
                pair -> row(
                        labeler.names(),
                        labeler.reading().label(joined(pair.references())),
                        labeler.reading().label(pair.hypothesis())));
    }

    /** Several references are read as one report. */
    static String joined(List<String> references) {
        return String.join("\n\n", references);
    }

    /** A row of the table from the states of both sides. */
    static double[] row(List<String> names, Map<String, LabelState> reference, Map<String, LabelState> hypothesis) {
        double[] row = new double[2 * names.size()];
        for (int i = 0; i < names.size(); i++) {
            row[i] = BY_CODE.indexOf(reference.getOrDefault(names.get(i), LabelState.BLANK));
            row[names.size() + i] = BY_CODE.indexOf(hypothesis.getOrDefault(names.get(i), LabelState.BLANK));
        }
        return row;
    }

    /** The labels of a table under a rule, of these names. */
    static LabelF1 read(TextTable table, List<String> all, List<String> names, CeRule rule) {
        List<Map<String, LabelState>> truths = new ArrayList<>();
        List<Map<String, LabelState>> calls = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            truths.add(states(table, row, 0, all));
            calls.add(states(table, row, all.size(), all));
        }
        return LabelF1.of(truths, calls, names, rule);
    }

    private static Map<String, LabelState> states(TextTable table, int row, int from, List<String> names) {
        Map<String, LabelState> states = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            states.put(names.get(i), BY_CODE.get((int) table.at(row, from + i)));
        }
        return states;
    }
}
