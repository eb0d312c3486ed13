package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.dicom.DicomAttributes;
import org.vesalius.dicom.StructuredReport;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.section.Sectioning;

/** The reports beside a folder of DICOM files, by accession number or study UID: text files of that name, a table with such a column, or structured reports among the files. */
final class DicomReports {
    private static final List<String> ACCESSION =
            List.of("accession_number", "accession", "AccessionNumber", "Accession Number");
    private static final List<String> STUDY =
            List.of("study_instance_uid", "study_uid", "StudyInstanceUID", "Study Instance UID");
    private static final List<String> TEXT = List.of("report", "Report", "report_text", "text");

    /** By number or UID: where a report stands, as messages call it, and its text. */
    private final Map<String, Found> byKey = new HashMap<>();

    private final Map<String, Found> all = new TreeMap<>();
    private final Set<String> used = new HashSet<>();
    private final List<DicomAttributes> structured = new ArrayList<>();
    private final Sectioning rule;

    private record Found(String where, String text) {}

    private DicomReports(Sectioning rule) {
        this.rule = rule;
    }

    /** Reads all texts and tables among these files. */
    static DicomReports read(List<Path> files, ReadOptions options, Consumer<Problem> problems) throws IOException {
        DicomReports reports = new DicomReports(ReportRule.of(options));
        int texts = 0;
        int tables = 0;
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".txt")) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                reports.add("text file %06d".formatted(++texts), text, List.of(Inside.stem(name)), problems);
            } else if (name.endsWith(".csv")) {
                reports.table(file, "report table " + ++tables, options, problems);
            }
        }
        return reports;
    }

    private void table(Path file, String name, ReadOptions options, Consumer<Problem> problems) throws IOException {
        try (Table table = Table.open(file, name)) {
            String text = column(table, options.get("report-key", ""), TEXT)
                    .orElseThrow(() -> missing(name, "of the report, such as 'report'", "report-key"));
            Optional<String> accession = column(table, options.get("accession-key", ""), ACCESSION);
            Optional<String> study = column(table, options.get("study-key", ""), STUDY);
            if (accession.isEmpty() && study.isEmpty()) {
                throw missing(name, "such as 'accession_number' or 'study_uid'", "accession-key or study-key");
            }
            for (Table.Row row : table) {
                List<String> keys = List.of(
                        study.map(row::get).orElse(""), accession.map(row::get).orElse(""));
                add("%s, row %06d".formatted(name, row.number()), row.get(text), keys, problems);
            }
        }
    }

    private static Optional<String> column(Table table, String named, List<String> usual) {
        List<String> candidates = named.isEmpty() ? usual : List.of(named);
        return candidates.stream().filter(table::has).findFirst();
    }

    private static InputException missing(String table, String column, String setting) {
        return InputException.of(table, "a column " + column, "none", "name it with --set " + setting + "=COLUMN");
    }

    /** A structured report of the study that its header names. */
    void structured(String where, StructuredReport report, Consumer<Problem> problems) {
        if (report.text().isEmpty()) {
            problems.accept(new Problem(Problem.Kind.SKIPPED, where, "a structured report without text"));
            return;
        }
        structured.add(report.about());
        DicomAttributes.Keys keys = report.about().keys();
        add(where, report.text(), List.of(keys.study(), keys.accession()), problems);
    }

    /** What may be known of the structured reports. */
    List<DicomAttributes> structured() {
        return structured;
    }

    private void add(String where, String text, List<String> keys, Consumer<Problem> problems) {
        Found found = new Found(where, text);
        all.put(where, found);
        boolean second = false;
        for (String key : keys) {
            if (!key.isEmpty()) {
                // what a file is known by when its identity was not removed
                byKey.putIfAbsent(DicomAttributes.key(key), found);
                second |= byKey.putIfAbsent(key, found) != null;
            }
        }
        if (second) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, where, "a second report of the same study; the first is kept"));
            used.add(where);
        }
    }

    /** The report under the first of these keys that has one, or null. */
    @Nullable
    Report find(String... keys) {
        return Arrays.stream(keys)
                .filter(key -> !key.isEmpty() && byKey.containsKey(key))
                .findFirst()
                .map(byKey::get)
                .map(found -> {
                    used.add(found.where());
                    return rule.report(found.text());
                })
                .orElse(null);
    }

    /** Says which reports nobody asked for. */
    void unmatched(Consumer<Problem> problems) {
        all.keySet().stream()
                .filter(where -> !used.contains(where))
                .forEach(where -> problems.accept(
                        new Problem(Problem.Kind.UNMATCHED, where, "a report without pictures; left out")));
    }
}
