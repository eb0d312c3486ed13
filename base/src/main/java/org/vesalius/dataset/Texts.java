package org.vesalius.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.section.Sectioning;

/** The user's own reports without pictures: text files, or a table with a column of reports. */
public final class Texts implements Dataset {
    /** Longer files are not reports. */
    private static final long LONGEST = 1 << 20;

    private static final List<String> COLUMNS = List.of("report", "Report", "report_text", "text", "title");

    private static final DatasetCard CARD = new DatasetCard(
            "texts",
            1,
            "Your own reports, without pictures",
            "none",
            "yours",
            false,
            DatasetCard.Access.OWN,
            List.of("labelling of reports", "report retrieval", "pretraining of text"),
            "any",
            "one .txt file a report at any depth; or one .csv or .tsv table with a column of reports",
            List.of(
                    "Without a column of patients each report counts as a patient of its own, so that one patient's reports may be in two splits.",
                    "A folder that holds anything but .txt files is not recognised as this: name it with --as texts."),
            Map.of());

    private static final Map<String, String> SETTINGS = settingsOf();

    private static Map<String, String> settingsOf() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("csv-caption-key", "column of the report; default the first of " + String.join(", ", COLUMNS));
        settings.put(
                "csv-separator", "separator of the columns, 'tab' for a tab; default: found out from the first line");
        settings.put("patient-key", "column of the patient; default patient_id");
        settings.put("study-key", "column of the study, unique; default study_id, or the row's number");
        settings.put("split-key", "column with train, val or test; default split");
        settings.put("label-keys", "columns with 1, 0, -1 or nothing, separated by commas; default none");
        settings.put(ReportRule.SETTING, ReportRule.help(Sectioning.VESALIUS));
        return settings;
    }

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return SETTINGS;
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            if (Files.isRegularFile(dir)) {
                return isText(dir) || (isTable(dir) && Table.looksLike(dir) && hasColumn(dir));
            }
            return Files.isDirectory(dir) && onlyTexts(dir);
        } catch (IOException | InputException e) {
            return false;
        }
    }

    private static boolean hasColumn(Path file) throws IOException {
        try (Table table = Table.open(file, "table", separator("", header(file)), StandardCharsets.UTF_8)) {
            return COLUMNS.stream().anyMatch(table::has);
        }
    }

    private static boolean onlyTexts(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            List<Path> some = files.limit(1000).toList();
            return !some.isEmpty() && some.stream().allMatch(file -> Files.isRegularFile(file) && isText(file));
        }
    }

    private static boolean isText(Path file) {
        return named(file, ".*\\.txt");
    }

    private static boolean isTable(Path file) {
        return named(file, ".*\\.[ct]sv(\\.gz)?");
    }

    private static boolean named(Path file, String pattern) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).matches(pattern);
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Sectioning rule = ReportRule.of(options);
        Path table = table(dir);
        if (table != null) {
            table(table, options, rule, studies, problems);
            return;
        }
        List<Path> files = files(dir);
        if (files.isEmpty()) {
            throw InputException.of(
                    "DIR", "text files that end in .txt, or one table", "none", "name the file or another folder");
        }
        int number = 0;
        for (Path file : files) {
            number++;
            text(dir, file, "text file " + number, rule, studies, problems);
        }
    }

    private static @Nullable Path table(Path dir) throws IOException {
        if (Files.isRegularFile(dir)) {
            return isTable(dir) ? dir : null;
        }
        try (Stream<Path> files = Files.list(dir)) {
            List<Path> tables = files.filter(Texts::isTable).toList();
            return tables.size() == 1 ? tables.getFirst() : null;
        }
    }

    private static List<Path> files(Path dir) throws IOException {
        if (Files.isRegularFile(dir)) {
            return List.of(dir);
        }
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(file -> isText(file) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static void text(
            Path dir, Path file, String where, Sectioning rule, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (Files.size(file) > LONGEST) {
            problems.accept(new Problem(Problem.Kind.BROKEN, where, "longer than 1 MiB: no report"));
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            problems.accept(new Problem(Problem.Kind.BROKEN, where, "no text: it holds zero bytes"));
            return;
        }
        if (text.isBlank()) {
            problems.accept(new Problem(Problem.Kind.BROKEN, where, "it is empty"));
            return;
        }
        Path inside = file.equals(dir) ? file.getFileName() : dir.relativize(file);
        String id = Inside.stem(String.valueOf(inside));
        studies.accept(Study.of(id, id).withReport(rule.report(text)));
    }

    private static void table(
            Path file, ReadOptions options, Sectioning rule, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        char separator = separator(options.get("csv-separator", ""), header(file));
        try (Table table = Table.open(file, "table", separator, StandardCharsets.UTF_8)) {
            String named = options.get("csv-caption-key", "");
            String column = named.isEmpty()
                    ? COLUMNS.stream().filter(table::has).findFirst().orElse(COLUMNS.getFirst())
                    : named;
            List<String> labels = Arrays.stream(options.get("label-keys", "").split(","))
                    .map(String::strip)
                    .filter(cell -> !cell.isEmpty())
                    .toList();
            table.require(column).require(labels.toArray(String[]::new));
            for (Table.Row row : table) {
                row(row, column, labels, options, rule, studies, problems);
            }
        }
    }

    private static void row(
            Table.Row row,
            String column,
            List<String> labels,
            ReadOptions options,
            Sectioning rule,
            Consumer<Study> studies,
            Consumer<Problem> problems) {
        if (!row.whole() || row.get(column).isEmpty()) {
            String reason = row.whole() ? "it has no report" : "fewer cells than the first line";
            problems.accept(new Problem(Problem.Kind.BROKEN, row.where(), reason));
            return;
        }
        String study = row.get(options.get("study-key", "study_id"));
        String patient = row.get(options.get("patient-key", "patient_id"));
        try {
            Map<String, LabelState> states = new TreeMap<>();
            labels.forEach(name -> states.put(name, Rows.label(row.get(name))));
            studies.accept(Study.of(
                            patient.isEmpty() ? "row " + row.number() : patient,
                            study.isEmpty() ? "row " + row.number() : study)
                    .withSplit(Rows.split(row.get(options.get("split-key", "split"))))
                    .withReport(rule.report(row.get(column)))
                    .withLabels(states));
        } catch (InputException e) {
            problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), Pixels.reason(e)));
        }
    }

    private static String header(Path file) throws IOException {
        if (String.valueOf(file.getFileName()).endsWith(".gz")) {
            return String.valueOf(file.getFileName()).contains(".tsv") ? "\t" : "";
        }
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            return line == null ? "" : line;
        }
    }

    private static char separator(String setting, String header) {
        return CsvTable.separator(setting, header);
    }
}
