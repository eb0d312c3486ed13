package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.Problem;

/** The two box lists of NIH ChestX-ray14: of the set's own radiologist, and of RSNA's on the same films. */
final class NihBoxes {
    private static final String OWN = "BBox_List_2017.csv";
    private static final String RSNA = "rsna_boxes_for_nih.csv";

    private final Map<String, List<Box>> boxes = new TreeMap<>();
    private final Map<String, String> verdicts = new HashMap<>();

    private NihBoxes() {}

    /** Whether the list of RSNA's boxes is there. */
    static boolean ofRsna(Path dir) {
        return Files.isRegularFile(dir.resolve(RSNA));
    }

    /** Both lists where they are there. */
    static NihBoxes read(Path dir, Consumer<Problem> problems) throws IOException {
        NihBoxes all = new NihBoxes();
        if (Files.isRegularFile(dir.resolve(OWN))) {
            try (Table table = Table.open(dir.resolve(OWN), OWN).require("Image Index", "Finding Label")) {
                // "Bbox [x,y,w,h]" is four cells, and re-saved copies spell them differently: they follow the label
                int x = table.place("Finding Label") + 1;
                for (Table.Row row : table) {
                    all.add(
                            row,
                            row.get("Image Index"),
                            List.of(row.at(x), row.at(x + 1), row.at(x + 2), row.at(x + 3)),
                            row.get("Finding Label"),
                            "NIH",
                            problems);
                }
            }
        }
        if (Files.isRegularFile(dir.resolve(RSNA))) {
            try (Table table =
                    Table.open(dir.resolve(RSNA), RSNA).require("nih_image", "x", "y", "w", "h", "rsna_class")) {
                for (Table.Row row : table) {
                    all.addRsna(row, problems);
                }
            }
        }
        return all;
    }

    private void addRsna(Table.Row row, Consumer<Problem> problems) {
        verdicts.put(row.get("nih_image"), row.get("rsna_class"));
        if (!row.get("x").isEmpty()) {
            add(
                    row,
                    row.get("nih_image"),
                    List.of(row.get("x"), row.get("y"), row.get("w"), row.get("h")),
                    row.get("rsna_class"),
                    "RSNA",
                    problems);
        }
    }

    private void add(
            Table.Row row,
            String image,
            List<String> cells,
            String label,
            String annotator,
            Consumer<Problem> problems) {
        try {
            double[] n = cells.stream().mapToDouble(Double::parseDouble).toArray();
            // the list's own word for a class of another name
            String name = label.equals("Infiltrate") ? "Infiltration" : label;
            Box box = new Box(n[0], n[1], n[2], n[3], name, null, annotator)
                    .clip(NihChestXray14.SPACE, NihChestXray14.SPACE);
            boxes.computeIfAbsent(image, _ -> new ArrayList<>()).add(box);
        } catch (RuntimeException e) {
            problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), "no box of four numbers"));
        }
    }

    /** Those of a film. */
    List<Box> of(String image) {
        return boxes.getOrDefault(image, List.of());
    }

    /** What RSNA's radiologists said of a film. */
    @Nullable
    String verdict(String image) {
        return verdicts.get(image);
    }

    /** Reports boxes of films that are in no row. */
    void unmatched(Set<String> listed, Consumer<Problem> problems) {
        long lost =
                boxes.keySet().stream().filter(image -> !listed.contains(image)).count();
        if (lost > 0) {
            problems.accept(new Problem(
                    Problem.Kind.UNMATCHED, "box lists", lost + " films with boxes are not in the table of films"));
        }
    }
}
