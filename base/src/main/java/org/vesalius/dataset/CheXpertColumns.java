package org.vesalius.dataset;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vesalius.io.Problem;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;

/** The 14 columns of CheXpert, by their names, since files order them in three ways. */
final class CheXpertColumns {
    // the test set that radiologists labelled for MIMIC-CXR-JPG 2.1.0 has this name for the class
    private static final Map<String, String> OTHER_NAMES = Map.of("Lung Opacity", "Airspace Opacity");

    private CheXpertColumns() {}

    /** The labels of a row; a class without a column is not in it, a cell of another kind is reported and left out. */
    static Map<String, LabelState> of(Table.Row row, Consumer<Problem> problems) {
        Map<String, LabelState> labels = new TreeMap<>();
        for (String name : CheXpert14.NAMES) {
            String column = row.has(name) ? name : OTHER_NAMES.getOrDefault(name, name);
            if (row.has(column)) {
                try {
                    labels.put(name, LabelState.ofCode(row.get(column)));
                } catch (IllegalArgumentException e) {
                    problems.accept(new Problem(
                            Problem.Kind.INCONSISTENT,
                            row.where(),
                            "a cell of '" + column + "' is not 1, 0, -1 or empty; it is left out"));
                }
            }
        }
        return labels;
    }
}
