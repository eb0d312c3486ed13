package org.vesalius.dataset;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * A table of text with a header line (RFC 4180: quoted cells may hold separators, doubled quotes and line ends), read row by row. Columns are addressed by name, never by place; of two with the same name
 * the first counts. A file whose name ends in {@code .gz} is unpacked on the way. Bytes that are no UTF-8 become the replacement character.
 */
final class Table implements AutoCloseable, Iterable<Table.Row> {
    /** The heading of a column that holds the number of the row in the table that it was copied from. */
    static final String NUMBER = "\u0001row";

    private static final String ZIPPED = ".gz";
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final List<String> header;

    private Table(String name, CSVParser parser) {
        this.name = name;
        this.parser = parser;
        this.records = parser.iterator();
        this.header = records(0) ? List.copyOf(records.next().toList()) : List.of();
        for (int i = 0; i < header.size(); i++) {
            columns.putIfAbsent(header.get(i).strip(), i);
        }
    }

    /** The first of these files that is in the folder, as it is or with {@code .gz} behind its name; null when none is. */
    static @Nullable Path find(Path dir, String... names) {
        for (String name : names) {
            for (String suffix : List.of("", ZIPPED)) {
                Path file = dir.resolve(name + suffix);
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        return null;
    }

    /** Whether the file is there and its first line has these columns. */
    static boolean looksLike(@Nullable Path file, String... columns) {
        if (file == null || !Files.isRegularFile(file)) {
            return false;
        }
        try (Table table = open(file, "table")) {
            return Arrays.stream(columns).allMatch(table::has);
        } catch (IOException | InputException e) {
            return false;
        }
    }

    /** Opens a comma-separated table, unpacking {@code .gz}, under its own file name. */
    static Table open(Path file) throws IOException {
        return open(file, String.valueOf(file.getFileName()));
    }

    /** Opens a comma-separated table; {@code name} stands for it in messages. */
    static Table open(Path file, String name) throws IOException {
        return open(file, name, ',', StandardCharsets.UTF_8);
    }

    /** Opens a table; {@code name} stands for it in messages. */
    static Table open(Path file, String name, char separator, Charset charset) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        if (String.valueOf(file.getFileName()).endsWith(ZIPPED)) {
            try {
                bytes = new GZIPInputStream(bytes, BUFFER);
            } catch (IOException e) {
                bytes.close();
                throw new InputException(name + ": expected a gzip file, got another kind; get it again", e);
            }
        }
        BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, charset));
        reader.mark(1);
        try {
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
        } catch (EOFException | ZipException e) {
            reader.close();
            throw packing(name, e);
        }
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(true)
                .get();
        return new Table(name, CSVParser.parse(reader, format));
    }

    /** The cells of the header as they are. */
    List<String> header() {
        return header;
    }

    /** Whether there is such a column. */
    boolean has(String column) {
        return columns.containsKey(column);
    }

    /** The place of a column. */
    int place(String column) {
        Integer place = columns.get(column);
        if (place == null) {
            throw new NoSuchElementException("column " + column);
        }
        return place;
    }

    /** Says at once which columns are missing. */
    Table require(String... needed) {
        List<String> missing = new ArrayList<>();
        for (String column : needed) {
            if (!has(column)) {
                missing.add("'" + column + "'");
            }
        }
        if (!missing.isEmpty()) {
            throw InputException.of(
                    name,
                    "the column" + (missing.size() > 1 ? "s " : " ") + String.join(", ", missing),
                    columns.isEmpty() ? "an empty file" : "the columns '" + String.join("', '", columns.keySet()) + "'",
                    "check the separator and the first line, or name the column with a setting");
        }
        return this;
    }

    /** One row under the header. */
    final class Row {
        private final CSVRecord cells;

        Row(CSVRecord cells) {
            this.cells = cells;
        }

        /** From 1, the header not counted. */
        long number() {
            Integer stated = columns.get(NUMBER);
            return stated == null ? cells.getRecordNumber() - 1 : Long.parseLong(cells.get(stated));
        }

        /** All cells as they stand. */
        List<String> cells() {
            return cells.toList();
        }

        /** How messages call it. */
        String where() {
            return name + ", row " + number();
        }

        /** The names of the columns, without blanks around them, in their order. */
        Set<String> columns() {
            return Collections.unmodifiableSet(columns.keySet());
        }

        /** Whether the table has such a column. */
        boolean has(String column) {
            return columns.containsKey(column);
        }

        /** The cell without blanks around it; empty where column or cell are absent. */
        String get(String column) {
            Integer place = columns.get(column);
            return place == null ? "" : at(place);
        }

        /** As {@link #get}, by the place of the column. */
        String at(int place) {
            return place < cells.size() ? cells.get(place).strip() : "";
        }

        /** Whether the row has a cell under every heading; an empty last heading may lack one. */
        boolean whole() {
            return cells.size() >= header.size() - (header.getLast().isBlank() ? 1 : 0);
        }

        /** A number, or null where the cell is empty or none. */
        @Nullable
        Double number(String column) {
            try {
                return Double.valueOf(get(column));
            } catch (NumberFormatException e) {
                return null;
            }
        }

        /** Those of the cells that are not empty, under new names. */
        Map<String, String> facts(Map<String, String> nameOfColumn) {
            Map<String, String> facts = new LinkedHashMap<>();
            nameOfColumn.forEach((column, fact) -> {
                String value = get(column);
                if (!value.isEmpty()) {
                    facts.put(fact, value);
                }
            });
            return Collections.unmodifiableMap(facts);
        }
    }

    /** The rows that are left. A quote that is never closed ends the reading with an error that names the line. */
    @Override
    public Iterator<Row> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records(parser.getCurrentLineNumber());
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return new Row(records.next());
            }
        };
    }

    private boolean records(long line) {
        try {
            return records.hasNext();
        } catch (UncheckedIOException | IllegalStateException e) {
            if (e.getCause() instanceof EOFException || e.getCause() instanceof ZipException) {
                throw packing(name, e);
            }
            // the parser's message may quote the cell
            throw new InputException(
                    name
                            + ": expected quotes that are closed and doubled inside a cell, got a broken one in or after line "
                            + (line + 1) + "; correct that line",
                    e);
        }
    }

    private static InputException packing(String name, Exception cause) {
        return new InputException(
                name + ": expected a whole gzip file, got one that ends too early or is damaged; get it again", cause);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
