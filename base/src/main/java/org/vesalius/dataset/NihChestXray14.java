package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Nih14;

/** Wang et al., "ChestX-ray8: Hospital-scale Chest X-ray Database and Benchmarks", CVPR 2017, as extended to 14 classes: one study per film. */
public final class NihChestXray14 implements Dataset {
    /** The side of the distributed films, in which all boxes are drawn, also where the files have been resampled. */
    static final int SPACE = 1024;

    private static final List<String> TABLES = List.of("Data_Entry_2017.csv", "Data_Entry_2017_v2020.csv");
    private static final String FIRST_PART = "images_001";
    private static final int PARTS = 12;
    private static final int OLDEST = 120;

    private static final DatasetCard CARD = new DatasetCard(
                    "nih-cxr14",
                    1,
                    "NIH ChestX-ray14",
                    "X. Wang, Y. Peng, L. Lu et al., ChestX-ray8: Hospital-scale Chest X-ray Database and Benchmarks, CVPR 2017; boxes of RSNA radiologists: G. Shih et al., Radiology: Artificial Intelligence 2019",
                    "free to use with attribution; RSNA boxes under the terms of their challenge",
                    false,
                    DatasetCard.Access.OPEN,
                    List.of("zero-shot", "linear-probe", "grounding", "unpaired pretraining"),
                    "chest radiographs",
                    "Data_Entry_2017.csv, images/ or images_001/images/ to images_012/images/; optional BBox_List_2017.csv, rsna_boxes_for_nih.csv, train_val_list.txt and test_list.txt",
                    List.of(
                            "Headings such as 'OriginalImage[Width,Height]' and 'Bbox [x,y,w,h]' hold commas, so each is two or four cells.",
                            "Boxes stay in the 1024 x 1024 space of the distributed films, also where files were resampled; the size of the original radiograph is a fact of the study.",
                            "The box list calls Infiltration 'Infiltrate'.",
                            "Labels were mined from reports: all 14 are given for each film, what is not named is negative.",
                            "Some ages are above 120 years and are left out."),
                    Map.of("images", 112_120, "patients", 30_805, "boxes", 984))
            .withSize("42 GB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    /** The count of boxes is that of the set's own list. */
    @Override
    public Map<String, Integer> expected(Path dir, ReadOptions options) {
        Map<String, Integer> expected = new HashMap<>(CARD.counts());
        if (NihBoxes.ofRsna(dir)) {
            expected.remove("boxes");
        }
        return expected;
    }

    @Override
    public boolean recognises(Path dir) {
        return table(dir) != null;
    }

    private static @Nullable Path table(Path dir) {
        return TABLES.stream()
                .map(dir::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = table(dir);
        Films films = new Films(
                imageFolders(dir),
                NihBoxes.read(dir, problems),
                list(dir, "train_val_list.txt"),
                list(dir, "test_list.txt"));
        Set<String> listed = new HashSet<>();
        try (Table table = Table.open(file == null ? dir.resolve(TABLES.getFirst()) : file, TABLES.getFirst())
                .require("Image Index", "Finding Labels", "Patient ID", "View Position")) {
            for (Table.Row row : table) {
                listed.add(row.get("Image Index"));
                Study study = films.study(row, problems);
                if (study != null) {
                    studies.accept(study);
                }
            }
        }
        films.boxes.unmatched(listed, problems);
    }

    private static List<Path> imageFolders(Path dir) {
        List<Path> folders = new ArrayList<>();
        folders.add(dir.resolve("images"));
        if (Files.isDirectory(dir.resolve(FIRST_PART))) {
            for (int part = 1; part <= PARTS; part++) {
                folders.add(dir.resolve("images_%03d".formatted(part)).resolve("images"));
            }
        }
        return folders;
    }

    private static Set<String> list(Path dir, String name) throws IOException {
        Path file = dir.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Set.of();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return new HashSet<>(lines.map(String::strip).toList());
        }
    }

    /** What is known of the films besides their row. */
    private record Films(List<Path> folders, NihBoxes boxes, Set<String> training, Set<String> testing) {

        @Nullable
        Study study(Table.Row row, Consumer<Problem> problems) {
            String name = row.get("Image Index");
            int line = name.indexOf('_');
            if (line < 1 || !row.whole()) {
                problems.accept(new Problem(
                        Problem.Kind.INCONSISTENT,
                        row.where(),
                        "no name of the form PATIENT_NUMBER.png, or cells missing"));
                return null;
            }
            Path file = null;
            for (int i = 0; i < folders.size() && file == null; i++) {
                file = Inside.file(folders.get(i), name);
            }
            if (file == null) {
                problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its picture is not there"));
                return null;
            }
            Map<String, String> meta = meta(row, problems);
            String verdict = boxes.verdict(name);
            if (verdict != null) {
                meta.put("rsna_class", verdict);
            }
            StudyImage image = StudyImage.of(name, file, View.of(row.get("View Position")))
                    .withBoxes(SPACE, SPACE, boxes.of(name));
            return Study.of(name.substring(0, line), Inside.stem(name))
                    .withSplit(split(name))
                    .withImages(List.of(image))
                    .withLabels(labels(row, problems))
                    .withMeta(meta);
        }

        private @Nullable Split split(String name) {
            if (testing.contains(name)) {
                return Split.TEST;
            }
            return training.contains(name) ? Split.TRAIN : null;
        }
    }

    private static Map<String, String> meta(Table.Row row, Consumer<Problem> problems) {
        Map<String, String> facts = new LinkedHashMap<>(Map.of(
                "Patient Gender", "sex",
                "Follow-up #", "follow_up",
                "OriginalImage[Width", "original_width",
                "Height]", "original_height",
                "OriginalImagePixelSpacing[x", "original_spacing_mm"));
        Map<String, String> meta = new TreeMap<>(row.facts(facts));
        // an early release wrote 058Y
        String age = row.get("Patient Age").replaceFirst("^0*(\\d+)Y?$", "$1");
        if (age.matches("\\d{1,3}") && Integer.parseInt(age) <= OLDEST) {
            meta.put("age", age);
        } else if (!age.isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, row.where(), "an age that nobody reaches; the age alone is left out"));
        }
        return meta;
    }

    private static Map<String, LabelState> labels(Table.Row row, Consumer<Problem> problems) {
        Map<String, LabelState> labels = new HashMap<>();
        Nih14.NAMES.forEach(name -> labels.put(name, LabelState.NEGATIVE));
        labels.put(Nih14.NO_FINDING, LabelState.NEGATIVE);
        for (String cell : row.get("Finding Labels").split("\\|")) {
            String name = cell.strip();
            if (labels.containsKey(name)) {
                labels.put(name, LabelState.POSITIVE);
            } else {
                problems.accept(new Problem(
                        Problem.Kind.INCONSISTENT, row.where(), "a finding that is none of the 14; it is left out"));
            }
        }
        return labels;
    }
}
