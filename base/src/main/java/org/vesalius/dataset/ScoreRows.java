package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vesalius.io.InputException;

/** A table of scores that another program made: numbers under named columns, one row a report. */
public final class ScoreRows {
    private ScoreRows() {}

    /**
     * The numbers of these columns, row by row.
     *
     * @throws InputException when a column is missing, or a cell is no number
     */
    public static List<List<Double>> read(Path file, List<String> columns) throws IOException {
        List<List<Double>> rows = new ArrayList<>();
        try (Table table = Table.open(file).require(columns.toArray(String[]::new))) {
            for (Table.Row row : table) {
                List<Double> numbers = new ArrayList<>();
                for (String column : columns) {
                    Double number = row.number(column);
                    if (number == null) {
                        throw InputException.of(
                                row.where(), "a number under '" + column + "'", "none", "correct the table");
                    }
                    numbers.add(number);
                }
                rows.add(List.copyOf(numbers));
            }
        }
        return List.copyOf(rows);
    }
}
