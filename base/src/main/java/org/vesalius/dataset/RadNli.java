package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import tools.jackson.databind.JsonNode;

/** Miura et al., "Improving Factual Completeness and Consistency of Image-to-Text Radiology Report Generation", NAACL 2021 (arXiv 2010.10042): pairs of report sentences; also MedNLI, whose files have the same form. */
public final class RadNli implements Dataset {
    private static final Map<String, Split> FILES = files();
    private static final List<String> ANSWERS = List.of("entailment", "neutral", "contradiction");

    private static final DatasetCard CARD = new DatasetCard(
            "radnli",
            1,
            "RadNLI: entailment between report sentences",
            "Y. Miura, Y. Zhang, E. B. Tsai, C. P. Langlotz, D. Jurafsky, Improving Factual Completeness and Consistency of Image-to-Text Radiology Report Generation, NAACL 2021, arXiv 2010.10042; MedNLI: A. Romanov, C. Shivade, EMNLP 2018",
            "PhysioNet Credentialed Health Data License 1.5.0 with its data use agreement",
            false,
            DatasetCard.Access.CREDENTIALED,
            List.of("natural language inference", "report evaluation"),
            "pairs of sentences",
            "radnli_dev_v1.jsonl, radnli_test_v1.jsonl, optional radnli_pseudo-train.jsonl; mli_train_v1.jsonl, mli_dev_v1.jsonl, mli_test_v1.jsonl",
            List.of(
                    "The premise is the study's text, the hypothesis a question with the answers entailment, neutral, contradiction.",
                    "The training part is made by rules from MIMIC-CXR and has to be put together from its reports; it is no gold.",
                    "No patient is named: each pair counts as one of its own."),
            Map.of("questions.val", 480, "questions.test", 480));

    private static Map<String, Split> files() {
        Map<String, Split> files = new LinkedHashMap<>();
        files.put("radnli_pseudo-train.jsonl", Split.TRAIN);
        files.put("mli_train_v1.jsonl", Split.TRAIN);
        files.put("radnli_dev_v1.jsonl", Split.VAL);
        files.put("mli_dev_v1.jsonl", Split.VAL);
        files.put("radnli_test_v1.jsonl", Split.TEST);
        files.put("mli_test_v1.jsonl", Split.TEST);
        return files;
    }

    @Override
    public DatasetCard card() {
        return CARD;
    }

    /** MedNLI under its own names is larger. */
    @Override
    public Map<String, Integer> expected(Path dir, ReadOptions options) {
        return Files.isRegularFile(dir.resolve("mli_test_v1.jsonl")) ? Map.of() : CARD.counts();
    }

    @Override
    public boolean recognises(Path dir) {
        return FILES.keySet().stream().anyMatch(name -> Files.isRegularFile(dir.resolve(name)));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of(
                    "RadNLI", "radnli_test_v1.jsonl or radnli_dev_v1.jsonl", "neither", "name the folder");
        }
        for (Map.Entry<String, Split> file : FILES.entrySet()) {
            Path path = dir.resolve(file.getKey());
            if (Files.isRegularFile(path)) {
                JsonRows.lines(
                        path,
                        file.getKey(),
                        (pair, where) -> pair(where, pair, file.getKey(), file.getValue(), studies, problems),
                        problems);
            }
        }
    }

    private static void pair(
            String where,
            JsonNode pair,
            String file,
            Split split,
            Consumer<Study> studies,
            Consumer<Problem> problems) {
        String premise = JsonRows.text(pair, "sentence1");
        String hypothesis = JsonRows.text(pair, "sentence2");
        String answer = JsonRows.text(pair, "gold_label");
        if (premise.isEmpty() || hypothesis.isEmpty() || !ANSWERS.contains(answer)) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, where, "not two sentences and one of " + String.join(", ", ANSWERS)));
            return;
        }
        String said = JsonRows.text(pair, "pairID");
        String id = Inside.stem(file) + "_" + (said.isEmpty() ? where.replaceFirst("^.*line ", "line") : said);
        studies.accept(Study.of(id, id)
                .withSplit(split)
                .withReport(Report.of(Section.TEXT, premise))
                .withQuestions(List.of(new Question(id, null, hypothesis, answer, true, "NLI"))));
    }
}
