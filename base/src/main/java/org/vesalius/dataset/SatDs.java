package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import tools.jackson.databind.JsonNode;

/** Zhao et al., "One Model to Rule them All: Towards Universal Segmentation for Medical Images with Text Prompts", arXiv 2312.17183: one study per volume. */
public final class SatDs implements Dataset {
    private static final DatasetCard CARD = new DatasetCard(
            "sat_ds",
            1,
            "SAT-DS: 72 public sets for segmentation from text",
            "Z. Zhao, Y. Zhang, C. Wu, X. Zhang, X. Zhou, Y. Zhang, Y. Wang, W. Xie, One Model to Rule them All: Towards Universal Segmentation for Medical Images with Text Prompts, arXiv 2312.17183",
            "per set, as each publisher says",
            false,
            DatasetCard.Access.OPEN,
            List.of("segmentation from text"),
            "CT, MR and PET volumes",
            "one or more .jsonl, a volume a line: image, mask, label (list of names), modality, dataset, official_split, patient_id; after the authors' conversion also renorm_image and renorm_segmentation_dir",
            List.of(
                    "Paths are those of the authors' machine: a volume is looked for below the folder by the longest tail of its path that is there.",
                    "After conversion each label has a mask of its own, cropped to its box; before it, one file holds all labels under numbers that only the authors' loader of that set knows, and is one mask whose label names them all.",
                    "official_split is train, test or unknown, and the authors' own split is another: volumes of an unknown split have none.",
                    "Volumes of one patient may be in several of the 72 sets; patients are told apart within a set only.",
                    "Not checked on a complete copy: the keys are those that public code reads."),
            Map.of("volumes (about)", 22_000, "classes", 497, "sets", 72));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return tables(dir).stream().findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> tables(Path dir) throws IOException {
        List<Path> tables = new ArrayList<>();
        if (Files.isDirectory(dir)) {
            try (Stream<Path> files = Files.list(dir)) {
                for (Path file : files.filter(file -> file.toString().endsWith(".jsonl"))
                        .sorted()
                        .toList()) {
                    String head = Inside.head(file);
                    if (head.contains("\"label\"") && head.contains("\"modality\"") && head.contains("\"dataset\"")) {
                        tables.add(file);
                    }
                }
            }
        }
        return tables;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        List<Path> tables = tables(dir);
        if (tables.isEmpty()) {
            throw InputException.of("SAT-DS folder", "a .jsonl with label, modality and dataset", "none", "check it");
        }
        for (Path table : tables) {
            String name = String.valueOf(table.getFileName());
            JsonRows.lines(table, name, (row, where) -> volume(dir, row, name, where, studies, problems), problems);
        }
    }

    private static void volume(
            Path dir, JsonNode row, String name, String where, Consumer<Study> studies, Consumer<Problem> problems) {
        Path image = below(dir, JsonRows.first(row, "renorm_image", "image"));
        image = image == null ? below(dir, JsonRows.text(row, "image")) : image;
        if (image == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "its volume is not there"));
            return;
        }
        String modality = JsonRows.text(row, "modality").toLowerCase(Locale.ROOT);
        String set = JsonRows.text(row, "dataset");
        List<String> labels = row.path("label")
                .valueStream()
                .map(label -> label.asString("").strip())
                .filter(label -> !label.isEmpty())
                .toList();
        List<StudyMask> masks = masks(dir, row, labels);
        if (masks.isEmpty()) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "its masks are not there; kept without them"));
        }
        Map<String, LabelState> present = new TreeMap<>();
        labels.forEach(label -> present.put(label, LabelState.POSITIVE));
        String patient = JsonRows.text(row, "patient_id");
        String id = set + "/" + name + "/" + where.substring(where.lastIndexOf(' ') + 1);
        studies.accept(Study.of(patient.isEmpty() ? id : set + "/" + VolumeFiles.bare(patient), id)
                .withSplit(split(JsonRows.text(row, "official_split")))
                .withVolumes(List.of(StudyVolume.of("0", image, modality.equals("mri") ? "mr" : modality)
                        .withMasks(masks)))
                .withLabels(present)
                .withMeta(Map.of("set", set)));
    }

    private static @Nullable Split split(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "train" -> Split.TRAIN;
            case "val", "validation" -> Split.VAL;
            case "test" -> Split.TEST;
            default -> null;
        };
    }

    private static List<StudyMask> masks(Path dir, JsonNode row, List<String> labels) {
        List<StudyMask> masks = new ArrayList<>();
        String converted = JsonRows.text(row, "renorm_segmentation_dir");
        for (String label : converted.isEmpty() ? List.<String>of() : labels) {
            Path file = below(dir, converted + "/" + label + ".npy");
            if (file != null) {
                masks.add(StudyMask.file(label, file));
            }
        }
        Path all = masks.isEmpty() ? below(dir, JsonRows.text(row, "mask")) : null;
        if (all != null) {
            masks.add(StudyMask.file(String.join("; ", labels), all));
        }
        return masks;
    }

    /** The file at the longest tail of a path that is there. */
    private static @Nullable Path below(Path dir, String path) {
        String tail = path;
        while (!tail.isEmpty()) {
            Path file = tail.startsWith("/") ? null : Inside.file(dir, tail);
            if (file != null) {
                return file;
            }
            int slash = tail.indexOf('/');
            tail = slash < 0 ? "" : tail.substring(slash + 1);
        }
        return null;
    }
}
