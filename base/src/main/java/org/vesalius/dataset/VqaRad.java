package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import tools.jackson.databind.JsonNode;

/** Lau et al., "A dataset of clinically generated visual questions and answers about radiology images", Scientific Data 2018: one study per image and part, with the questions of that part. */
public final class VqaRad implements Dataset {
    private static final String TRAIN = "trainset.json";
    private static final String TEST = "testset.json";
    private static final String PUBLIC = "VQA_RAD Dataset Public.json";
    private static final List<String> IMAGE_FOLDERS = List.of("images", "VQA_RAD Image Folder");

    private static final String SPLIT = "split";
    private static final String IMAGE_DISJOINT = "image-disjoint";
    private static final String PUBLISHED = "published";

    private static final DatasetCard CARD = new DatasetCard(
            "vqa-rad",
            2,
            "VQA-RAD",
            "J. J. Lau, S. Gayen, A. Ben Abacha, D. Demner-Fushman, A dataset of clinically generated visual questions and answers about radiology images, Scientific Data 2018",
            "CC0 1.0",
            true,
            DatasetCard.Access.OPEN,
            List.of("vqa", "zero-shot modality and organ"),
            "radiographs, CT and MR of head, chest and abdomen",
            "trainset.json and testset.json (the MEVF release), or VQA_RAD Dataset Public.json; images/ or 'VQA_RAD Image Folder'/, or imgid2idx.json and imagesNxN.pkl; optional cache/*.pkl",
            List.of(
                    "All 203 images of the test part are also among the 314 of the training part, with other questions: the published split is not one of images. By default the image stands for the patient, so that a prepared set is split by image; 'split=published' gives the published parts.",
                    "The public file marks its test part by the phrase types test_freeform and test_para; the MEVF release has two files and other phrase types.",
                    "Of the MEVF release without its picture files, the resized pictures of images288x288.pkl, 250, 128 or 84 stand in for them (imgid2idx.json says which row is whose), read without running the pickle; the class of an answer in cache/ (trainval_label2ans.pkl, train_target.pkl, test_target.pkl: 458 normalised answers of the training part) is a further right answer where it reads otherwise. The pickled dictionary of words is not read.",
                    "Answer types carry stray blanks, question types are misspelled (PRSE, ATRIB) and joined in any order, some answers are JSON numbers: all are normalised.",
                    "A file of the same name without image_organ is a repack of VQA-Med and is refused."),
            Map.of("image files", 315, "questions", 3515, "questions.train", 3064, "questions.test", 451));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    /** The MEVF release counts rephrased questions beside their originals. */
    @Override
    public Map<String, Integer> expected(Path dir, ReadOptions options) {
        return Files.isRegularFile(dir.resolve(PUBLIC)) ? Map.of("images", 315, "questions", 2248) : CARD.counts();
    }

    @Override
    public boolean recognises(Path dir) {
        boolean images = folders(dir) || MevfFiles.pictures(dir) != null;
        return images
                && ((Files.isRegularFile(dir.resolve(TRAIN)) && Files.isRegularFile(dir.resolve(TEST)))
                        || Files.isRegularFile(dir.resolve(PUBLIC)));
    }

    private static boolean folders(Path dir) {
        return IMAGE_FOLDERS.stream().anyMatch(folder -> Files.isDirectory(dir.resolve(folder)));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                SPLIT,
                "'image-disjoint' (default): the image stands for the patient, so that preparing keeps its questions together and the published split is not used; 'published': the image in one part stands for the patient, so that --split official is possible although images are shared");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        boolean published = published(options.get(SPLIT, IMAGE_DISJOINT));
        Asked asked = new Asked();
        if (Files.isRegularFile(dir.resolve(PUBLIC))) {
            collect(dir, PUBLIC, null, asked, problems);
        } else {
            collect(dir, TRAIN, Split.TRAIN, asked, problems);
            collect(dir, TEST, Split.TEST, asked, problems);
        }
        int shared = asked.shared(Split.TEST, Split.TRAIN);
        if (published && shared > 0) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT,
                    "published split",
                    shared + " images of the test part are also in the training part, as published"));
        }
        List<Path> folders = IMAGE_FOLDERS.stream().map(dir::resolve).toList();
        Path pickle = folders(dir) ? null : MevfFiles.pictures(dir);
        Map<String, String> members = pickle == null ? Map.of() : MevfFiles.members(dir);
        asked.studies(
                group -> members.containsKey(group.image()) ? pickle : Inside.first(folders, group.image(), ""),
                (group, image) -> {
                    String member = members.get(group.image());
                    Study study = group.study().withImages(List.of(member == null ? image : image.withMember(member)));
                    return published ? study.withIds(study.studyId(), study.studyId()) : study;
                },
                studies,
                problems);
    }

    private static boolean published(String split) {
        if (!split.equals(PUBLISHED) && !split.equals(IMAGE_DISJOINT)) {
            throw InputException.unknown("split of VQA-RAD", split, List.of(IMAGE_DISJOINT, PUBLISHED));
        }
        return split.equals(PUBLISHED);
    }

    private static void collect(Path dir, String name, @Nullable Split part, Asked asked, Consumer<Problem> problems)
            throws IOException {
        Map<String, String> classes = part == null ? Map.of() : MevfFiles.classes(dir, part, problems);
        JsonRows.list(
                dir.resolve(name),
                name,
                (row, where) -> {
                    if (!row.has("image_organ")) {
                        throw InputException.of(
                                name,
                                "a list of questions with image_organ",
                                "another layout",
                                "a VQA-Med repack has files of the same names; check the download");
                    }
                    String image = JsonRows.text(row, "image_name");
                    Question question = question(row, image, classes);
                    if (Asked.complete(image, question, where, problems)) {
                        asked.add(
                                image,
                                part != null ? part : publicPart(row),
                                where,
                                question,
                                Map.of("organ", JsonRows.text(row, "image_organ")));
                    }
                },
                problems);
    }

    private static Split publicPart(JsonNode row) {
        return JsonRows.text(row, "phrase_type").startsWith("test") ? Split.TEST : Split.TRAIN;
    }

    private static Question question(JsonNode row, String image, Map<String, String> classes) {
        String answer = JsonRows.text(row, "answer");
        String inClass = classes.getOrDefault(JsonRows.text(row, "qid"), answer);
        return new Question(
                JsonRows.text(row, "qid"),
                image,
                JsonRows.text(row, "question"),
                answer,
                JsonRows.text(row, "answer_type").equalsIgnoreCase("CLOSED"),
                type(JsonRows.text(row, "question_type")),
                inClass.equalsIgnoreCase(answer) ? List.of() : List.of(inClass),
                "");
    }

    /** Upper case, the two known misspellings repaired, joined types in alphabetical order. */
    static String type(String published) {
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
}
