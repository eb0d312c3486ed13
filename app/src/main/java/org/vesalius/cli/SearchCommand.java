package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Pixels;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.search.IndexFolder;
import org.vesalius.search.IndexedStudy;
import org.vesalius.search.StudyIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks an index. */
@Command(
        name = "search",
        description = "Search an index by words or by an image; results are pseudonymous study keys.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius search INDEX \"small left pleural effusion\"",
            "  vesalius search INDEX --image film.dcm --top 20",
            "  vesalius search INDEX effusion --mode words --label \"pleural effusion\" --where sex=F --with-text",
            "",
            ExitCode.LIST
        })
final class SearchCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Parameters(index = "0", paramLabel = "INDEX", description = "Folder made by 'vesalius index'.")
    private Path index;

    @Parameters(index = "1", arity = "0..1", paramLabel = "QUERY", description = "What to look for, in words.")
    private @Nullable String words;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "Find studies like this image (DICOM, PNG, JPEG, TIFF).")
    private @Nullable Path image;

    @Option(names = "--top", defaultValue = "10", description = "How many results (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = "--mode",
            description =
                    "${COMPLETION-CANDIDATES}: by meaning, by the report's words (BM25), or both fused (default: hybrid for words, vector for an image).")
    private IndexedStudy.@Nullable Mode mode;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description = "Only studies with this positive label; may be repeated.")
    private List<String> labels = List.of();

    @Option(
            names = "--where",
            paramLabel = "NAME=VALUE",
            description = "Only studies with this fact, such as sex=F or view=pa; may be repeated.")
    private Map<String, String> where = Map.of();

    @Option(names = "--model", paramLabel = "RUN", description = "The model that built the index, where it has moved.")
    private @Nullable Path model;

    @Option(names = "--with-text", description = "Show the report text too.")
    private boolean withText;

    @SuppressWarnings("NullAway.Init")
    SearchCommand() {}

    /** A result without the text, unless it was asked for. */
    record Found(
            int rank,
            double score,
            String key,
            String patient,
            int row,
            List<String> labels,
            Map<String, String> facts,
            @Nullable String text) {}

    record Answer(IndexedStudy.Mode mode, int searched, List<Found> results) {}

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw InputException.of("--top", "1 or more", Integer.toString(top), "ask for at least one result");
        }
        IndexFolder.About about = IndexFolder.about(index);
        try (StudyIndex studies = StudyIndex.open(IndexFolder.lucene(index))) {
            checkFilters(studies);
            IndexedStudy.Query query = query(about).within(labels, where);
            List<Found> found =
                    studies.search(query, top).stream().map(this::found).toList();
            Answer answer = new Answer(query.mode(), studies.size(), found);
            output.result(answer, text(answer));
        }
        return ExitCode.OK;
    }

    /** A filter that no study can pass is a slip of the keyboard. */
    private void checkFilters(StudyIndex studies) throws IOException {
        SortedSet<String> known = studies.labels();
        for (String label : labels) {
            if (!known.contains(label)) {
                throw InputException.unknown("label of this index", label, known);
            }
        }
        SortedSet<String> facts = studies.facts();
        for (String fact : where.keySet()) {
            if (!facts.contains(fact)) {
                throw InputException.unknown("fact of this index", fact, facts);
            }
        }
    }

    private IndexedStudy.Query query(IndexFolder.About about) throws IOException {
        String asked = words;
        Path file = image;
        if ((asked == null) == (file == null)) {
            throw InputException.of(
                    "query", "words or --image", asked == null ? "neither" : "both", "give one of the two");
        }
        if (file != null) {
            if (mode != null && mode != IndexedStudy.Mode.VECTOR) {
                throw InputException.of("--mode", "vector for an image", String.valueOf(mode), "leave --mode out");
            }
            try (Inference inference = inference(about)) {
                return IndexedStudy.Query.vector(inference.embedImages(List.of(Pixels.read(file)))[0]);
            }
        }
        if (asked == null) {
            throw new IllegalStateException("words are there when no image is");
        }
        if (mode == IndexedStudy.Mode.WORDS) {
            return IndexedStudy.Query.words(asked);
        }
        try (Inference inference = inference(about)) {
            float[] vector = inference.embedTexts(List.of(asked))[0];
            return mode == IndexedStudy.Mode.VECTOR
                    ? IndexedStudy.Query.vector(vector)
                    : IndexedStudy.Query.hybrid(vector, asked);
        }
    }

    private Inference inference(IndexFolder.About about) throws IOException {
        Inference inference = Inference.load(model != null ? model : Path.of(about.run()));
        if (!inference.digest().equals(about.model())) {
            inference.close();
            throw InputException.of(
                    "model",
                    "the weights that built this index",
                    "others",
                    "name the right run with --model, or build the index again");
        }
        return inference;
    }

    private Found found(IndexedStudy.Hit hit) {
        IndexedStudy study = hit.study();
        return new Found(
                hit.rank(),
                hit.score(),
                study.key(),
                study.patient(),
                study.row(),
                study.labels(),
                study.facts(),
                withText ? study.text() : null);
    }

    private String text(Answer answer) {
        Table table = new Table("rank", "score", "study", "row", "labels");
        answer.results()
                .forEach(found -> table.row(
                        found.rank(),
                        "%.3f".formatted(found.score()),
                        found.key(),
                        found.row(),
                        String.join(", ", found.labels())));
        StringBuilder text = new StringBuilder(table.toString());
        if (withText) {
            answer.results()
                    .forEach(found -> text.append("\n")
                            .append(found.rank())
                            .append(". ")
                            .append(found.text())
                            .append('\n'));
        }
        return text.append("\n%d studies searched, %s"
                        .formatted(answer.searched(), answer.mode().name().toLowerCase(java.util.Locale.ROOT)))
                .toString();
    }
}
