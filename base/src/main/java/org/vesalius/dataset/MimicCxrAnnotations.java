package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import tools.jackson.databind.JsonNode;

/** Tam et al., "Weakly supervised one-stage vision and language disease detection using large scale pneumonia and pneumothorax studies" (LITERATI), MICCAI 2020: boxes with phrases over films of MIMIC-CXR. */
public final class MimicCxrAnnotations implements Dataset {
    private static final String JSON = "221v2hiqualnihsplit.json";
    private static final String CSV = "mimic-cxr-annotation.csv";
    private static final Pattern DICOM = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{8}){4})");

    private static final DatasetCard CARD = new DatasetCard(
            "mimic_cxr_annotations",
            1,
            "MIMIC-CXR-annotations (LITERATI)",
            "L. K. Tam, X. Wang, E. Turkbey, K. Lu, Y. Wen, D. Xu, Weakly supervised one-stage vision and language disease detection using large scale pneumonia and pneumothorax studies, MICCAI 2020, arXiv 2007.15778",
            "annotations: not stated; films and reports: PhysioNet Credentialed Health Data License 1.5.0",
            false,
            DatasetCard.Access.CREDENTIALED,
            List.of("grounding", "detection"),
            "phrases and boxes over chest radiographs of MIMIC-CXR",
            "annotations/" + JSON + " (COCO Annotator) or AGXNet's " + CSV
                    + "; films and a table of films of MIMIC-CXR-JPG in the same folder or that of the setting 'mimic'",
            List.of(
                    "Films are named by dicom_id alone: subject and study come from a table of MIMIC-CXR-JPG (split, metadata) or the record list, and what is in none stays unjoined.",
                    "The phrase is in the metadata of an annotation, under a name that was not seen here: its first text is taken.",
                    "AGXNet's table prints its box as a Python list, and holds report text.",
                    "Hold these films out of pretraining before the set is used as a test."),
            Map.of("boxes", 458));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(MimicTree.SETTING, MimicTree.HELP);
    }

    private static @Nullable Path json(Path dir) {
        for (Path file : List.of(dir.resolve(JSON), dir.resolve("annotations").resolve(JSON))) {
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    @Override
    public boolean recognises(Path dir) {
        return json(dir) != null || Table.looksLike(dir.resolve(CSV), "dicom_id", "bbox", "label_text");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Map<String, List<Box>> boxes = new TreeMap<>();
        Map<String, Coco.Picture> sizes = new TreeMap<>();
        Path json = json(dir);
        if (json != null) {
            coco(json, boxes, sizes, problems);
        } else if (Files.isRegularFile(dir.resolve(CSV))) {
            table(dir.resolve(CSV), boxes, problems);
        } else {
            throw InputException.of("MIMIC-CXR-annotations", JSON + " or " + CSV, "neither", "name the folder");
        }
        String named = options.get(MimicTree.SETTING, "");
        Map<String, MimicTree.Place> places =
                MimicStudies.places(named.isEmpty() ? dir : Path.of(named), boxes.keySet());
        try (MimicTree tree = MimicTree.of(dir, options).required("MIMIC-CXR-annotations")) {
            for (Map.Entry<String, List<Box>> film : boxes.entrySet()) {
                MimicTree.Place place = places.get(film.getKey());
                Path file = place == null ? null : tree.film(place.subject(), place.study(), place.dicom());
                if (place == null || file == null) {
                    problems.accept(new Problem(
                            Problem.Kind.UNMATCHED,
                            film.getKey(),
                            place == null ? "it is in no table of films" : "its film is not there"));
                    continue;
                }
                Coco.Picture size = sizes.get(film.getKey());
                studies.accept(Study.of(place.subject(), place.dicom())
                        .withImages(List.of(StudyImage.of(place.dicom(), file, View.UNKNOWN)
                                .withBoxes(
                                        size == null ? 0 : size.width(),
                                        size == null ? 0 : size.height(),
                                        film.getValue())))
                        .withReport(tree.cut(place.subject(), place.study()))
                        .withMeta(Map.of("study_id", place.study())));
            }
        }
    }

    private static void coco(
            Path json, Map<String, List<Box>> boxes, Map<String, Coco.Picture> sizes, Consumer<Problem> problems)
            throws IOException {
        Coco coco = Coco.read(json, problems);
        for (Coco.Picture picture : coco.pictures()) {
            Matcher dicom = DICOM.matcher(JsonRows.text(picture.about(), "file_name"));
            if (!dicom.find()) {
                problems.accept(new Problem(
                        Problem.Kind.INCONSISTENT,
                        "image " + JsonRows.text(picture.about(), "id"),
                        "its file name holds no dicom_id"));
                continue;
            }
            List<Box> drawn = coco.boxes(picture, null, problems);
            List<Box> said = new ArrayList<>();
            for (int i = 0; i < drawn.size(); i++) {
                Box box = drawn.get(i);
                String phrase = drawn.size() == picture.annotations().size()
                        ? phrase(picture.annotations().get(i).path("metadata"))
                        : "";
                said.add(new Box(
                        box.x(),
                        box.y(),
                        box.width(),
                        box.height(),
                        box.label(),
                        phrase.isEmpty() ? null : phrase,
                        null));
            }
            if (!said.isEmpty()) {
                boxes.computeIfAbsent(dicom.group(1), _ -> new ArrayList<>()).addAll(said);
                sizes.put(dicom.group(1), picture);
            }
        }
    }

    private static String phrase(JsonNode metadata) {
        for (Map.Entry<String, JsonNode> said : metadata.properties()) {
            String text = said.getValue().asString("").strip();
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static void table(Path csv, Map<String, List<Box>> boxes, Consumer<Problem> problems) throws IOException {
        try (Table table = Table.open(csv).require("dicom_id", "name", "label_text", "bbox")) {
            for (Table.Row row : table) {
                List<Double> numbers = PythonList.numbers(row.get("bbox"));
                if (numbers.size() != 4 || numbers.get(2) < 0 || numbers.get(3) < 0) {
                    problems.accept(
                            new Problem(Problem.Kind.INCONSISTENT, row.where(), "no box of four numbers; left out"));
                    continue;
                }
                String phrase = row.get("label_text");
                boxes.computeIfAbsent(row.get("dicom_id"), _ -> new ArrayList<>())
                        .add(new Box(
                                numbers.get(0),
                                numbers.get(1),
                                numbers.get(2),
                                numbers.get(3),
                                row.get("name"),
                                phrase.isEmpty() ? null : phrase,
                                null));
            }
        }
    }
}
