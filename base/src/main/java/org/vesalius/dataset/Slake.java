package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import tools.jackson.databind.JsonNode;

/** Liu et al., "SLAKE: A Semantically-Labeled Knowledge-Enhanced Dataset for Medical Visual Question Answering", ISBI 2021: one study per image and part. */
public final class Slake implements Dataset {
    private static final Map<Split, List<String>> FILES = files();
    private static final String IMAGES = "imgs";
    private static final String CLASSES = "mask.txt";

    private static final DatasetCard CARD = new DatasetCard(
            "slake",
            1,
            "SLAKE",
            "B. Liu, L.-M. Zhan, L. Xu, L. Ma, Y. Yang, X.-M. Wu, SLAKE: A Semantically-Labeled Knowledge-Enhanced Dataset for Medical Visual Question Answering, ISBI 2021, arXiv 2102.09542",
            "CC BY 4.0",
            true,
            DatasetCard.Access.OPEN,
            List.of("vqa", "grounding", "segmentation"),
            "radiographs, CT and MR of head, neck, chest, abdomen and pelvis",
            "train.json, validate.json (or validation.json) and test.json; imgs/xmlabN/source.jpg, with detection.json and mask.png beside it; optional mask.txt",
            List.of(
                    "Questions are in English and in Chinese: each says its language, and English ones say none.",
                    "A public repack has fewer keys (image instead of img_name) and English only; without imgs/ the questions are read without pictures.",
                    "One English training question of 4,919 has an empty answer; it is left out and reported.",
                    "Boxes are x, y, width, height of detection.json; a name may be there twice.",
                    "mask.png holds class numbers: a mask is read for each structure of detection.json that mask.txt gives a number. Not checked on a complete copy: the form of mask.txt (number:name or name:number is accepted).",
                    "The knowledge triple of a question is not kept; questions of knowledge have the type KG."),
            Map.of("images", 642, "images.train", 450, "images.val", 96, "images.test", 96, "questions", 14_028));

    private static Map<Split, List<String>> files() {
        Map<Split, List<String>> files = new LinkedHashMap<>();
        files.put(Split.TRAIN, List.of("train.json"));
        files.put(Split.VAL, List.of("validate.json", "validation.json"));
        files.put(Split.TEST, List.of("test.json"));
        return files;
    }

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return Inside.head(dir.resolve("train.json")).contains("xmlab");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Asked asked = new Asked();
        for (Map.Entry<Split, List<String>> part : FILES.entrySet()) {
            String name = part.getValue().stream()
                    .filter(file -> Files.isRegularFile(dir.resolve(file)))
                    .findFirst()
                    .orElse(null);
            if (name == null) {
                problems.accept(new Problem(
                        Problem.Kind.MISSING, part.getValue().getFirst(), "this part of the set is not there"));
            } else {
                JsonRows.list(
                        dir.resolve(name),
                        name,
                        (row, where) -> one(row, where, part.getKey(), asked, problems),
                        problems);
            }
        }
        Path images = dir.resolve(IMAGES);
        if (!Files.isDirectory(images)) {
            problems.accept(new Problem(
                    Problem.Kind.MISSING,
                    IMAGES,
                    "the folder is not there: questions are read without their pictures"));
            asked.groups().forEach(group -> studies.accept(withoutPicture(group)));
            return;
        }
        Map<String, Integer> classes = classes(dir.resolve(CLASSES));
        asked.studies(
                group -> Inside.file(images, group.image()),
                (group, image) -> identified(group).withImages(List.of(marked(image, group, classes, problems))),
                studies,
                problems);
    }

    private static void one(JsonNode row, String where, Split split, Asked asked, Consumer<Problem> problems) {
        String image = JsonRows.first(row, "img_name", "image");
        String language = JsonRows.text(row, "q_lang");
        String id = JsonRows.text(row, "qid");
        String organ = JsonRows.text(row, "location");
        Question question = new Question(
                id.isEmpty() ? where : id,
                image,
                JsonRows.text(row, "question"),
                JsonRows.text(row, "answer"),
                JsonRows.text(row, "answer_type").equalsIgnoreCase("CLOSED"),
                JsonRows.text(row, "content_type"),
                List.of(),
                language.equals("en") ? "" : language);
        if (Asked.complete(image, question, where, problems)) {
            asked.add(
                    image, split, where, question, Map.of("modality", JsonRows.text(row, "modality"), "organ", organ));
        }
    }

    /** Every picture is called source.jpg: its folder is its name. */
    private static Study identified(Asked.Group group) {
        int slash = group.image().lastIndexOf('/');
        String folder = slash > 0 ? group.image().substring(0, slash) : group.key();
        String part = group.split() == null ? "" : "_" + group.split().lower();
        return group.study().withIds(folder, folder + part);
    }

    private static Study withoutPicture(Asked.Group group) {
        return identified(group)
                .withQuestions(group.questions().stream()
                        .map(question -> question.renamed(question.id(), null))
                        .toList());
    }

    private static Map<String, Integer> classes(Path file) throws IOException {
        Map<String, Integer> classes = new TreeMap<>();
        if (Files.isRegularFile(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] cells = line.split(":", 2);
                if (cells.length == 2) {
                    boolean numberFirst = cells[0].strip().matches("\\d{1,3}");
                    String number = cells[numberFirst ? 0 : 1].strip();
                    if (number.matches("\\d{1,3}")) {
                        classes.put(name(cells[numberFirst ? 1 : 0]), Integer.valueOf(number));
                    }
                }
            }
        }
        return classes;
    }

    private static String name(String label) {
        return label.strip().toLowerCase(Locale.ROOT);
    }

    private static StudyImage marked(
            StudyImage image, Asked.Group group, Map<String, Integer> classes, Consumer<Problem> problems) {
        Path picture = image.path();
        Path folder = picture == null ? null : picture.getParent();
        if (folder == null) {
            return image;
        }
        List<Box> boxes = boxes(folder.resolve("detection.json"), group.where(), problems);
        Path map = folder.resolve("mask.png");
        List<StudyMask> masks = new ArrayList<>();
        if (Files.isRegularFile(map)) {
            boxes.stream().map(Box::label).distinct().forEach(label -> {
                Integer value = classes.get(name(label));
                if (value != null) {
                    masks.add(new StudyMask(label, null, new MaskSource.Value(map, value)));
                }
            });
        }
        return image.withBoxes(0, 0, boxes).withMasks(masks);
    }

    /** {@code [{"Liver": [x, y, width, height]}, …]}. */
    private static List<Box> boxes(Path file, String where, Consumer<Problem> problems) {
        List<Box> boxes = new ArrayList<>();
        try {
            if (Files.isRegularFile(file)) {
                for (JsonNode named : Json.tree(file, "detection.json")) {
                    for (Map.Entry<String, JsonNode> one : named.properties()) {
                        boxes.add(box(one.getKey(), one.getValue()));
                    }
                }
            }
        } catch (IOException | InputException e) {
            problems.accept(new Problem(Problem.Kind.BROKEN, where, "the boxes of its image cannot be read; left out"));
            return List.of();
        }
        return boxes;
    }

    private static Box box(String label, JsonNode corner) {
        if (corner.size() != 4) {
            throw InputException.of("box", "x, y, width and height", corner.size() + " numbers", "leave it out");
        }
        return new Box(
                corner.path(0).asDouble(Double.NaN),
                corner.path(1).asDouble(Double.NaN),
                corner.path(2).asDouble(Double.NaN),
                corner.path(3).asDouble(Double.NaN),
                label);
    }
}
