package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import tools.jackson.databind.JsonNode;

/** Seibold et al., "Detailed Annotations of Chest X-Rays via CT Projection for Report Understanding", BMVC 2022 (arXiv 2210.03416): projections of CT with masks of the anatomy; one study per projection. */
public final class PaxRay implements Dataset {
    private static final String FILE = "paxray.json";
    private static final String STRUCTURES = "structures";

    private static final DatasetCard CARD = new DatasetCard(
                    "paxray",
                    1,
                    "PAXRay: projections of CT with anatomy masks",
                    "C. Seibold, S. Reiß, S. Sarfraz, M. A. Fink, V. Mayer, J. Sellner, M. S. Kim, K. H. Maier-Hein, J. Kleesiek, R. Stiefelhagen, Detailed Annotations of Chest X-Rays via CT Projection for Report Understanding, BMVC 2022, arXiv 2210.03416",
                    "CC BY-NC-SA 4.0",
                    true,
                    DatasetCard.Access.OPEN,
                    List.of("segmentation"),
                    "frontal and lateral projections of CT (RibFrac)",
                    "paxray.json {label_dict, train, val, test of {image, target}}, images/*.png, labels/*.npy",
                    List.of(
                            "Masks overlap: a label file is one array of all structures, 166 x 512 x 512, and each channel is a mask (92 fine structures, the others unite some of them).",
                            "--set structures=lungs,heart reads only those masks, which is far quicker when a set is prepared.",
                            "852 projections says the paper, 880 a later copy: the count is not compared.",
                            "Patient and view are in the name, RibFrac1frontal."),
                    Map.of("structures", 166))
            .withSize("3 GB packed");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(STRUCTURES, "names of label_dict with commas between them; default: all that are there");
    }

    private static Path folder(Path dir) {
        Path below = dir.resolve("paxray_dataset");
        return Files.isDirectory(below) ? below : dir;
    }

    @Override
    public boolean recognises(Path dir) {
        return Files.isRegularFile(folder(dir).resolve(FILE));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path folder = folder(dir);
        if (!recognises(dir)) {
            throw InputException.of("PAXRay", FILE, "no such file", "name its folder");
        }
        Map<Integer, String> names = wanted(names(folder.resolve(FILE)), options.get(STRUCTURES, ""));
        int[] number = {0};
        JsonRows.entries(folder.resolve(FILE), (part, entry) -> {
            if (!part.equals("label_dict") && entry.has("image")) {
                number[0]++;
                Study study = study(folder, part, entry, names, FILE + ", entry " + number[0], problems);
                if (study != null) {
                    studies.accept(study);
                }
            }
        });
    }

    private static Map<Integer, String> names(Path file) throws IOException {
        Map<Integer, String> names = new TreeMap<>();
        JsonRows.entries(file, (part, entry) -> {
            if (part.equals("label_dict") && entry.isObject()) {
                for (Map.Entry<String, JsonNode> label : entry.properties()) {
                    if (label.getKey().matches("\\d{1,4}")) {
                        names.put(
                                Integer.valueOf(label.getKey()),
                                label.getValue().asString(""));
                    }
                }
            }
        });
        return names;
    }

    private static Map<Integer, String> wanted(Map<Integer, String> names, String setting) {
        if (setting.isBlank()) {
            return names;
        }
        Set<String> asked = new LinkedHashSet<>(List.of(setting.strip().split("\\s*,\\s*")));
        for (String name : asked) {
            if (!names.containsValue(name)) {
                throw InputException.unknown("structure", name, names.values());
            }
        }
        Map<Integer, String> wanted = new TreeMap<>(names);
        wanted.values().retainAll(asked);
        return wanted;
    }

    private static @Nullable Study study(
            Path folder,
            String part,
            JsonNode entry,
            Map<Integer, String> names,
            String where,
            Consumer<Problem> problems) {
        Path image = Inside.file(folder, JsonRows.text(entry, "image"));
        Path target = Inside.file(folder, JsonRows.text(entry, "target"));
        if (image == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "its picture is not there"));
            return null;
        }
        List<StudyMask> masks = new ArrayList<>();
        if (target == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "its masks are not there; the picture is kept"));
        } else {
            names.forEach(
                    (channel, name) -> masks.add(new StudyMask(name, null, new MaskSource.Channel(target, channel))));
        }
        String name = Inside.stem(String.valueOf(image.getFileName()));
        View view = name.contains("lateral") ? View.LATERAL : name.contains("frontal") ? View.AP : View.UNKNOWN;
        return Study.of(name.replaceFirst("_?(frontal|lateral)$", ""), name)
                .withSplit(Rows.split(part))
                .withImages(List.of(StudyImage.of(name, image, view).withMasks(masks)))
                .withMeta(Map.of("projection_of_ct", "true"));
    }
}
