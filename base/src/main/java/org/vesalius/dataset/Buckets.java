package org.vesalius.dataset;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The rows of a long table without order, dealt out by their keys into temporary files that only the user can read, so that all rows of a key are in one of them and one file at a time is held. They are
 * deleted on closing.
 */
final class Buckets implements AutoCloseable {
    private static final int NUMBER = 64;

    private final Path folder;
    private final String name;
    private final Function<Table.Row, String> key;
    private int next;

    private Buckets(Path folder, String name, Function<Table.Row, String> key) {
        this.folder = folder;
        this.name = name;
        this.key = key;
    }

    /** Deals out a table; rows without a key are left out and counted by {@code keyless}. */
    static Buckets of(Path file, Function<Table.Row, String> key, Runnable keyless) throws IOException {
        Buckets buckets =
                new Buckets(Files.createTempDirectory("vesalius-table"), String.valueOf(file.getFileName()), key);
        List<BufferedWriter> writers = new ArrayList<>();
        try (Table table = Table.open(file)) {
            for (int i = 0; i < NUMBER; i++) {
                writers.add(new BufferedWriter(
                        new OutputStreamWriter(Files.newOutputStream(buckets.file(i)), StandardCharsets.UTF_8)));
                write(writers.get(i), Table.NUMBER, table.header());
            }
            for (Table.Row row : table) {
                String of = key.apply(row);
                if (of.isEmpty()) {
                    keyless.run();
                } else {
                    write(writers.get(Math.floorMod(of.hashCode(), NUMBER)), Long.toString(row.number()), row.cells());
                }
            }
        } finally {
            for (BufferedWriter writer : writers) {
                writer.close();
            }
        }
        return buckets;
    }

    private static void write(BufferedWriter out, String number, List<String> cells) throws IOException {
        out.write(number);
        for (String cell : cells) {
            out.write(",\"");
            out.write(cell.replace("\"", "\"\""));
            out.write('"');
        }
        out.write('\n');
    }

    private Path file(int bucket) {
        return folder.resolve(bucket + ".csv");
    }

    /** The rows of the next file by key; empty after the last. */
    Map<String, List<Table.Row>> take() throws IOException {
        Map<String, List<Table.Row>> rows = new TreeMap<>();
        while (rows.isEmpty() && next < NUMBER) {
            try (Table table = Table.open(file(next++), name)) {
                table.forEach(row -> rows.computeIfAbsent(key.apply(row), _ -> new ArrayList<>())
                        .add(row));
            }
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < NUMBER; i++) {
            Files.deleteIfExists(file(i));
        }
        Files.deleteIfExists(folder);
    }
}
