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

/** The user's own table of pictures and texts, with open_clip's names for the columns: one study per row. */
public final class CsvTable implements Dataset {
    private static final DatasetCard CARD = new DatasetCard(
            "csv",
            1,
            "Your own table of pictures and texts",
            "none",
            "yours",
            false,
            DatasetCard.Access.OWN,
            List.of("pretraining", "retrieval", "zero-shot"),
            "any",
            "one .csv or .tsv file in the folder, or the file itself; pictures by path, relative to the table",
            List.of(
                    "Without a column of patients each row counts as a patient of its own, so that one patient's pictures may be in two splits."),
            Map.of());

    private static final Map<String, String> SETTINGS = settingsOf();

    private static Map<String, String> settingsOf() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("csv-img-key", "column of the picture; default filepath");
        settings.put("csv-caption-key", "column of the text; default title");
        settings.put(
                "csv-separator", "separator of the columns, 'tab' for a tab; default: found out from the first line");
        settings.put("patient-key", "column of the patient; default patient_id");
        settings.put("study-key", "column of the study, unique; default study_id, or the row's number");
        settings.put("split-key", "column with train, val or test; default split");
        settings.put("label-keys", "columns with 1, 0, -1 or nothing, separated by commas; default none");
        settings.put(ReportRule.SETTING, ReportRule.help(Sectioning.VESALIUS));
        settings.put(Marks.SETTING, Marks.HELP);
        settings.put("meta-keys", "further columns to keep as facts, separated by commas; default none");
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
            Path file = table(dir);
            return file != null && header(file).contains("filepath");
        } catch (IOException | InputException e) {
            return false;
        }
    }

    private static String header(Path file) throws IOException {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            return line == null ? "" : line;
        }
    }

    private static @Nullable Path table(Path dir) throws IOException {
        if (Files.isRegularFile(dir)) {
            return dir;
        }
        try (Stream<Path> files = Files.list(dir)) {
            List<Path> tables = files.filter(file -> String.valueOf(file.getFileName())
                            .toLowerCase(Locale.ROOT)
                            .matches(".*\\.[ct]sv"))
                    .toList();
            return tables.size() == 1 ? tables.getFirst() : null;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = table(dir);
        if (file == null) {
            throw InputException.of(
                    "folder", "exactly one .csv or .tsv file", "none or several", "give the file itself as DIR");
        }
        Path folder = file.toAbsolutePath().getParent();
        Columns columns = Columns.of(options);
        Consumer<Study> marked = Marks.required(options, studies);
        char separator = separator(options.get("csv-separator", ""), header(file));
        try (Table table =
                Table.open(file, "table", separator, StandardCharsets.UTF_8).require(columns.required())) {
            if (!table.has(columns.patient())) {
                problems.accept(
                        new Problem(
                                Problem.Kind.INCONSISTENT,
                                "table",
                                "no column '" + columns.patient()
                                        + "': each row counts as a patient of its own; name the column with --set patient-key=…"));
            }
            for (Table.Row row : table) {
                Study study = columns.study(row, folder == null ? dir : folder, problems);
                if (study != null) {
                    marked.accept(study);
                }
            }
        }
    }

    /** What a setting names, else a tab where the first line has one, else a comma. */
    static char separator(String setting, String header) {
        if (setting.isEmpty()) {
            return header.indexOf('\t') >= 0 ? '\t' : ',';
        }
        if (setting.equals("tab") || setting.equals("\\t")) {
            return '\t';
        }
        if (setting.length() != 1) {
            throw InputException.of("csv-separator", "one character or 'tab'", "another text", "correct it");
        }
        return setting.charAt(0);
    }

    /** What is in which column. */
    private record Columns(
            String image,
            String caption,
            String patient,
            String study,
            String split,
            List<String> labels,
            List<String> meta,
            Sectioning rule) {

        static Columns of(ReadOptions options) {
            return new Columns(
                    options.get("csv-img-key", "filepath"),
                    options.get("csv-caption-key", "title"),
                    options.get("patient-key", "patient_id"),
                    options.get("study-key", "study_id"),
                    options.get("split-key", "split"),
                    list(options.get("label-keys", "")),
                    list(options.get("meta-keys", "")),
                    ReportRule.of(options));
        }

        private static List<String> list(String cells) {
            return Arrays.stream(cells.split(","))
                    .map(String::strip)
                    .filter(cell -> !cell.isEmpty())
                    .toList();
        }

        String[] required() {
            return Stream.concat(Stream.of(image, caption), Stream.concat(labels.stream(), meta.stream()))
                    .toArray(String[]::new);
        }

        @Nullable
        Study study(Table.Row row, Path folder, Consumer<Problem> problems) {
            Path file = Rows.file(folder, row.get(image));
            if (!row.whole()) {
                problems.accept(new Problem(Problem.Kind.BROKEN, row.where(), "fewer cells than the first line"));
                return null;
            }
            if (file == null) {
                problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its picture is not there"));
                return null;
            }
            try {
                String id = row.get(study).isEmpty() ? "row " + row.number() : row.get(study);
                String whose = row.get(patient).isEmpty() ? "row " + row.number() : row.get(patient);
                Map<String, LabelState> states = new TreeMap<>();
                labels.forEach(name -> states.put(name, Rows.label(row.get(name))));
                Map<String, String> names = new LinkedHashMap<>();
                meta.forEach(name -> names.put(name, name));
                return Study.of(whose, id)
                        .withSplit(Rows.split(row.get(split)))
                        .withImages(List.of(StudyImage.of("0", file, View.UNKNOWN)))
                        .withReport(rule.report(row.get(caption)))
                        .withLabels(states)
                        .withMeta(row.facts(names));
            } catch (InputException e) {
                problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), Pixels.reason(e)));
                return null;
            }
        }
    }
}
