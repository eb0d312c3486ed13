package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/** The gold part of Chest ImaGenome: a table of regions and what people said of them, a row for each attribute. */
final class ChestImaGenomeGold {
    private static final String NAME = "gold_object_attribute_with_coordinates.txt";

    private static final String COMPARED = "gold_object_comparison_with_coordinates.txt";

    private ChestImaGenomeGold() {}

    /** What is said of one film. */
    private record Film(
            String subject,
            String study,
            Map<String, List<Double>> corners,
            Map<String, Set<String>> sentences,
            Map<String, LabelState> labels) {}

    static void read(Path dir, MimicTree tree, Consumer<Study> studies, Consumer<Problem> problems) throws IOException {
        Path file = dir.resolve("gold_dataset").resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw InputException.of(
                    "Chest ImaGenome, gold part", "gold_dataset/" + NAME, "no such table", "put it there");
        }
        Map<String, Film> films = new TreeMap<>();
        try (Table table = Table.open(file, NAME, '\t', StandardCharsets.UTF_8)
                .require(
                        "patient_id",
                        "study_id",
                        "image_id",
                        "bbox",
                        "coord_original",
                        "relation",
                        "label_name",
                        "categoryID")) {
            for (Table.Row row : table) {
                add(row, films, problems);
            }
        }
        Map<String, Comparisons> compared = comparisons(dir.resolve("gold_dataset"));
        for (Map.Entry<String, Film> entry : films.entrySet()) {
            Film film = entry.getValue();
            String dicom = entry.getKey();
            Path picture = tree.film(film.subject, film.study, dicom);
            if (picture == null) {
                problems.accept(new Problem(Problem.Kind.UNMATCHED, dicom, "its film is not there"));
                continue;
            }
            studies.accept(Study.of(film.subject, dicom)
                    .withSplit(Split.TEST)
                    .withImages(
                            List.of(StudyImage.of(dicom, picture, View.UNKNOWN).withBoxes(0, 0, boxes(film))))
                    .withReport(tree.cut(film.subject, film.study))
                    .withLabels(film.labels)
                    .withMeta(facts(film.study, compared.get(dicom))));
        }
    }

    private static Map<String, String> facts(String study, @Nullable Comparisons compared) {
        Map<String, String> facts = new TreeMap<>(Map.of("study_id", study));
        if (compared != null) {
            facts.putAll(compared.facts());
        }
        return facts;
    }

    /** By the later film. A relation has a row for each of its attributes. */
    private static Map<String, Comparisons> comparisons(Path folder) throws IOException {
        Map<String, Comparisons> films = new TreeMap<>();
        Path file = folder.resolve(COMPARED);
        if (!Files.isRegularFile(file)) {
            return films;
        }
        Map<List<String>, List<String>> attributes = new LinkedHashMap<>();
        try (Table table = Table.open(file, COMPARED, '\t', StandardCharsets.UTF_8)
                .require("current_image_id", "previous_image_id", "bbox", "comparison")) {
            for (Table.Row row : table) {
                List<String> relation = List.of(
                        bare(row.get("current_image_id")),
                        row.get("bbox"),
                        row.get("comparison"),
                        bare(row.get("previous_image_id")),
                        row.get("sentence"));
                List<String> said = attributes.computeIfAbsent(relation, _ -> new ArrayList<>());
                if (!row.get("attribute").isEmpty() && !said.contains(row.get("attribute"))) {
                    said.add(row.get("attribute"));
                }
            }
        }
        attributes.forEach((relation, said) -> {
            List<String> names = Arrays.stream(relation.get(2).split(";;"))
                    .map(change -> "comparison|yes|" + change.strip())
                    .toList();
            films.computeIfAbsent(relation.getFirst(), _ -> new Comparisons())
                    .add(relation.get(1), names, said, relation.get(3), relation.get(4));
        });
        return films;
    }

    private static String bare(String film) {
        return film.replaceFirst("\\.dcm$", "");
    }

    private static void add(Table.Row row, Map<String, Film> films, Consumer<Problem> problems) {
        List<Double> corners = PythonList.numbers(row.get("coord_original"));
        if (corners.size() != 4 || corners.get(2) <= corners.get(0) || corners.get(3) <= corners.get(1)) {
            problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), "no box of four corners; left out"));
            return;
        }
        Film film = films.computeIfAbsent(
                bare(row.get("image_id")),
                _ -> new Film(
                        row.get("patient_id"),
                        row.get("study_id"),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        new TreeMap<>()));
        String region = row.get("bbox");
        film.corners.put(region, corners);
        if (!row.get("sentence").isEmpty()) {
            film.sentences.computeIfAbsent(region, _ -> new LinkedHashSet<>()).add(row.get("sentence"));
        }
        String relation = row.get("relation");
        ChestImaGenome.label(
                region,
                row.get("categoryID"),
                row.get("label_name"),
                relation.startsWith("1") || relation.equals("yes"),
                film.labels);
    }

    private static List<Box> boxes(Film film) {
        List<Box> boxes = new ArrayList<>();
        film.corners.forEach((region, at) -> {
            @Nullable
            String said = film.sentences.containsKey(region)
                    ? String.join("\n", film.sentences.getOrDefault(region, Set.of()))
                    : null;
            boxes.add(new Box(at.get(0), at.get(1), at.get(2) - at.get(0), at.get(3) - at.get(1), region, said, null));
        });
        return boxes;
    }
}
