package org.vesalius.dataset;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** Boxes of tables, in either of the two ways in which they are written; one that cannot be is reported and null. */
final class Corners {
    private Corners() {}

    /** From the columns of left, top, right and bottom. */
    static @Nullable Box box(
            Table.Row row, List<String> columns, String label, @Nullable String reader, Consumer<Problem> problems) {
        return made(row, columns, true, label, null, reader, problems);
    }

    /** From the columns of left, top, width and height. */
    static @Nullable Box sized(
            Table.Row row, List<String> columns, String label, @Nullable String text, Consumer<Problem> problems) {
        return made(row, columns, false, label, text, null, problems);
    }

    private static @Nullable Box made(
            Table.Row row,
            List<String> columns,
            boolean corners,
            String label,
            @Nullable String text,
            @Nullable String reader,
            Consumer<Problem> problems) {
        Double x = row.number(columns.get(0));
        Double y = row.number(columns.get(1));
        Double w = row.number(columns.get(2));
        Double h = row.number(columns.get(3));
        if (x != null && y != null && w != null && h != null) {
            try {
                return new Box(x, y, corners ? w - x : w, corners ? h - y : h, label, text, reader);
            } catch (InputException e) {
                // reported below, as a box without numbers is
                problems.accept(
                        new Problem(Problem.Kind.INCONSISTENT, row.where(), "a box of negative size; left out"));
                return null;
            }
        }
        problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), "no box of four numbers; left out"));
        return null;
    }
}
