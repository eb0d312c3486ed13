package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.Problem;
import tools.jackson.databind.JsonNode;

/** He et al., "PathVQA: 30000+ Questions for Medical Visual Question Answering", arXiv 2003.10286: one study per image and part. */
public final class PathVqa implements Dataset {
    private static final DatasetCard CARD = new DatasetCard(
            "pathvqa",
            1,
            "PathVQA",
            "X. He, Y. Zhang, L. Mou, E. Xing, P. Xie, PathVQA: 30000+ Questions for Medical Visual Question Answering, arXiv 2003.10286",
            "not stated on the pictures, which are of textbooks; the questions MIT",
            false,
            DatasetCard.Access.OPEN,
            List.of("vqa"),
            "pathology: micrographs, gross specimens and figures",
            "qas/{train,val,test}/{train,val,test}_qa.pkl or _vqa.pkl and images/{train,val,test}/, also all in one folder; or a repack with train.json, val.json, test.json and images/",
            List.of(
                    "Some pictures are CMYK JPEG, with inverted inks: they are decoded to colour.",
                    "The questions are pickles: read as data, nothing in them is run.",
                    "Pictures are named without their ending; in _vqa.pkl the answers are the keys of a map of scores, the best first.",
                    "A public JSON repack has two parts and another split (17,995 and 11,572 questions, not 19,755, 6,279 and 6,761): the counts tell.",
                    "Nothing says which pictures are of one case; each counts as its own."),
            Map.of("questions.train", 19_755, "questions.val", 6279, "questions.test", 6761));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    /** A file of questions of a part; {@code json} is a list of objects, otherwise a pickle. */
    private record Part(Split split, String name, Path file, boolean json) {}

    private static List<Part> parts(Path dir) {
        List<Part> parts = new ArrayList<>();
        for (Split split : Split.values()) {
            Part part = part(dir, split);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static @Nullable Part part(Path dir, Split split) {
        String lower = split.lower();
        for (String folder : List.of("qas/" + lower + "/", "qas/", "")) {
            for (String name : List.of(lower + "_qa.pkl", lower + "_vqa.pkl", lower + ".json")) {
                Path file = dir.resolve(folder + name);
                if (Files.isRegularFile(file)) {
                    return new Part(split, name, file, name.endsWith(".json"));
                }
            }
        }
        return null;
    }

    @Override
    public boolean recognises(Path dir) {
        List<Part> parts = parts(dir);
        if (parts.isEmpty() || !Files.isDirectory(dir.resolve("images"))) {
            return false;
        }
        try {
            return !parts.getFirst().json()
                    || Inside.head(parts.getFirst().file()).contains("pathvqa");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Asked asked = new Asked();
        for (Part part : parts(dir)) {
            if (part.json()) {
                JsonRows.list(
                        part.file(),
                        part.name(),
                        (row, where) -> add(asked, part.split(), row, where, problems),
                        problems);
            } else {
                PlainPickle.rows(
                        part.file(), part.name(), (row, where) -> add(asked, part.split(), row, where, problems));
            }
        }
        Path images = dir.resolve("images");
        asked.studies(
                group -> {
                    List<Path> folders = group.split() == null
                            ? List.of(images)
                            : List.of(images.resolve(group.split().lower()), images);
                    return Inside.first(folders, group.image(), "", ".jpg", ".png");
                },
                (group, image) -> group.study().withImages(List.of(image)),
                studies,
                problems);
    }

    private static void add(Asked asked, Split split, JsonNode row, String where, Consumer<Problem> problems) {
        String image = JsonRows.first(row, "image", "img_id");
        List<String> answers = answers(row);
        String first = answers.isEmpty() ? "" : answers.getFirst();
        boolean closed = JsonRows.text(row, "answer_type").equalsIgnoreCase("CLOSED") || Asked.yesOrNo(first);
        String id = JsonRows.text(row, "question_id");
        Question question = new Question(
                id.isEmpty() ? where : id,
                image,
                JsonRows.first(row, "question", "sent"),
                first,
                closed,
                JsonRows.text(row, "question_type").toLowerCase(Locale.ROOT),
                answers.isEmpty() ? List.of() : answers.subList(1, answers.size()),
                "");
        if (Asked.complete(image, question, where, problems)) {
            asked.add(image, split, where, question, Map.of());
        }
    }

    private static List<String> answers(JsonNode row) {
        JsonNode label = row.path("label");
        if (!label.isObject()) {
            String answer = JsonRows.text(row, "answer");
            return answer.isEmpty() ? List.of() : List.of(answer);
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        label.properties()
                .forEach(one -> scores.put(one.getKey(), one.getValue().asDouble(0)));
        return scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }
}
