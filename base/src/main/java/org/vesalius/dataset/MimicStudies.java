package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.report.section.Sectioning;

/** The studies of MIMIC-CXR in both of its forms: a table of films, and beside it tables of splits, views and labels, joined by subject and study. */
final class MimicStudies implements AutoCloseable {
    /** The setting that chooses the labels. */
    static final String LABELS = "labels";

    static final String LABELS_HELP = "chexpert, negbio, radiologist (the test set of 2.1.0) or none; default chexpert";

    /** The setting that chooses the rule by which reports are cut. */
    static final String SECTIONS_HELP = ReportRule.help(Sectioning.MIT_LCP);

    private static final String[] SPLIT = {"mimic-cxr-2.0.0-split.csv", "mimic-cxr-2.1.0-split.csv"};
    private static final String[] METADATA = {"mimic-cxr-2.0.0-metadata.csv", "mimic-cxr-2.1.0-metadata.csv"};
    private static final String RADIOLOGIST = "radiologist";
    private static final String SECTIONED = "mimic_cxr_sectioned.csv";
    private static final Map<String, String> FACTS = facts();

    private final MimicTree tree;
    private final Groups films;
    private final Groups splits;
    private final Groups metadata;
    private final Groups labels;
    private final Groups sectioned;
    private final Consumer<Problem> problems;
    private final Sectioning sectioning;
    private final boolean textsOnly;
    private final boolean byStudy;
    private final int[] reports = new int[2];

    /** {@code tables} is the folder of the tables of MIMIC-CXR-JPG. */
    MimicStudies(Path films, Path tables, MimicTree tree, ReadOptions options, Consumer<Problem> problems)
            throws IOException {
        this.tree = tree;
        this.problems = problems;
        this.films = Groups.open(films, MimicStudies::key, "subject_id", "study_id", "dicom_id");
        this.splits = this.films.beside(
                Table.find(tables, SPLIT), MimicStudies::key, "subject_id", "study_id", "dicom_id", "split");
        Path views = Table.find(tables, METADATA);
        this.metadata = this.films.beside(
                films.equals(views) ? null : views, MimicStudies::key, "subject_id", "study_id", "dicom_id");
        this.textsOnly = !tree.mayHoldFilms();
        this.sectioning = ReportRule.of(options, Sectioning.MIT_LCP);
        this.byStudy = options.get(LABELS, "").equals(RADIOLOGIST);
        this.labels = labels(tables, options.get(LABELS, "chexpert"));
        this.sectioned = Groups.held(
                Table.find(tables, SECTIONED), row -> row.get("study").replaceFirst("^s", ""), "study", "impression");
    }

    /** The table of films of MIMIC-CXR-JPG; null when it is not there. */
    static @Nullable Path views(Path dir) {
        return Table.find(dir, METADATA);
    }

    /** Where a film stands: also of a set that names films only by {@code dicom_id}. */
    static Map<String, MimicTree.Place> places(Path tables, Set<String> dicoms) throws IOException {
        Map<String, MimicTree.Place> places = new HashMap<>();
        Path file = Table.find(tables, SPLIT[0], SPLIT[1], METADATA[0], METADATA[1], MimicCxr.RECORDS);
        if (file == null) {
            return places;
        }
        try (Table table = Table.open(file).require("subject_id", "study_id", "dicom_id")) {
            for (Table.Row row : table) {
                String dicom = row.get("dicom_id");
                if (dicoms.contains(dicom)) {
                    places.put(dicom, new MimicTree.Place(row.get("subject_id"), row.get("study_id"), dicom));
                }
            }
        }
        return places;
    }

    private Groups labels(Path tables, String which) throws IOException {
        return switch (which) {
            case "chexpert", "negbio" ->
                films.beside(
                        Table.find(tables, "mimic-cxr-2.0.0-" + which + ".csv", "mimic-cxr-2.1.0-" + which + ".csv"),
                        MimicStudies::key,
                        "subject_id",
                        "study_id");
            case RADIOLOGIST ->
                Groups.held(
                        Table.find(tables, "mimic-cxr-2.1.0-test-set-labeled.csv"),
                        row -> row.get("study_id"),
                        "study_id");
            case "none" -> Groups.held(null, MimicStudies::key);
            default -> throw InputException.unknown(LABELS, which, List.of("chexpert", "negbio", RADIOLOGIST, "none"));
        };
    }

    private static String key(Table.Row row) {
        return row.get("subject_id") + "/" + row.get("study_id");
    }

    void read(Consumer<Study> studies) throws IOException {
        for (Groups.Group group = films.next(); group != null; group = films.next()) {
            Study study = study(group);
            if (!study.images().isEmpty() || !study.report().isEmpty()) {
                studies.accept(study);
            }
        }
        if (textsOnly) {
            problems.accept(new Problem(
                    Problem.Kind.SKIPPED, "films", "there is no folder files/: the studies are texts alone"));
        }
        splits.unmatched("film", problems);
        metadata.unmatched("film", problems);
        labels.unmatched("film", problems);
        if (reports[0] > 0 && reports[1] > 0) {
            problems.accept(new Problem(
                    Problem.Kind.UNMATCHED, "reports", "of %d studies there is none".formatted(reports[1])));
        }
    }

    private Study study(Groups.Group group) throws IOException {
        Table.Row first = group.rows().getFirst();
        String subject = first.get("subject_id");
        String id = first.get("study_id");
        Map<String, Table.Row> views = new HashMap<>();
        group.rows().forEach(row -> views.put(row.get("dicom_id"), row));
        metadata.take(group.key()).forEach(row -> views.put(row.get("dicom_id"), row));
        List<StudyImage> images = new ArrayList<>();
        for (Table.Row row : group.rows()) {
            StudyImage image = image(row, subject, id, views);
            if (image != null) {
                images.add(image);
            }
        }
        return Study.of(subject, id)
                .withSplit(split(splits.take(group.key()), first))
                .withImages(images)
                .withReport(report(subject, id))
                .withLabels(labelled(group.key(), id))
                .withMeta(views.getOrDefault(first.get("dicom_id"), first).facts(FACTS));
    }

    private @Nullable StudyImage image(Table.Row row, String subject, String study, Map<String, Table.Row> views) {
        String dicom = row.get("dicom_id");
        Path file = textsOnly ? null : tree.film(subject, study, dicom);
        if (file == null && textsOnly) {
            return null;
        }
        if (file == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its film is not there"));
            return null;
        }
        Table.Row seen = views.getOrDefault(dicom, row);
        return StudyImage.of(dicom, file, View.of(seen.get("ViewPosition")))
                .withBoxes(whole(seen, "Columns"), whole(seen, "Rows"), List.of());
    }

    private static int whole(Table.Row row, String column) {
        Double value = row.number(column);
        return value == null ? 0 : value.intValue();
    }

    private @Nullable Split split(List<Table.Row> rows, Table.Row where) {
        Set<Split> found = EnumSet.noneOf(Split.class);
        for (Table.Row row : rows) {
            Split split = Rows.split(row.get("split"));
            if (split != null) {
                found.add(split);
            }
        }
        if (found.size() > 1) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT,
                    where.where(),
                    "its films are in several parts; the study counts as of the last of train, val, test"));
        }
        Split last = null;
        for (Split split : found) {
            last = split;
        }
        return last;
    }

    private Report report(String subject, String study) throws IOException {
        List<Table.Row> cut = sectioned.take(study);
        if (!cut.isEmpty()) {
            Map<Section, String> sections = new EnumMap<>(Section.class);
            Table.Row row = cut.getFirst();
            sections.put(Section.IMPRESSION, row.get("impression"));
            sections.put(Section.FINDINGS, row.get("findings"));
            sections.put(Section.TEXT, row.get("last_paragraph"));
            sections.put(Section.COMPARISON, row.get("comparison"));
            return new Report(sections);
        }
        String text = tree.report(subject, study);
        reports[text == null ? 1 : 0]++;
        return text == null ? Report.EMPTY : MimicTree.cut(study, text, sectioning);
    }

    private Map<String, LabelState> labelled(String key, String study) {
        List<Table.Row> rows = labels.take(byStudy ? study : key);
        return rows.isEmpty() ? Map.of() : CheXpertColumns.of(rows.getFirst(), problems);
    }

    private static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("PerformedProcedureStepDescription", "procedure");
        facts.put("StudyDate", "study_date_shifted");
        facts.put("StudyTime", "study_time");
        return facts;
    }

    @Override
    public void close() throws IOException {
        films.close();
        splits.close();
        metadata.close();
        labels.close();
        sectioned.close();
        tree.close();
    }
}
