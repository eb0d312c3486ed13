package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.report.section.Sectioning;

/** CT volumes with reports, in the layout of CT-RATE (Hamamci et al., arXiv 2403.17834) or as the user's own volumes with a text of the same name each: one study per examination. */
public final class CtReports implements Dataset {
    private static final Map<Split, List<String>> REPORTS = Map.of(
            Split.TRAIN, List.of("train_reports.csv"),
            Split.VAL, List.of("validation_reports.csv", "valid_reports.csv"));
    private static final Map<Split, String> LABELS =
            Map.of(Split.TRAIN, "train_predicted_labels.csv", Split.VAL, "valid_predicted_labels.csv");
    private static final List<String> REPORT_FOLDERS =
            List.of("", "radiology_text_reports", "dataset/radiology_text_reports");
    private static final List<String> LABEL_FOLDERS =
            List.of("", "multi_abnormality_labels", "dataset/multi_abnormality_labels");
    private static final Pattern NAME = Pattern.compile("((train|valid)_\\d+)_([a-z]+)_(\\d+)");
    private static final Map<String, Section> SECTIONS = Map.of(
            "ClinicalInformation_EN", Section.INDICATION,
            "Technique_EN", Section.TECHNIQUE,
            "Findings_EN", Section.FINDINGS,
            "Impressions_EN", Section.IMPRESSION);

    private static final DatasetCard CARD = new DatasetCard(
            "ct_reports",
            1,
            "CT volumes with reports",
            "layout of CT-RATE: I. E. Hamamci, S. Er, F. Almas et al., Developing Generalist Foundation Models from a Multimodal Dataset for 3D Computed Tomography, arXiv 2403.17834",
            "yours; CT-RATE CC BY-NC-SA 4.0",
            false,
            DatasetCard.Access.OWN,
            List.of("pretraining", "retrieval", "report generation"),
            "CT",
            "train_reports.csv and validation_reports.csv with VolumeName, Findings_EN, Impressions_EN (also in radiology_text_reports/ or dataset/radiology_text_reports/), optional <part>_predicted_labels.csv, volumes NAME.nii.gz at any depth; or volumes and for each NAME.nii.gz a NAME.txt beside it",
            List.of(
                    "An examination has several reconstructions with the same report: they are volumes of one study, and their scan letter and number are in the name.",
                    "The published parts are train and valid, and valid is used as the test part in the literature; it is read as validation.",
                    "Labels were predicted from the reports.",
                    "In the second form the first folder stands for the patient; volumes directly in the folder count as one patient each.",
                    "Not checked on a copy of CT-RATE: the columns are those that public code reads."),
            Map.of());

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(ReportRule.SETTING, ReportRule.help(Sectioning.VESALIUS) + "; only of a NAME.txt");
    }

    @Override
    public boolean recognises(Path dir) {
        return Files.isDirectory(dir)
                && (anyReports(dir) || VolumeFiles.any(dir, volume -> Files.isRegularFile(text(volume))));
    }

    private static boolean anyReports(Path dir) {
        return REPORTS.values().stream()
                .flatMap(List::stream)
                .anyMatch(name -> find(dir, REPORT_FOLDERS, name) != null);
    }

    private static @Nullable Path find(Path dir, List<String> folders, String name) {
        return Inside.first(folders.stream().map(dir::resolve).toList(), name, "");
    }

    private static Path text(Path volume) {
        return volume.resolveSibling(VolumeFiles.bare(String.valueOf(volume.getFileName())) + ".txt");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Map<String, Path> volumes = VolumeFiles.byName(dir);
        if (!anyReports(dir)) {
            own(dir, volumes, ReportRule.of(options), studies, problems);
            return;
        }
        for (Split split : List.of(Split.TRAIN, Split.VAL)) {
            for (String name : REPORTS.getOrDefault(split, List.of())) {
                Path file = find(dir, REPORT_FOLDERS, name);
                if (file != null) {
                    part(
                            file,
                            split,
                            find(dir, LABEL_FOLDERS, LABELS.getOrDefault(split, "")),
                            volumes,
                            studies,
                            problems);
                }
            }
        }
    }

    private static void own(
            Path dir, Map<String, Path> volumes, Sectioning rule, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (volumes.isEmpty()) {
            throw InputException.of(
                    "folder", "volumes with a NAME.txt each, or reports", "neither", "check the folder");
        }
        int number = 0;
        for (Path volume : volumes.values()) {
            String where = "volume " + ++number;
            if (!Files.isRegularFile(text(volume))) {
                problems.accept(new Problem(Problem.Kind.UNMATCHED, where, "a volume without a text; left out"));
                continue;
            }
            Path inside = dir.relativize(volume);
            String id = VolumeFiles.bare(inside.toString());
            studies.accept(Study.of(
                            inside.getNameCount() > 1 ? inside.getName(0).toString() : id, id)
                    .withVolumes(List.of(StudyVolume.of("0", volume, "ct")))
                    .withReport(rule.report(new String(Files.readAllBytes(text(volume)), StandardCharsets.UTF_8))));
        }
    }

    private static LabelState state(String cell) {
        return switch (cell.replaceFirst("\\.0$", "")) {
            case "1" -> LabelState.POSITIVE;
            case "0" -> LabelState.NEGATIVE;
            default -> LabelState.BLANK;
        };
    }

    /** One examination after the other, with the labels of its first volume that is there. */
    private static void part(
            Path file,
            Split split,
            @Nullable Path labels,
            Map<String, Path> files,
            Consumer<Study> studies,
            Consumer<Problem> problems)
            throws IOException {
        try (Groups rows = Groups.open(file, CtReports::examination, "VolumeName", "Findings_EN", "Impressions_EN");
                Groups predicted = rows.beside(labels, CtReports::examination, "VolumeName")) {
            for (Groups.Group group = rows.next(); group != null; group = rows.next()) {
                List<Table.Row> labelled = predicted.take(group.key());
                List<StudyVolume> volumes = new ArrayList<>();
                Table.@Nullable Row first = null;
                for (Table.Row row : group.rows()) {
                    Path found = files.get(volume(row));
                    if (found == null) {
                        problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its volume is not there"));
                    } else {
                        volumes.add(StudyVolume.of(volume(row), found, "ct"));
                        first = first == null ? row : first;
                    }
                }
                if (first != null) {
                    studies.accept(study(first)
                            .withSplit(split)
                            .withLabels(labels(volume(first), labelled))
                            .withVolumes(volumes));
                }
            }
            rows.unmatched("VolumeName", problems);
            predicted.unmatched("report", problems);
        }
    }

    private static String volume(Table.Row row) {
        return VolumeFiles.bare(row.get("VolumeName"));
    }

    /** {@code train_1_a} of {@code train_1_a_2}; of another name itself. */
    private static String examination(Table.Row row) {
        Matcher parts = NAME.matcher(volume(row));
        return parts.matches() ? parts.group(1) + "_" + parts.group(3) : volume(row);
    }

    private static Map<String, LabelState> labels(String volume, List<Table.Row> rows) {
        Map<String, LabelState> states = new TreeMap<>();
        for (Table.Row row : rows) {
            if (volume(row).equals(volume)) {
                row.columns().stream()
                        .filter(column -> !column.equals("VolumeName") && !column.isBlank())
                        .forEach(column -> states.put(column, state(row.get(column))));
            }
        }
        return states;
    }

    private static Study study(Table.Row row) {
        Map<Section, String> sections = new EnumMap<>(Section.class);
        SECTIONS.forEach((column, section) -> {
            String said = row.get(column);
            if (!said.equalsIgnoreCase("Not given.")) {
                sections.put(section, said);
            }
        });
        Matcher parts = NAME.matcher(volume(row));
        return Study.of(parts.matches() ? parts.group(1) : volume(row), examination(row))
                .withReport(new Report(sections));
    }
}
