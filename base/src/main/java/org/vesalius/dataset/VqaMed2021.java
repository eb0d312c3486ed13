package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** Ben Abacha et al., "Overview of the VQA-Med Task at ImageCLEF 2021", CLEF 2021, task 1: one study per image and part. */
public final class VqaMed2021 implements Dataset {
    private static final Pattern TRAIN =
            Pattern.compile("vqanswering_2020_(train|val)_qa_pairs\\.txt|vqamed2021[-_]train.*\\.txt");
    private static final Pattern VAL = Pattern.compile("vqa-med-2021-vqanswering-task1-new-validationset\\.txt");
    private static final Pattern TEST_QUESTIONS = Pattern.compile("task1-vqa-2021-testset-questions\\.txt");
    private static final Pattern TEST_ANSWERS = Pattern.compile("task1-vqa-2021-testset-referenceanswers\\.txt");

    private static final DatasetCard CARD = new DatasetCard(
            "vqa_med_2021",
            1,
            "VQA-Med 2021",
            "A. Ben Abacha, M. Sarrouti, D. Demner-Fushman, S. A. Hasan, H. Müller, Overview of the VQA-Med Task at ImageCLEF 2021: Visual Question Answering and Generation in the Medical Domain, CLEF 2021",
            "not stated on the questions; pictures of MedPix, research use",
            false,
            DatasetCard.Access.OPEN,
            List.of("vqa"),
            "radiographs, CT, MR, ultrasound and angiography",
            "at any depth: VQAnswering_2020_Train_QA_pairs.txt and VQAnswering_2020_Val_QA_Pairs.txt (2020's set is 2021's training part), VQA-Med-2021-VQAnswering-Task1-New-ValidationSet.txt, Task1-VQA-2021-TestSet-Questions.txt with Task1-VQA-2021-TestSet-ReferenceAnswers.txt, and the folders of pictures",
            List.of(
                    "No header; cells are separated by '|': image|question|answer.",
                    "Questions and answers of the test part are two files, joined by image; 75 of its 500 questions have two or three right answers.",
                    "The questions are nearly all about abnormality; they have no types.",
                    "2020's validation part belongs to 2021's training part."),
            Map.of("questions.train", 4500, "questions.val", 500, "questions.test", 500));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return VqaMedFiles.anyText(
                dir,
                name -> VAL.matcher(name).matches()
                        || TRAIN.matcher(name).matches()
                        || TEST_QUESTIONS.matcher(name).matches());
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Map<String, Path> texts = VqaMedFiles.texts(dir);
        Asked asked = new Asked();
        for (Map.Entry<String, Path> text : texts.entrySet()) {
            boolean training = TRAIN.matcher(text.getKey()).matches();
            if (training || VAL.matcher(text.getKey()).matches()) {
                Split split = training ? Split.TRAIN : Split.VAL;
                VqaMedFiles.lines(
                        text.getValue(),
                        text.getKey(),
                        (cells, where) -> add(asked, split, cells, from(cells, 2), where, problems));
            }
        }
        test(texts, asked, problems);
        if (asked.groups().isEmpty()) {
            throw InputException.of(
                    "VQA-Med 2021 folder",
                    "files such as VQA-Med-2021-VQAnswering-Task1-New-ValidationSet.txt",
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

    private static void test(Map<String, Path> texts, Asked asked, Consumer<Problem> problems) throws IOException {
        Map<String, List<String>> answers = new HashMap<>();
        for (Map.Entry<String, Path> text : texts.entrySet()) {
            if (TEST_ANSWERS.matcher(text.getKey()).matches()) {
                VqaMedFiles.lines(
                        text.getValue(), text.getKey(), (cells, _) -> answers.put(cells.getFirst(), from(cells, 1)));
            }
        }
        for (Map.Entry<String, Path> text : texts.entrySet()) {
            if (TEST_QUESTIONS.matcher(text.getKey()).matches()) {
                VqaMedFiles.lines(text.getValue(), text.getKey(), (cells, where) -> {
                    List<String> right = answers.get(cells.getFirst());
                    if (right == null) {
                        problems.accept(
                                new Problem(Problem.Kind.UNMATCHED, where, "no reference answer for its image"));
                    } else {
                        add(asked, Split.TEST, cells, right, where, problems);
                    }
                });
            }
        }
    }

    private static List<String> from(List<String> cells, int first) {
        return cells.stream()
                .skip(first)
                .filter(cell -> !cell.isEmpty())
                .distinct()
                .toList();
    }

    private static void add(
            Asked asked,
            Split split,
            List<String> cells,
            List<String> answers,
            String where,
            Consumer<Problem> problems) {
        String image = cells.getFirst();
        String first = answers.isEmpty() ? "" : answers.getFirst();
        Question question = new Question(
                where,
                image,
                cells.size() > 1 ? cells.get(1) : "",
                first,
                Asked.yesOrNo(first),
                "",
                answers.isEmpty() ? List.of() : answers.subList(1, answers.size()),
                "");
        if (Asked.complete(image, question, where, problems)) {
            asked.add(image, split, where, question, Map.of());
        }
    }
}
