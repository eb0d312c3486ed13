package org.vesalius.dataset;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Li et al., "Auxiliary signal-guided knowledge encoder-decoder for medical report generation", World Wide Web 2022 (arXiv 2006.03744): COVID-19 CT slices with reports in Chinese and English; one study per slice. */
public final class CovCtr implements Dataset {
    /** The one label. */
    public static final String LABEL = "COVID-19";

    private static final List<String> TABLES = List.of("reports_ZH_EN.csv", "reports.csv");
    private static final String LANGUAGE = "language";

    private static final DatasetCard CARD = new DatasetCard(
                    "cov_ctr",
                    1,
                    "COV-CTR: COVID-19 CT reports",
                    "M. Li, R. Liu, F. Wang, X. Chang, X. Liang, Auxiliary signal-guided knowledge encoder-decoder for medical report generation, World Wide Web 2022, arXiv 2006.03744",
                    "not stated; slices from COVID-CT and papers",
                    false,
                    DatasetCard.Access.OPEN,
                    List.of("report generation", "retrieval", "other language"),
                    "CT slices with reports",
                    "reports_ZH_EN.csv (image_id, findings, terminologies, COVID, impression, reports_En), or reports.csv of the first release; pictures beside it or in images/",
                    List.of(
                            "The table is UTF-8 with a byte order mark in the copy that has English, GBK in the first release: told apart by whether it decodes.",
                            "English reports were added in 2021; --set language=zh reads the Chinese findings and impression.",
                            "Six pictures have two rows that differ: both are left out and reported. Some pictures are in no row.",
                            "34 files are named .png and are JPEG: pictures are told by their content.",
                            "File names hold % and do not tell patients: each slice counts as one of its own.",
                            "728 slices says the paper; a copy that was described has 726 rows and 746 files, so the count is not compared."),
                    Map.of())
            .withSize("0.2 GB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(LANGUAGE, "en or zh; default en, where there is no English zh");
    }

    @Override
    public boolean recognises(Path dir) {
        Path folder = folder(dir);
        Path file = Table.find(folder, TABLES.toArray(String[]::new));
        if (file == null) {
            return false;
        }
        try (Table table = Table.open(file, "table", ',', charset(file))) {
            return table.has("image_id") && table.has("findings") && table.has("COVID");
        } catch (IOException | InputException e) {
            return false;
        }
    }

    private static Path folder(Path dir) {
        Path below = dir.resolve("COV-CTR");
        return Files.isDirectory(below) ? below : dir;
    }

    /** UTF-8 when all of the file is, else GBK. */
    private static Charset charset(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            char[] buffer = new char[1 << 14];
            // decoding is the check
            for (int read = 0; read >= 0; ) {
                read = in.read(buffer);
            }
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return Charset.forName("GBK");
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path folder = folder(dir);
        Path file = Table.find(folder, TABLES.toArray(String[]::new));
        if (file == null) {
            throw InputException.of("COV-CTR", TABLES.getFirst(), "no such table", "name its folder");
        }
        String language = options.get(LANGUAGE, "en");
        if (!List.of("en", "zh").contains(language)) {
            throw InputException.unknown(LANGUAGE, language, List.of("en", "zh"));
        }
        Map<String, List<Table.Row>> rows = new TreeMap<>();
        try (Table table =
                Table.open(file, TABLES.getFirst(), ',', charset(file)).require("image_id", "findings", "COVID")) {
            for (Table.Row row : table) {
                rows.computeIfAbsent(row.get("image_id"), _ -> new ArrayList<>())
                        .add(row);
            }
        }
        for (Map.Entry<String, List<Table.Row>> slice : rows.entrySet()) {
            Study study = study(folder, slice.getKey(), slice.getValue(), language, problems);
            if (study != null) {
                studies.accept(study);
            }
        }
    }

    private static @Nullable Study study(
            Path folder, String name, List<Table.Row> rows, String language, Consumer<Problem> problems) {
        Table.Row first = rows.getFirst();
        Report report = report(first, language);
        if (rows.stream().anyMatch(row -> !report(row, language).equals(report))) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT,
                    first.where(),
                    "another row has another report of this picture; left out"));
            return null;
        }
        Path beside = Inside.file(folder, name);
        Path file = beside == null ? Inside.file(folder.resolve("images"), name) : beside;
        if (file == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, first.where(), "its picture is not there"));
            return null;
        }
        Map<String, String> meta = new HashMap<>(first.facts(Map.of("terminologies", "terminologies")));
        meta.put("language", language.equals("en") && !first.get("reports_En").isEmpty() ? "en" : "zh");
        String covid = first.get("COVID");
        return Study.of(name, name)
                .withImages(List.of(StudyImage.of(name, file, View.AXIAL)))
                .withReport(report)
                .withLabels(
                        covid.isEmpty()
                                ? Map.of()
                                : Map.of(LABEL, covid.startsWith("1") ? LabelState.POSITIVE : LabelState.NEGATIVE))
                .withMeta(meta);
    }

    private static Report report(Table.Row row, String language) {
        if (language.equals("en") && !row.get("reports_En").isEmpty()) {
            return Report.of(Section.FINDINGS, row.get("reports_En"));
        }
        return new Report(Map.of(Section.FINDINGS, row.get("findings"), Section.IMPRESSION, row.get("impression")));
    }
}
