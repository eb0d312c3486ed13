package org.vesalius.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.vesalius.io.InputException;

/**
 * Per-sample outputs, from which every number can be made again. The first columns are {@code row} (of the prepared set), {@code key} and {@code patient} (both pseudonymous); never an identifier, a path
 * or a text.
 */
public final class SampleTable {
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty table; {@code row}, {@code key} and {@code patient} come first and need not be named. */
    public SampleTable(String... further) {
        List<String> all = new ArrayList<>(List.of("row", "key", "patient"));
        all.addAll(List.of(further));
        columns = List.copyOf(all);
    }

    private SampleTable(List<String> columns, List<List<String>> rows) {
        this.columns = List.copyOf(columns);
        this.rows.addAll(rows);
    }

    /** The rows of all of {@code tables}, which have the same columns, with one more column that counts the tables from 1. */
    static SampleTable join(String counter, List<SampleTable> tables) {
        List<String> columns = new ArrayList<>(tables.getFirst().columns);
        columns.add(counter);
        SampleTable joined = new SampleTable(columns, List.of());
        for (int t = 0; t < tables.size(); t++) {
            if (!tables.get(t).columns.equals(tables.getFirst().columns)) {
                throw InputException.of(
                        "per-sample tables",
                        "the same columns in all",
                        "others in table " + (t + 1),
                        "evaluate all with one version");
            }
            for (List<String> row : tables.get(t).rows) {
                List<String> cells = new ArrayList<>(row);
                cells.add(Integer.toString(t + 1));
                joined.rows.add(List.copyOf(cells));
            }
        }
        return joined;
    }

    /** Adds the cells of one sample; numbers keep all their digits. */
    public void add(StudySet.Row study, Object... further) {
        add(study.entry().row(), study.entry().key(), study.entry().patientKey(), further);
    }

    /** As {@link #add(StudySet.Row, Object...)}, of a row that no prepared set has. */
    void add(int row, String key, String patient, Object... further) {
        List<String> cells = new ArrayList<>(List.of(Integer.toString(row), key, patient));
        for (Object cell : further) {
            cells.add(String.valueOf(cell));
        }
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("expected " + columns.size() + " cells, got " + cells.size());
        }
        rows.add(List.copyOf(cells));
    }

    /** The columns' names in their order. */
    public List<String> columns() {
        return columns;
    }

    /** With one more column, whose cell is made of the number of the row. */
    SampleTable with(String column, IntFunction<String> cell) {
        List<String> wider = new ArrayList<>(columns);
        wider.add(column);
        List<List<String>> filled = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<String> cells = new ArrayList<>(rows.get(i));
            cells.add(cell.apply(i));
            filled.add(List.copyOf(cells));
        }
        return new SampleTable(wider, filled);
    }

    /** The rows of all of {@code tables}, which have the same columns, one table after the other. */
    static SampleTable stack(List<SampleTable> tables) {
        SampleTable stacked = new SampleTable(tables.getFirst().columns, List.of());
        tables.forEach(table -> stacked.rows.addAll(table.rows));
        return stacked;
    }

    public int size() {
        return rows.size();
    }

    /** A cell as it stands. */
    public String text(int row, String column) {
        return rows.get(row).get(column(column));
    }

    /** A whole column of numbers; an empty cell is NaN. */
    public double[] numbers(String column) {
        int c = column(column);
        return rows.stream()
                .mapToDouble(row -> row.get(c).isEmpty() ? Double.NaN : Double.parseDouble(row.get(c)))
                .toArray();
    }

    /** A whole column as it stands. */
    public List<String> texts(String column) {
        int c = column(column);
        return rows.stream().map(row -> row.get(c)).toList();
    }

    /** The different cells of a column, in order of first appearance. */
    public List<String> distinct(String column) {
        return List.copyOf(new LinkedHashSet<>(texts(column)));
    }

    /** The rows whose cell in {@code column} passes. */
    public SampleTable where(String column, Predicate<String> passes) {
        int c = column(column);
        return new SampleTable(
                columns, rows.stream().filter(row -> passes.test(row.get(c))).toList());
    }

    /** Whether there is a column of this name. */
    public boolean has(String column) {
        return columns.contains(column);
    }

    private int column(String name) {
        int c = columns.indexOf(name);
        if (c < 0) {
            throw InputException.unknown("column of the per-sample table", name, columns);
        }
        return c;
    }

    /** As CSV with a header line. */
    public String csv() {
        StringBuilder out = new StringBuilder();
        line(out, columns);
        rows.forEach(row -> line(out, row));
        return out.toString();
    }

    private static void line(StringBuilder out, List<String> cells) {
        for (int c = 0; c < cells.size(); c++) {
            String cell = cells.get(c);
            boolean plain = cell.chars().noneMatch(ch -> ch == ',' || ch == '"' || ch == '\n' || ch == '\r');
            out.append(c == 0 ? "" : ",").append(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
        }
        out.append('\n');
    }

    /** From {@link #csv}. */
    public static SampleTable parse(String csv) {
        try (CSVParser parser = CSVParser.parse(csv, CSVFormat.RFC4180)) {
            List<List<String>> all = new ArrayList<>();
            for (CSVRecord line : parser) {
                all.add(line.toList());
            }
            if (all.isEmpty()) {
                throw new InputException("per-sample table: expected a header line, got nothing; evaluate again");
            }
            return new SampleTable(all.getFirst(), all.subList(1, all.size()));
        } catch (IOException | UncheckedIOException e) {
            throw new InputException("per-sample table: not the CSV that was expected; evaluate again", e);
        }
    }
}
