package org.vesalius.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.report.label.Label;

/** The labels of many reports as a file: {@code .csv} (row, id, the cells of CheXpert's own files) or {@code .jsonl} (row, id, labels with their mentions). */
final class LabelFile {
    private final Writer writer;
    private final boolean table;

    /** Writes to {@code bytes}, which it does not close, in the form that the name of {@code out} says. */
    LabelFile(Path out, List<String> names, OutputStream bytes) throws IOException {
        this.writer = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
        this.table = isTable(out);
        if (table) {
            writer.write("row,id," + String.join(",", names) + "\n");
        }
    }

    /** One line of {@code .jsonl}. */
    record Line(int row, String id, List<Label> labels) {}

    /** Refuses a name that says no form. */
    static void check(Path out) {
        if (!isTable(out) && !out.toString().endsWith(".jsonl")) {
            throw InputException.of("--out", "a name that ends in .csv or .jsonl", "another", "choose one of the two");
        }
    }

    private static boolean isTable(Path out) {
        return out.toString().endsWith(".csv");
    }

    void write(ReportsInput.Given given, List<Label> labels) throws IOException {
        if (table) {
            writer.write(given.row() + "," + quoted(given.id()) + ","
                    + labels.stream().map(label -> label.state().code()).collect(Collectors.joining(",")) + "\n");
        } else {
            writer.write(Json.line(new Line(given.row(), given.id(), labels)) + "\n");
        }
    }

    private static String quoted(String cell) {
        return cell.matches("[\\w./-]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** Lets go of what is still in memory. */
    void flush() throws IOException {
        writer.flush();
    }
}
