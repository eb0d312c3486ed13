package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import tools.jackson.databind.JsonNode;

/** Lau et al., "A dataset of clinically generated visual questions and answers about radiology images", Scientific Data 2018: one study per image and part, with the questions of that part. */
public final class VqaRad implements Dataset {
    private static final String TRAIN = "trainset.json";
    private static final String TEST = "testset.json";
    private static final String PUBLIC = "VQA_RAD Dataset Public.json";
    private static final List<String> IMAGE_FOLDERS = List.of("images", "VQA_RAD Image Folder");

    private static final DatasetCard CARD = new DatasetCard(
            "vqa-rad",
            1,
            "VQA-RAD",
            "J. J. Lau, S. Gayen, A. Ben Abacha, D. Demner-Fushman, A dataset of clinically generated visual questions and answers about radiology images, Scientific Data 2018",
            "CC0 1.0",
            true,
            DatasetCard.Access.OPEN,
            List.of("vqa", "zero-shot modality and organ"),
            "radiographs, CT and MR of head, chest and abdomen",
            "trainset.json and testset.json (the MEVF release), or VQA_RAD Dataset Public.json; images/ or 'VQA_RAD Image Folder'/",
            List.of(
                    "Images of the test part are also in the training part, with other questions: the published split is not one of images, and the image stands for the patient here.",
                    "Answer types carry stray blanks, question types are misspelled (PRSE, ATRIB) and joined in any order, some answers are JSON numbers: all are normalised.",
                    "A file of the same name without image_organ is a repack of VQA-Med and is refused."),
            Map.of("images", 315, "questions", 3515));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        boolean images = IMAGE_FOLDERS.stream().anyMatch(folder -> Files.isDirectory(dir.resolve(folder)));
        return images
                && ((Files.isRegularFile(dir.resolve(TRAIN)) && Files.isRegularFile(dir.resolve(TEST)))
                        || Files.isRegularFile(dir.resolve(PUBLIC)));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Map<String, Asked> byStudy = new LinkedHashMap<>();
        if (Files.isRegularFile(dir.resolve(PUBLIC))) {
            collect(dir, PUBLIC, null, byStudy, problems);
        } else {
            collect(dir, TRAIN, Split.TRAIN, byStudy, problems);
            collect(dir, TEST, Split.TEST, byStudy, problems);
        }
        byStudy.forEach((studyId, asked) -> {
            Path file = image(dir, asked.image);
            if (file == null) {
                problems.accept(new Problem(
                        Problem.Kind.MISSING,
                        asked.where,
                        "its image is not there; the %d questions about it in this part are left out"
                                .formatted(asked.questions.size())));
            } else {
                studies.accept(Study.of(Inside.stem(asked.image), studyId)
                        .withSplit(asked.split)
                        .withImages(List.of(StudyImage.of(asked.image, file, View.UNKNOWN)))
                        .withQuestions(asked.questions)
                        .withMeta(Map.of("organ", asked.organ)));
            }
        });
    }

    /** The questions about one image in one part. */
    private record Asked(String image, Split split, String organ, String where, List<Question> questions) {}

    private static void collect(
            Path dir, String name, @Nullable Split part, Map<String, Asked> byStudy, Consumer<Problem> problems)
            throws IOException {
        JsonNode rows = Json.tree(Files.readString(dir.resolve(name)), name);
        if (!rows.isArray() || rows.isEmpty() || !rows.path(0).has("image_organ")) {
            throw InputException.of(
                    name,
                    "a list of questions with image_organ",
                    "another layout",
                    "a VQA-Med repack has files of the same names; check the download");
        }
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.path(i);
            String where = name + ", row " + (i + 1);
            String image = row.path("image_name").asString("").strip();
            Question question = question(row, image);
            if (image.isEmpty()
                    || question.question().isEmpty()
                    || question.answer().isEmpty()) {
                problems.accept(
                        new Problem(Problem.Kind.INCONSISTENT, where, "no image, no question or no answer in it"));
                continue;
            }
            Split split = part != null ? part : publicPart(row);
            String organ = row.path("image_organ").asString("").strip();
            byStudy.computeIfAbsent(
                            Inside.stem(image) + "_" + split.lower(),
                            _ -> new Asked(image, split, organ, where, new ArrayList<>()))
                    .questions
                    .add(question);
        }
    }

    private static Split publicPart(JsonNode row) {
        return row.path("phrase_type").asString("").strip().startsWith("test") ? Split.TEST : Split.TRAIN;
    }

    private static Question question(JsonNode row, String image) {
        return new Question(
                row.path("qid").asString("").strip(),
                image,
                row.path("question").asString("").strip(),
                row.path("answer").asString("").strip(),
                row.path("answer_type").asString("").strip().equalsIgnoreCase("CLOSED"),
                type(row.path("question_type").asString("")));
    }

    /** Upper case, the two known misspellings repaired, joined types in alphabetical order. */
    private static String type(String published) {
        return Arrays.stream(published.toUpperCase(Locale.ROOT).split("[,\\s]+"))
                .map(type -> switch (type) {
                    case "PRSE" -> "PRES";
                    case "ATRIB" -> "ATTRIB";
                    default -> type;
                })
                .filter(type -> !type.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static @Nullable Path image(Path dir, String name) {
        for (String folder : IMAGE_FOLDERS) {
            Path file = Inside.file(dir.resolve(folder), name);
            if (file != null) {
                return file;
            }
        }
        return null;
    }
}
