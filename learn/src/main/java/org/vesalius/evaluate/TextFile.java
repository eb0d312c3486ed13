package org.vesalius.evaluate;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/**
 * Texts from any system's file: {@code .csv} and {@code .tsv} with a header line, {@code .jsonl} (an object a line), {@code .json} (a list of objects), anything else a text a line. An error names the
 * file and the line, never a text or an id.
 *
 * @param name the file's, without its folder
 * @param identified whether every line has an id; if not, lines are matched by their order
 */
public record TextFile(String name, boolean identified, List<Line> lines) {
    private static final Set<String> IDS =
            Set.of("id", "study_id", "uid", "key", "image_id", "dicom_id", "qid", "question_id");
    private static final Set<String> TEXTS = Set.of(
            "text",
            "report",
            "hypothesis",
            "prediction",
            "generated",
            "reference",
            "caption",
            "answer",
            "summary",
            "findings",
            "impression");
    private static final Set<String> PATIENTS = Set.of("patient", "patient_id", "subject_id");
    private static final Set<String> PARTS = Set.of("answer_type", "question_type", "split");

    public TextFile {
        lines = List.copyOf(lines);
    }

    /**
     * A text.
     *
     * @param number of its line or record, the first of data is 1
     * @param id empty where there is none
     * @param texts one, or several where the file has a list
     * @param patient empty where the file does not say
     * @param parts by column, what numbers are also made of: {@code answer_type}, {@code question_type}, {@code split}
     */
    public record Line(int number, String id, List<String> texts, String patient, Map<String, String> parts) {
        public Line {
            texts = List.copyOf(texts);
            parts = Map.copyOf(parts);
        }
    }

    /** Names of columns; empty ones are found by what programs call them. */
    public record Columns(String id, String text, String patient) {
        /** All found. */
        public static final Columns FOUND = new Columns("", "", "");
    }

    /**
     * Reads a file.
     *
     * @throws InputException where it is missing, empty, not UTF-8, broken, without the columns, or has an id twice
     */
    public static TextFile read(Path file, Columns columns) throws IOException {
        String name = String.valueOf(file.getFileName());
        String text = text(file, name);
        String lower = name.toLowerCase(Locale.ROOT);
        List<Map<String, List<String>>> records;
        if (lower.endsWith(".csv") || lower.endsWith(".tsv")) {
            records = table(text, name, lower.endsWith(".tsv"));
        } else if (lower.endsWith(".jsonl") || lower.endsWith(".json")) {
            records = objects(text, name, lower.endsWith(".jsonl"));
        } else {
            records = text.lines().map(line -> Map.of("text", List.of(line))).toList();
        }
        if (records.isEmpty()) {
            throw InputException.of(name, "at least one text", "none", "is it the right file?");
        }
        return of(name, records, columns);
    }

    private static String text(Path file, String name) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw InputException.of(name, "a file of texts", "no such file", "check the path");
        }
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InputException(name + ": expected UTF-8, got other bytes; convert it first", e);
        }
    }

    private static List<Map<String, List<String>>> table(String text, String name, boolean tabs) throws IOException {
        CSVFormat format = (tabs ? CSVFormat.TDF : CSVFormat.RFC4180)
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        List<Map<String, List<String>>> records = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            for (CSVRecord line : parser) {
                if (!line.isConsistent()) {
                    throw InputException.of(
                            name + ", record " + line.getRecordNumber(),
                            parser.getHeaderNames().size() + " cells",
                            Integer.toString(line.size()),
                            "put texts with commas or line ends in quotes");
                }
                Map<String, List<String>> cells = new LinkedHashMap<>();
                line.toMap().forEach((column, cell) -> cells.put(column.strip(), List.of(cell)));
                records.add(cells);
            }
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new InputException(name + ": not the CSV that was expected: one header line, quotes closed", e);
        }
        return records;
    }

    private static List<Map<String, List<String>>> objects(String text, String name, boolean lines) {
        List<Map<String, List<String>>> records = new ArrayList<>();
        if (!lines) {
            JsonNode all = Json.tree(text, name);
            for (JsonNode one : all.isArray() ? all : Json.mapper().createArrayNode()) {
                records.add(object(one, name + ", element " + (records.size() + 1)));
            }
            return records;
        }
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                String where = name + ", line " + number;
                records.add(object(Json.tree(line, where), where));
            }
        }
        return records;
    }

    private static Map<String, List<String>> object(JsonNode node, String where) {
        if (!node.isObject()) {
            throw InputException.of(where, "a JSON object with a text", "something else", "e.g. {\"id\":…,\"text\":…}");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String field : node.propertyNames()) {
            JsonNode value = node.get(field);
            if (value.isArray()) {
                List<String> all = new ArrayList<>();
                value.forEach(one -> all.add(one.asString()));
                values.put(field, all);
            } else if (value.isValueNode()) {
                values.put(field, List.of(value.isNull() ? "" : value.asString()));
            }
        }
        return values;
    }

    private static TextFile of(String name, List<Map<String, List<String>>> records, Columns columns) {
        Set<String> there = new TreeSet<>();
        records.forEach(record -> there.addAll(record.keySet()));
        String id = column(name, "--id-column", columns.id, IDS, there);
        String text = textColumn(name, columns.text, there, id);
        String patient = column(name, "--patient-column", columns.patient, PATIENTS, there);
        List<Line> lines = new ArrayList<>();
        Map<String, Integer> known = new HashMap<>();
        for (Map<String, List<String>> record : records) {
            int number = lines.size() + 1;
            List<String> texts = record.get(text);
            if (texts == null || texts.isEmpty()) {
                throw InputException.of(
                        name + ", record " + number, "a text in '" + text + "'", "none", "add it, empty as \"\"");
            }
            String own = first(record, id);
            Integer before = own.isEmpty() ? null : known.putIfAbsent(own, number);
            if (before != null) {
                throw InputException.of(
                        name,
                        "every id once",
                        "the same id in records " + before + " and " + number,
                        "remove one; several references of an item are a list in .jsonl, or further files");
            }
            Map<String, String> parts = new HashMap<>();
            PARTS.stream()
                    .filter(record::containsKey)
                    .forEach(part -> parts.put(part, first(record, part).strip()));
            lines.add(new Line(number, own, texts, first(record, patient), parts));
        }
        boolean identified = !id.isEmpty();
        if (identified && lines.stream().anyMatch(line -> line.id.isEmpty())) {
            throw InputException.of(name, "an id in every record", "none in some", "fill '" + id + "'");
        }
        return new TextFile(name, identified, lines);
    }

    private static String first(Map<String, List<String>> record, String column) {
        List<String> values = record.getOrDefault(column, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** The column of this name, or the one that is called as such columns are; empty for none. */
    private static String column(String name, String option, String given, Set<String> usual, Set<String> there) {
        if (!given.isEmpty()) {
            if (!there.contains(given)) {
                throw InputException.unknown(option + " of " + name, given, there);
            }
            return given;
        }
        return there.stream()
                .filter(column -> usual.contains(column.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse("");
    }

    private static String textColumn(String name, String given, Set<String> there, String id) {
        if (!given.isEmpty()) {
            return column(name, "--text-column", given, TEXTS, there);
        }
        List<String> usual = there.stream()
                .filter(column -> TEXTS.contains(column.toLowerCase(Locale.ROOT)))
                .toList();
        List<String> others = there.stream()
                .filter(column -> !column.equals(id) && !column.isEmpty())
                .toList();
        if (usual.size() == 1 || (usual.isEmpty() && others.size() == 1)) {
            return usual.isEmpty() ? others.getFirst() : usual.getFirst();
        }
        throw InputException.of(
                name,
                "one column of texts",
                (usual.isEmpty() ? "none of a usual name among " + there : "several: " + usual),
                "name it with --text-column");
    }
}
