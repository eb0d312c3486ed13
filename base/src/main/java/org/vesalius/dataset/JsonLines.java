package org.vesalius.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.report.section.Sectioning;
import tools.jackson.databind.JsonNode;

/**
 * The user's own studies, one JSON object a line:
 *
 * <pre>{"patient_id": "1", "study_id": "1a", "split": "train", "report": "FINDINGS: …", "findings": "…", "impression": "…",
 *  "images": [{"path": "a.png", "view": "PA", "width": 2000, "height": 1800, "boxes": [{"x": 1, "y": 2, "width": 3, "height": 4, "label": "Nodule", "text": "…"}]}],
 *  "labels": {"Edema": 1, "Fracture": 0, "Pneumonia": -1, "Pneumothorax": null},
 *  "questions": [{"question": "…", "answer": "…", "closed": true, "type": "…", "alternatives": ["…"], "language": "zh"}], "meta": {"sex": "F", "age": "50"}}</pre>
 *
 * Everything but one of {@code image}, {@code images}, {@code report} may be left out; {@code "image": "a.png"} stands for a list of one; {@code text} and {@code caption} are other names of {@code report}.
 */
public final class JsonLines implements Dataset {
    private static final DatasetCard CARD = new DatasetCard(
            "jsonl",
            1,
            "Your own studies, one JSON object a line",
            "none",
            "yours",
            false,
            DatasetCard.Access.OWN,
            List.of("pretraining", "retrieval", "zero-shot", "grounding", "vqa"),
            "any",
            "one .jsonl file in the folder, or the file itself; pictures by path, relative to it",
            List.of("Without patient_id each line counts as a patient of its own."),
            Map.of());

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(Marks.SETTING, Marks.HELP, ReportRule.SETTING, ReportRule.help(Sectioning.VESALIUS));
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return table(dir) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Path table(Path dir) throws IOException {
        if (Files.isRegularFile(dir)) {
            return dir.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl") ? dir : null;
        }
        try (Stream<Path> files = Files.list(dir)) {
            List<Path> tables = files.filter(
                            file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl"))
                    .toList();
            return tables.size() == 1 ? tables.getFirst() : null;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = table(dir);
        if (file == null) {
            throw InputException.of(
                    "folder", "exactly one .jsonl file", "none or several", "give the file itself as DIR");
        }
        Sectioning rule = ReportRule.of(options);
        Consumer<Study> marked = Marks.required(options, studies);
        Path above = file.toAbsolutePath().getParent();
        Path folder = above == null ? dir : above;
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (!line.isBlank()) {
                    one(line, "line " + number, folder, rule, marked, problems);
                }
            }
        }
    }

    private static void one(
            String line,
            String where,
            Path folder,
            Sectioning rule,
            Consumer<Study> studies,
            Consumer<Problem> problems) {
        Study study;
        try {
            study = study(Json.tree(line, where), where, folder, rule, problems);
        } catch (InputException e) {
            problems.accept(new Problem(Problem.Kind.BROKEN, where, Pixels.reason(e)));
            return;
        }
        if (study.images().isEmpty() && study.report().isEmpty()) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "neither a picture that is there nor a text"));
            return;
        }
        studies.accept(study);
    }

    private static Study study(JsonNode node, String where, Path folder, Sectioning rule, Consumer<Problem> problems) {
        if (!node.isObject()) {
            throw InputException.of(where, "a JSON object", "something else", "correct the line");
        }
        Map<String, String> meta = new TreeMap<>();
        node.path("meta")
                .properties()
                .forEach(fact -> meta.put(fact.getKey(), fact.getValue().asString("")));
        return Study.of(text(node, "patient_id", where), text(node, "study_id", where))
                .withSplit(Rows.split(text(node, "split", "")))
                .withImages(images(node, where, folder, problems))
                .withReport(report(node, rule))
                .withLabels(labels(node))
                .withQuestions(questions(node))
                .withMeta(meta);
    }

    private static String text(JsonNode node, String name, String otherwise) {
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? otherwise : value.asString(otherwise);
    }

    private static List<StudyImage> images(JsonNode node, String where, Path folder, Consumer<Problem> problems) {
        List<JsonNode> listed = new ArrayList<>();
        if (node.has("image")) {
            listed.add(node.get("image"));
        }
        node.path("images").forEach(listed::add);
        List<StudyImage> images = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            JsonNode image = listed.get(i);
            Path file = Rows.file(folder, image.isString() ? image.asString() : text(image, "path", ""));
            if (file == null) {
                problems.accept(new Problem(Problem.Kind.MISSING, where + ", image " + i, "its file is not there"));
                continue;
            }
            images.add(StudyImage.of(text(image, "id", Integer.toString(i)), file, View.of(text(image, "view", "")))
                    .withBoxes(
                            image.path("width").asInt(0), image.path("height").asInt(0), boxes(image.path("boxes"))));
        }
        return images;
    }

    private static List<Box> boxes(JsonNode nodes) {
        List<Box> boxes = new ArrayList<>();
        for (JsonNode box : nodes) {
            String phrase = text(box, "text", "");
            boxes.add(new Box(
                    number(box, "x"),
                    number(box, "y"),
                    number(box, "width"),
                    number(box, "height"),
                    text(box, "label", ""),
                    phrase.isEmpty() ? null : phrase,
                    null));
        }
        return boxes;
    }

    private static double number(JsonNode box, String name) {
        if (!box.path(name).isNumber()) {
            throw InputException.of("box", "the numbers x, y, width, height", "no number '" + name + "'", "correct it");
        }
        return box.path(name).asDouble();
    }

    private static Report report(JsonNode node, Sectioning rule) {
        String whole = text(node, "report", text(node, "text", text(node, "caption", "")));
        Map<Section, String> sections = new EnumMap<>(Section.class);
        sections.putAll(rule.report(whole).sections());
        for (Section section : Section.values()) {
            String said =
                    section == Section.TEXT ? "" : text(node, section.name().toLowerCase(Locale.ROOT), "");
            if (!said.isBlank()) {
                sections.put(section, said);
            }
        }
        return new Report(sections);
    }

    private static Map<String, LabelState> labels(JsonNode node) {
        Map<String, LabelState> labels = new TreeMap<>();
        node.path("labels")
                .properties()
                .forEach(label -> labels.put(
                        label.getKey(),
                        label.getValue().isNull()
                                ? LabelState.BLANK
                                : Rows.label(label.getValue().asString(""))));
        return labels;
    }

    private static List<Question> questions(JsonNode node) {
        List<Question> questions = new ArrayList<>();
        for (JsonNode asked : node.path("questions")) {
            String image = text(asked, "image", "");
            questions.add(new Question(
                    text(asked, "id", "q" + questions.size()),
                    image.isEmpty() ? null : image,
                    text(asked, "question", ""),
                    text(asked, "answer", ""),
                    asked.path("closed").asBoolean(false),
                    text(asked, "type", ""),
                    alternatives(asked),
                    text(asked, "language", "")));
        }
        return questions;
    }

    private static List<String> alternatives(JsonNode asked) {
        List<String> alternatives = new ArrayList<>();
        asked.path("alternatives").forEach(answer -> alternatives.add(answer.asString("")));
        return alternatives;
    }
}
