package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vesalius.io.InputException;
import org.vesalius.report.LabelState;

/** A table of labels that a program wrote (CheXbert, the CheXpert labeler, ours): 1, 0, -1 or nothing under the name of each class, one row a report. */
public final class LabelRows {
    private static final String ROW = "row";

    private LabelRows() {}

    /**
     * The labels of each report by its number from 1: that of a column {@code row}, else the place in the table. Classes without a column are not in it.
     *
     * @throws InputException when no class has a column, or a cell is no label
     */
    public static Map<Integer, Map<String, LabelState>> read(Path file, List<String> classes) throws IOException {
        Map<Integer, Map<String, LabelState>> rows = new LinkedHashMap<>();
        try (Table table = Table.open(file)) {
            List<String> known = classes.stream().filter(table::has).toList();
            if (known.isEmpty()) {
                throw InputException.of(
                        "table of labels",
                        "a column of " + String.join(", ", classes),
                        "none of them",
                        "name the columns as the classes are named");
            }
            int place = 0;
            for (Table.Row row : table) {
                place++;
                rows.put(table.has(ROW) ? number(row) : place, labels(row, known));
            }
        }
        return rows;
    }

    /** As {@link #read}, in the order of the rows. */
    public static List<Map<String, LabelState>> list(Path file, List<String> classes) throws IOException {
        return new ArrayList<>(read(file, classes).values());
    }

    /**
     * The labels of each report in the order of the rows, the last columns taken for the classes by their place alone, whatever their headings: published code does so, and takes the labeler's Lung Lesion for
     * Lung Opacity and the other way round (quirk Q21).
     *
     * @throws InputException when there are fewer columns than classes, or a cell is no label
     */
    public static List<Map<String, LabelState>> byPlace(Path file, List<String> classes) throws IOException {
        List<Map<String, LabelState>> rows = new ArrayList<>();
        try (Table table = Table.open(file)) {
            int columns = table.header().size();
            if (columns < classes.size()) {
                throw InputException.of(
                        "table of labels", classes.size() + " columns of labels", "" + columns, "give all of them");
            }
            for (Table.Row row : table) {
                Map<String, LabelState> labels = new LinkedHashMap<>();
                for (int i = 0; i < classes.size(); i++) {
                    labels.put(classes.get(i), state(row, classes.get(i), row.at(columns - classes.size() + i)));
                }
                rows.add(labels);
            }
        }
        return rows;
    }

    private static int number(Table.Row row) {
        Double number = row.number(ROW);
        if (number == null || number != Math.rint(number)) {
            throw InputException.of(row.where(), "a whole number under 'row'", "another", "correct the table");
        }
        return number.intValue();
    }

    private static Map<String, LabelState> labels(Table.Row row, List<String> classes) {
        Map<String, LabelState> labels = new LinkedHashMap<>();
        classes.forEach(name -> labels.put(name, state(row, name, row.get(name))));
        return labels;
    }

    private static LabelState state(Table.Row row, String name, String cell) {
        try {
            return LabelState.ofCode(cell);
        } catch (IllegalArgumentException e) {
            throw InputException.of(
                    row.where(), "1, 0, -1 or nothing under '" + name + "'", "another cell", "correct the table");
        }
    }
}
