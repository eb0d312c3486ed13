package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** Ben Abacha et al., "VQA-Med: Overview of the Medical Visual Question Answering Task at ImageCLEF 2019", CLEF 2019: one study per image and part. */
public final class VqaMed2019 implements Dataset {
    /** {@code QA_Modality_train.txt} or {@code C1_Modality_train.txt}. */
    private static final Pattern CATEGORY =
            Pattern.compile("(?:qa|c\\d)_(modality|plane|organ|abnormality)_(train|val|test)\\.txt");

    private static final Pattern ALL = Pattern.compile("all_qa_pairs_(train|val)\\.txt");
    private static final Pattern TEST = Pattern.compile("vqamed2019_?test_questions_w_ref_answers\\.txt");

    private static final DatasetCard CARD = new DatasetCard(
            "vqa_med_2019",
            1,
            "VQA-Med 2019",
            "A. Ben Abacha, S. A. Hasan, V. V. Datla, J. Liu, D. Demner-Fushman, H. Müller, VQA-Med: Overview of the Medical Visual Question Answering Task at ImageCLEF 2019, CLEF 2019",
            "CC BY 4.0 on the questions; pictures of MedPix, research use",
            false,
            DatasetCard.Access.OPEN,
            List.of("vqa", "zero-shot modality, plane and organ"),
            "radiographs, CT, MR, ultrasound and angiography",
            "at any depth: QA_<Category>_<part>.txt or C<n>_<Category>_<part>.txt (else All_QA_Pairs_<part>.txt), VQAMed2019_Test_Questions_w_Ref_Answers.txt, and the folders of pictures",
            List.of(
                    "No header; cells are separated by '|': image|question|answer, and with the category in second place in the test part.",
                    "A test answer may hold several right ones, separated by '#'.",
                    "The file of all questions repeats those of the four categories, so it is read only where they are not there; then a question has no type.",
                    "A repack of this set lies about as trainset.json and testset.json, as VQA-RAD's does; it is not read."),
            Map.of(
                    "questions.train", 12_792,
                    "questions.val", 2000,
                    "questions.test", 500,
                    "images.train", 3200,
                    "images.val", 500,
                    "images.test", 500));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return VqaMedFiles.anyText(dir, VqaMed2019::ours);
    }

    private static boolean ours(String name) {
        return CATEGORY.matcher(name).matches()
                || ALL.matcher(name).matches()
                || TEST.matcher(name).matches();
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Map<String, Path> texts = VqaMedFiles.texts(dir);
        Asked asked = new Asked();
        for (Split split : Split.values()) {
            part(split, texts, asked, problems);
        }
        if (asked.groups().isEmpty()) {
            throw InputException.of(
                    "VQA-Med 2019 folder",
                    "files such as C1_Modality_train.txt",
                    "none with questions",
                    "check the folder");
        }
        Map<String, Path> pictures = VqaMedFiles.pictures(dir);
        asked.studies(
                group -> pictures.get(group.image().toLowerCase(Locale.ROOT)),
                (group, image) -> group.study().withImages(List.of(image)),
                studies,
                problems);
    }

    private static void part(Split split, Map<String, Path> texts, Asked asked, Consumer<Problem> problems)
            throws IOException {
        boolean categories = false;
        for (Map.Entry<String, Path> text : texts.entrySet()) {
            Matcher matcher = CATEGORY.matcher(text.getKey());
            if (matcher.matches() && matcher.group(2).equals(split.lower())) {
                categories = true;
                read(text, split, matcher.group(1), asked, problems);
            }
        }
        for (Map.Entry<String, Path> text : texts.entrySet()) {
            Matcher all = ALL.matcher(text.getKey());
            boolean ofPart = split == Split.TEST
                    ? TEST.matcher(text.getKey()).matches()
                    : all.matches() && all.group(1).equals(split.lower());
            if (ofPart && !categories) {
                read(text, split, null, asked, problems);
            }
        }
    }

    /** {@code category} is null where it is a cell, or not given. */
    private static void read(
            Map.Entry<String, Path> text,
            Split split,
            @Nullable String category,
            Asked asked,
            Consumer<Problem> problems)
            throws IOException {
        VqaMedFiles.lines(text.getValue(), text.getKey(), (cells, where) -> {
            boolean named = category == null && cells.size() == 4;
            String type = category != null ? category : named ? cells.get(1).toLowerCase(Locale.ROOT) : "";
            List<String> rest = cells.subList(Math.min(cells.size(), named ? 2 : 1), cells.size());
            Question question = question(cells.getFirst(), rest, type, where, split);
            if (Asked.complete(cells.getFirst(), question, where, problems)) {
                asked.add(cells.getFirst(), split, where, question, Map.of());
            }
        });
    }

    private static Question question(String image, List<String> rest, String type, String where, Split split) {
        List<String> answers = new ArrayList<>();
        if (rest.size() == 2) {
            Arrays.stream(rest.get(1).split(split == Split.TEST ? "#" : "\\R"))
                    .map(String::strip)
                    .filter(answer -> !answer.isEmpty() && !answers.contains(answer))
                    .forEach(answers::add);
        }
        String first = answers.isEmpty() ? "" : answers.getFirst();
        return new Question(
                where,
                image,
                rest.isEmpty() ? "" : rest.getFirst(),
                first,
                Asked.yesOrNo(first),
                type,
                answers.isEmpty() ? List.of() : answers.subList(1, answers.size()),
                "");
    }
}
