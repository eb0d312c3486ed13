package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import tools.jackson.databind.JsonNode;

/** Wu et al., "Chest ImaGenome Dataset for Clinical Reasoning", NeurIPS Datasets and Benchmarks 2021 (arXiv 2108.00316): regions with attributes over frontal films of MIMIC-CXR; one study per film. */
public final class ChestImaGenome implements Dataset {
    /** The fact that holds the comparisons with an earlier film, as a JSON list. */
    public static final String COMPARISONS = "comparisons";

    private static final String GRAPHS = "silver_dataset/scene_graph";
    private static final String SPLITS = "silver_dataset/splits";
    private static final String END = "_SceneGraph.json";
    private static final String PART = "part";
    private static final String GOLD = "gold";
    private static final String AVOID = "images_to_avoid.csv";

    private static final DatasetCard CARD = new DatasetCard(
                    "chest_imagenome",
                    2,
                    "Chest ImaGenome: scene graphs over MIMIC-CXR",
                    "J. T. Wu, N. N. Agu, I. Lourentzou et al., Chest ImaGenome Dataset for Clinical Reasoning, NeurIPS Datasets and Benchmarks 2021, arXiv 2108.00316",
                    "PhysioNet Credentialed Health Data License 1.5.0 with its data use agreement",
                    false,
                    DatasetCard.Access.CREDENTIALED,
                    List.of("grounding", "report generation", "region classification"),
                    "regions and attributes over chest radiographs of MIMIC-CXR",
                    "silver_dataset/scene_graph/<dicom_id>_SceneGraph.json, silver_dataset/splits/train.csv, valid.csv, test.csv, images_to_avoid.csv; films of MIMIC-CXR-JPG under files/ in the same folder or that of the setting 'mimic'",
                    List.of(
                            "Boxes are given in a padded 224 x 224 space and in pixels of the original film; the latter are read. They may be negative, leave the film or be empty: they are cut to the film, and what is left empty is reported.",
                            "Attributes are strings 'category|yes|name' for each phrase. The labels are 'REGION: name' of the findings, diseases, tubes and lines and devices, and 'REGION: abnormal', which the set says of a region where a phrase has 'nlp|yes|abnormal'. A later phrase that says another thing makes the label uncertain.",
                            "A box's text is what the report says of its region, phrase by phrase.",
                            "Films of patients of the gold set (images_to_avoid.csv) count as test.",
                            "36 regions, of which 29 are commonly used.",
                            "--set part=gold reads the 1,000 films of the 500 patients that people checked (gold_dataset/gold_object_attribute_with_coordinates.txt, separated by tabs), as test.",
                            "Relations between a film and an earlier one of the patient are the fact " + COMPARISONS
                                    + ": a JSON list with region, change (improved, worsened, no change; several where the phrase says several), attributes, prior (the earlier film) and phrase. The fact change:REGION says all changes of a region, from relations and from the comparison cues of its phrases, and prior names the earlier film where it is one. Of the gold part they are those of gold_object_comparison_with_coordinates.txt, where it is there."),
                    Map.of("images", 242_072))
            .withSize("30 GB unpacked, and the films of MIMIC-CXR-JPG");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(MimicTree.SETTING, MimicTree.HELP, PART, "silver or gold; default silver");
    }

    /** The gold part is of 1,000 films. */
    @Override
    public Map<String, Integer> expected(Path dir, ReadOptions options) {
        return options.get(PART, "").equals(GOLD) ? Map.of("images", 1000) : CARD.counts();
    }

    @Override
    public boolean recognises(Path dir) {
        return Files.isDirectory(dir.resolve(GRAPHS));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of(
                    "Chest ImaGenome", GRAPHS, "no such folder", "name the folder above silver_dataset");
        }
        String part = options.get(PART, "silver");
        if (part.equals(GOLD)) {
            try (MimicTree tree = MimicTree.of(dir, options).required("Chest ImaGenome")) {
                ChestImaGenomeGold.read(dir, tree, studies, problems);
            }
            return;
        }
        if (!part.equals("silver")) {
            throw InputException.unknown(PART, part, List.of("silver", GOLD));
        }
        Map<String, Split> splits = splits(dir.resolve(SPLITS));
        List<String> names;
        try (Stream<Path> files = Files.list(dir.resolve(GRAPHS))) {
            names = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(END))
                    .sorted()
                    .toList();
        }
        try (MimicTree tree = MimicTree.of(dir, options).required("Chest ImaGenome")) {
            for (String name : names) {
                String dicom = name.substring(0, name.length() - END.length());
                try {
                    JsonNode graph = Json.tree(dir.resolve(GRAPHS).resolve(name), dicom);
                    Study study = study(dicom, graph, tree, splits.get(dicom), problems);
                    if (study != null) {
                        studies.accept(study);
                    }
                } catch (InputException e) {
                    problems.accept(new Problem(Problem.Kind.BROKEN, dicom, Pixels.reason(e)));
                }
            }
        }
    }

    private static Map<String, Split> splits(Path folder) throws IOException {
        Map<String, Split> splits = new HashMap<>();
        // a film of two lists is of the later one
        for (Map.Entry<String, Split> table : List.of(
                Map.entry("train.csv", Split.TRAIN),
                Map.entry("valid.csv", Split.VAL),
                Map.entry("test.csv", Split.TEST),
                Map.entry(AVOID, Split.TEST))) {
            Path file = Table.find(folder, table.getKey());
            if (file != null) {
                try (Table rows = Table.open(file).require("dicom_id")) {
                    rows.forEach(row -> splits.put(row.get("dicom_id"), table.getValue()));
                }
            }
        }
        return splits;
    }

    private static @Nullable Study study(
            String dicom, JsonNode graph, MimicTree tree, @Nullable Split split, Consumer<Problem> problems)
            throws IOException {
        String subject = JsonRows.text(graph, "patient_id");
        String study = JsonRows.text(graph, "study_id");
        Path film = tree.film(subject, study, dicom);
        if (film == null) {
            problems.accept(new Problem(Problem.Kind.UNMATCHED, dicom, "its film is not there"));
            return null;
        }
        Map<String, Set<String>> phrases = new TreeMap<>();
        Map<String, LabelState> labels = new TreeMap<>();
        for (JsonNode region : graph.path("attributes")) {
            String name = JsonRows.text(region, "bbox_name");
            region.path("phrases")
                    .forEach(phrase -> phrases.computeIfAbsent(name, _ -> new LinkedHashSet<>())
                            .add(phrase.asString("").strip()));
            for (JsonNode ofPhrase : region.path("attributes")) {
                ofPhrase.forEach(attribute -> label(name, attribute.asString(""), labels));
            }
        }
        Map<String, String> meta = new TreeMap<>();
        meta.put("study_id", study);
        for (String fact : List.of("gender", "age_decile", "StudyOrder")) {
            String value = JsonRows.text(graph, fact);
            if (!value.isEmpty()) {
                meta.put(fact.equals("gender") ? "sex" : fact, value);
            }
        }
        meta.putAll(Comparisons.of(graph).facts());
        return Study.of(subject, dicom)
                .withSplit(split)
                .withImages(List.of(StudyImage.of(dicom, film, View.of(JsonRows.text(graph, "viewpoint")))
                        .withBoxes(size(graph, true), size(graph, false), boxes(dicom, graph, phrases, problems))))
                .withReport(tree.cut(subject, study))
                .withLabels(labels)
                .withMeta(meta);
    }

    /** The film's size, the largest that its objects state; 0 when none does. */
    private static int size(JsonNode graph, boolean width) {
        int largest = 0;
        for (JsonNode object : graph.path("objects")) {
            largest = Math.max(
                    largest,
                    object.path(width ? "original_width" : "original_height").asInt(0));
        }
        return largest;
    }

    private static void label(String region, String attribute, Map<String, LabelState> labels) {
        String[] parts = attribute.split("\\|", 3);
        if (parts.length == 3) {
            label(region, parts[0], parts[2], parts[1].equals("yes"), labels);
        }
    }

    /** One attribute of a region; those of categories that say nothing of the patient are passed over. */
    static void label(String region, String category, String name, boolean there, Map<String, LabelState> labels) {
        boolean kept = switch (category) {
            case "anatomicalfinding", "disease", "tubesandlines", "devices" -> true;
            case "nlp" -> name.equals("abnormal");
            default -> false;
        };
        if (kept) {
            labels.merge(
                    region + ": " + name,
                    there ? LabelState.POSITIVE : LabelState.NEGATIVE,
                    (before, now) -> before == now ? now : LabelState.UNCERTAIN);
        }
    }

    private static List<Box> boxes(
            String dicom, JsonNode graph, Map<String, Set<String>> phrases, Consumer<Problem> problems) {
        List<Box> boxes = new ArrayList<>();
        int lost = 0;
        int width = size(graph, true);
        int height = size(graph, false);
        for (JsonNode object : graph.path("objects")) {
            String name = JsonRows.text(object, "bbox_name");
            double x1 = object.path("original_x1").asDouble(Double.NaN);
            double y1 = object.path("original_y1").asDouble(Double.NaN);
            double x2 = object.path("original_x2").asDouble(Double.NaN);
            double y2 = object.path("original_y2").asDouble(Double.NaN);
            if (!(x2 > x1 && y2 > y1)) {
                lost++;
                continue;
            }
            String said = String.join("\n", phrases.getOrDefault(name, Set.of()));
            Box box = new Box(x1, y1, x2 - x1, y2 - y1, name, said.isEmpty() ? null : said, null);
            Box cut = width > 0 && height > 0 ? box.clip(width, height) : box;
            if (cut.area() > 0) {
                boxes.add(cut);
            } else {
                lost++;
            }
        }
        if (lost > 0) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, dicom, lost + " boxes are empty or outside the film; left out"));
        }
        return boxes;
    }
}
