package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** Bardhan et al., "DrugEHRQA: A Question Answering Dataset on Structured and Unstructured Electronic Health Records For Medicine Related Queries", LREC 2022: one study per question. */
public final class DrugEhrQa implements Dataset {
    /** The first that is there is read: the later steps of the authors' scripts hold more. */
    private static final List<String> FOLDERS =
            List.of("outputs", "merged_queries", "structured_queries", "unstructured_queries");

    private static final DatasetCard CARD = new DatasetCard(
            "drugehrqa",
            1,
            "DrugEHRQA",
            "J. Bardhan, A. Colas, K. Roberts, D. Z. Wang, DrugEHRQA: A Question Answering Dataset on Structured and Unstructured Electronic Health Records For Medicine Related Queries, LREC 2022, arXiv 2205.01290",
            "PhysioNet credentialed health data licence; n2c2 data use agreement for the answers from notes",
            false,
            DatasetCard.Access.CREDENTIALED,
            List.of("question answering over records"),
            "text, no pictures",
            "outputs/, merged_queries/, structured_queries/ or unstructured_queries/, the first that is there, with query<n>.xlsx",
            List.of(
                    "Answers from tables and from notes are given by two places; the authors' scripts join them, and their last step chooses one answer.",
                    "Not checked on a copy: columns are found by what their headings say ('question', 'answer' with 'selected' or 'multimodal', 'structured', 'unstructured', 'HADM_ID' or 'SUBJECT_ID'); question-key and answer-key name others.",
                    "Questions are made from nine templates: those of one admission must stay together, so the admission stands for the patient where nothing else does.",
                    "The published set has no split."),
            Map.of("questions (about)", 70_000));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "question-key", "column of the question; default: the first whose heading says 'question'",
                "answer-key",
                        "column of the answer; default: the chosen one, else that of the tables, else that of the notes");
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return folder(dir) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Path folder(Path dir) throws IOException {
        for (String name : FOLDERS) {
            Path folder = dir.resolve(name);
            if (Files.isDirectory(folder) && !queries(folder).isEmpty()) {
                return folder;
            }
        }
        return null;
    }

    private static List<Path> queries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches("(?i)query\\d+.*\\.xlsx"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path folder = folder(dir);
        if (folder == null) {
            throw InputException.of(
                    "DrugEHRQA folder", "query<n>.xlsx in one of the folders " + FOLDERS, "none", "check the folder");
        }
        for (Path file : queries(folder)) {
            String name = String.valueOf(file.getFileName());
            try (Sheet sheet = Sheet.open(file, name)) {
                Columns columns = Columns.of(sheet.header(), options, name);
                for (Sheet.Row row : sheet) {
                    Study study = columns.study(row, Inside.stem(name), problems);
                    if (study != null) {
                        studies.accept(study);
                    }
                }
            }
        }
    }

    /** What is in which column; the last three may be empty. */
    private record Columns(String question, String answer, String structured, String unstructured, String admission) {

        static Columns of(List<String> header, ReadOptions options, String name) {
            String structured = find(
                    header, head -> head.contains("answer") && head.contains("struct") && !head.contains("unstruct"));
            String unstructured = find(header, head -> head.contains("answer") && head.contains("unstruct"));
            String chosen = find(
                    header,
                    head -> head.contains("answer") && (head.contains("select") || head.contains("multimodal")));
            String any = find(header, head -> head.contains("answer"));
            String question = options.get(
                    "question-key", find(header, head -> head.contains("question") && !head.contains("answer")));
            String answer = options.get("answer-key", first(chosen, structured, unstructured, any));
            if (!header.contains(question) || !header.contains(answer)) {
                throw InputException.of(
                        name,
                        "a column of questions and one of answers",
                        "the columns " + header,
                        "name them with question-key and answer-key");
            }
            String admission = find(header, head -> head.contains("hadm"));
            return new Columns(
                    question,
                    answer,
                    structured,
                    unstructured,
                    first(admission, find(header, head -> head.contains("subject_id"))));
        }

        private static String find(List<String> header, Predicate<String> says) {
            return header.stream()
                    .filter(head -> says.test(head.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElse("");
        }

        private static String first(String... names) {
            return Stream.of(names).filter(name -> !name.isEmpty()).findFirst().orElse("");
        }

        @Nullable
        Study study(Sheet.Row row, String template, Consumer<Problem> problems) {
            String id = template + "-" + row.number();
            Question asked = new Question(id, null, row.get(question), row.get(answer), false, template);
            if (asked.question().isEmpty() || asked.answer().isEmpty()) {
                problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), "no question or no answer in it"));
                return null;
            }
            Map<String, String> meta = new TreeMap<>();
            meta.put("answer_of_tables", structured.isEmpty() ? "" : row.get(structured));
            meta.put("answer_of_notes", unstructured.isEmpty() ? "" : row.get(unstructured));
            meta.values().removeIf(String::isEmpty);
            String whose = admission.isEmpty() ? "" : row.get(admission);
            return Study.of(whose.isEmpty() ? id : whose, id)
                    .withQuestions(List.of(asked))
                    .withMeta(meta);
        }
    }
}
