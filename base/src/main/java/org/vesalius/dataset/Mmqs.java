package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Ghosh et al., "CLIPSyntel: CLIP and LLM Synergy for Multimodal Question Summarization in Healthcare", AAAI 2024: one study per patient's question. */
public final class Mmqs implements Dataset {
    private static final String QUESTION = "Question";
    private static final String SUMMARY = "Question_summ";
    private static final List<String> PICTURE = List.of("relative_path", "image_path");

    private static final DatasetCard CARD = new DatasetCard(
            "mmqs",
            1,
            "MMQS: multimodal question summarisation",
            "A. Ghosh, A. Acharya, R. Jain, S. Saha, A. Chadha, S. Sinha, CLIPSyntel: CLIP and LLM Synergy for Multimodal Question Summarization in Healthcare, AAAI 2024, arXiv 2312.11541",
            "not stated; research use",
            false,
            DatasetCard.Access.OPEN,
            List.of("question summarisation"),
            "photographs of skin, eyes, limbs, nose and throat, with patients' questions",
            "multimodal_final_updated.csv (or another .csv with these columns): Question, Question_summ, optional relative_path or image_path, category; pictures below the folder",
            List.of(
                    "Not checked on a copy: the columns are those that public code reads.",
                    "One picture stands for many questions, since pictures were collected per symptom: they are no picture of who asks.",
                    "Paths come with backslashes and with the folder's name doubled.",
                    "There is no published split, and nothing says which questions are of one person; each counts as its own."),
            Map.of("studies", 3015));

    @Override
    public DatasetCard card() {
        return CARD;
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
        if (!Files.isDirectory(dir)) {
            return null;
        }
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                try (Table table = Table.open(file, "table")) {
                    if (table.has(QUESTION) && table.has(SUMMARY)) {
                        return file;
                    }
                }
            }
        }
        return null;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = table(dir);
        if (file == null) {
            throw InputException.of(
                    "MMQS folder", "a .csv with Question and Question_summ", "none", "check the folder");
        }
        try (Table table = Table.open(file, String.valueOf(file.getFileName()))) {
            String picture = PICTURE.stream().filter(table::has).findFirst().orElse("");
            for (Table.Row row : table) {
                String id = "row " + row.number();
                String asked = row.get(QUESTION);
                if (asked.isEmpty() || row.get(SUMMARY).isEmpty()) {
                    problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), "no question or no summary"));
                    continue;
                }
                Path found = picture.isEmpty() ? null : picture(dir, row.get(picture));
                if (found == null && !picture.isEmpty()) {
                    problems.accept(new Problem(
                            Problem.Kind.MISSING, row.where(), "its picture is not there; the texts are kept"));
                }
                studies.accept(Study.of(id, id)
                        .withImages(found == null ? List.of() : List.of(StudyImage.of("0", found, View.UNKNOWN)))
                        .withReport(Report.of(Section.TEXT, asked))
                        .withQuestions(List.of(new Question(
                                id, found == null ? null : "0", asked, row.get(SUMMARY), false, "summary")))
                        .withMeta(row.facts(Map.of("category", "category"))));
            }
        }
    }

    private static @Nullable Path picture(Path dir, String cell) {
        String path = cell.replace('\\', '/').replaceFirst("^(\\./)+", "").replaceFirst("^([^/]+/)\\1", "$1");
        return Inside.first(List.of(dir, dir.resolve("images")), path, "");
    }
}
