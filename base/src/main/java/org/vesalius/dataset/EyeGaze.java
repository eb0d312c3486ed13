package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Karargyris et al., "Creation and validation of a chest X-ray dataset with eye-tracking and report dictation for AI development", Scientific Data 2021: 1,083 films of MIMIC-CXR; one study per film. */
public final class EyeGaze implements Dataset {
    private static final String SHEET = "master_sheet.csv";
    private static final String BOXES = "bounding_boxes.csv";
    private static final String FIXATIONS = "fixations.csv";
    private static final List<String> CLASSES = List.of("Normal", "CHF", "pneumonia");
    private static final List<String> CORNERS = List.of("x1", "y1", "x2", "y2");
    private static final Map<String, String> NAMES = Map.of("CHF", "CHF", "pneumonia", "Pneumonia", "Normal", "Normal");

    private static final DatasetCard CARD = new DatasetCard(
                    "eye_gaze",
                    1,
                    "Eye-Gaze: chest X-rays with gaze and bounding boxes",
                    "A. Karargyris, S. Kashyap, I. Lourentzou et al., Creation and validation of a chest X-ray dataset with eye-tracking and report dictation for AI development, Scientific Data 2021",
                    "PhysioNet Credentialed Health Data License 1.5.0 with its data use agreement",
                    false,
                    DatasetCard.Access.CREDENTIALED,
                    List.of("explanation", "grounding", "zero-shot"),
                    "gaze and boxes over chest radiographs of MIMIC-CXR",
                    "master_sheet.csv, bounding_boxes.csv, fixations.csv, eye_gaze.csv, audio_segmentation_transcripts/<dicom_id>/transcript.json; films under files/ of MIMIC-CXR in the same folder or that of the setting 'mimic'",
                    List.of(
                            "Normal, congestive heart failure (CHF) and pneumonia are columns of 0 and 1 of the master sheet, whose path names the film of MIMIC-CXR (DICOM).",
                            "Boxes are of anatomy (cardiac silhouette, lungs, zones …), in pixels of the film.",
                            "Fixations stay in their table: how many a film has and how long they took together is the facts fixations and fixation_seconds. FPOGX and FPOGY are shares of the screen; X_ORIGINAL and Y_ORIGINAL pixels of the film.",
                            "The dictated text is that of the transcript, with the times left out.",
                            "The headings were taken from public code, not from a copy."),
                    Map.of("images", 1_083))
            .withSize("2 GB, and the films of MIMIC-CXR");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(MimicTree.SETTING, MimicTree.HELP);
    }

    @Override
    public boolean recognises(Path dir) {
        return Table.looksLike(dir.resolve(SHEET), "dicom_id", "path", "Normal", "CHF");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of("Eye-Gaze", SHEET, "no such table", "name its folder");
        }
        try (MimicTree tree = MimicTree.of(dir, options).required("Eye-Gaze");
                Groups films = Groups.open(dir.resolve(SHEET), row -> row.get("dicom_id"), "dicom_id", "path");
                Groups boxes =
                        Groups.held(Table.find(dir, BOXES), row -> row.get("dicom_id"), "dicom_id", "bbox_name")) {
            Map<String, double[]> fixations = fixations(Table.find(dir, FIXATIONS));
            for (Groups.Group film = films.next(); film != null; film = films.next()) {
                Table.Row row = film.rows().getFirst();
                List<Box> drawn = new ArrayList<>();
                for (Table.Row box : boxes.take(film.key())) {
                    Box made = Corners.box(box, CORNERS, box.get("bbox_name"), null, problems);
                    if (made != null) {
                        drawn.add(made);
                    }
                }
                MimicTree.Place place = MimicTree.place(row.get("path"));
                Path file = place == null ? null : tree.film(place.subject(), place.study(), film.key());
                if (place == null || file == null) {
                    problems.accept(new Problem(Problem.Kind.UNMATCHED, row.where(), "its film is not there"));
                    continue;
                }
                studies.accept(Study.of(place.subject(), film.key())
                        .withImages(List.of(
                                StudyImage.of(film.key(), file, View.UNKNOWN).withBoxes(0, 0, drawn)))
                        .withReport(dictated(dir, film.key(), tree, place, problems))
                        .withLabels(labels(row))
                        .withMeta(meta(row, place, fixations.get(film.key()))));
            }
            boxes.unmatched("film", problems);
        }
    }

    private static Map<String, LabelState> labels(Table.Row row) {
        Map<String, LabelState> labels = new TreeMap<>();
        for (String name : CLASSES) {
            Double value = row.number(name);
            if (value != null) {
                labels.put(NAMES.getOrDefault(name, name), value == 1 ? LabelState.POSITIVE : LabelState.NEGATIVE);
            }
        }
        return labels;
    }

    private static Map<String, String> meta(Table.Row row, MimicTree.Place place, double @Nullable [] fixations) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("gender", "sex");
        names.put("anchor_age", "age");
        names.put("exam_indication", "indication");
        Map<String, String> meta = new TreeMap<>(row.facts(names));
        meta.put("study_id", place.study());
        if (fixations != null) {
            meta.put("fixations", Integer.toString((int) fixations[0]));
            meta.put("fixation_seconds", String.format(Locale.ROOT, "%.2f", fixations[1]));
        }
        return meta;
    }

    /** Number and duration of a film's fixations, read row by row. */
    private static Map<String, double[]> fixations(@Nullable Path file) throws IOException {
        Map<String, double[]> fixations = new TreeMap<>();
        if (file != null) {
            try (Table table = Table.open(file).require("DICOM_ID", "FPOGD")) {
                for (Table.Row row : table) {
                    double[] sum = fixations.computeIfAbsent(row.get("DICOM_ID"), _ -> new double[2]);
                    Double seconds = row.number("FPOGD");
                    sum[0]++;
                    sum[1] += seconds == null ? 0 : seconds;
                }
            }
        }
        return fixations;
    }

    private static Report dictated(
            Path dir, String dicom, MimicTree tree, MimicTree.Place place, Consumer<Problem> problems)
            throws IOException {
        Path file = Inside.file(dir.resolve("audio_segmentation_transcripts"), dicom + "/transcript.json");
        if (file != null) {
            try {
                String text = JsonRows.text(Json.tree(file, dicom), "full_text");
                if (!text.isEmpty()) {
                    return Report.of(Section.TEXT, text);
                }
            } catch (InputException e) {
                problems.accept(new Problem(Problem.Kind.BROKEN, dicom, Pixels.reason(e)));
            }
        }
        return tree.cut(place.subject(), place.study());
    }
}
