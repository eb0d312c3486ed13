package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.infer.Inference;
import org.vesalius.io.Progress;
import org.vesalius.report.LabelState;
import org.vesalius.search.FilmFolder;
import org.vesalius.search.IndexFolder;
import org.vesalius.search.IndexedStudy;
import org.vesalius.search.StudyIndex;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds the search index of a prepared set. */
@Command(
        name = "index",
        description = "Build a search index of a prepared set with a trained model: vectors, words and filters.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius index RUN --data DATA --out INDEX",
            "  vesalius index RUN --data DATA --split test --out INDEX",
            "",
            ExitCode.LIST
        })
final class IndexCommand implements Callable<Integer> {
    private static final int BATCH = 32;
    private static final int RECALL_QUERIES = 100;
    private static final int RECALL_DEPTH = 10;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "RUN", description = "Folder of a trained model.")
    private Path run;

    @Option(names = "--data", required = true, description = "Prepared set to index.")
    private Path data;

    @Option(names = "--out", required = true, description = "Folder for the index; must not be there.")
    private Path out;

    @Option(names = "--split", description = "Only this split: ${COMPLETION-CANDIDATES} (default: all).")
    private @Nullable Split split;

    @Option(names = "--no-films", description = "Do not copy the films into the index: a service then shows none.")
    private boolean withoutFilms;

    @SuppressWarnings("NullAway.Init")
    IndexCommand() {}

    @Override
    public Integer call() throws IOException {
        Path part = IndexFolder.part(out);
        try {
            IndexFolder.About about = build(part);
            IndexFolder.describe(part, about);
            Files.move(part, out.toAbsolutePath());
            output.result(
                    about,
                    "%d studies indexed from %s. The graph finds %.1f%% of the %d exact nearest (%d queries).%nAsk: vesalius search %s \"small left pleural effusion\""
                            .formatted(
                                    about.studies(),
                                    about.data(),
                                    100 * about.recallAt10(),
                                    RECALL_DEPTH,
                                    about.queries(),
                                    out));
            return ExitCode.OK;
        } finally {
            IndexFolder.discard(part);
        }
    }

    private IndexFolder.About build(Path part) throws IOException {
        try (PreparedData prepared = PreparedData.open(data);
                Inference model = Inference.load(run)) {
            List<Entry> entries = split == null ? prepared.entries() : prepared.entries(split);
            int dimension = model.embedTexts(List.of("chest"))[0].length;
            try (StudyIndex index = StudyIndex.create(IndexFolder.lucene(part), model.digest(), dimension)) {
                FilmFolder films = new FilmFolder(IndexFolder.films(part));
                List<float[]> vectors = fill(index, films, prepared, model, entries);
                index.commit();
                int queries = Math.min(RECALL_QUERIES, vectors.size());
                return new IndexFolder.About(
                        run.toAbsolutePath().toString(),
                        model.digest(),
                        prepared.manifest().name(),
                        index.size(),
                        recall(index, vectors, queries),
                        queries);
            }
        }
    }

    private List<float[]> fill(
            StudyIndex index, FilmFolder films, PreparedData prepared, Inference model, List<Entry> entries)
            throws IOException {
        List<float[]> vectors = new ArrayList<>();
        Progress progress = output.progress();
        progress.start("index", entries.size());
        for (int from = 0; from < entries.size(); from += BATCH) {
            List<Sample> samples = new ArrayList<>();
            for (Entry entry : entries.subList(from, Math.min(from + BATCH, entries.size()))) {
                samples.add(prepared.read(entry));
            }
            vectors.addAll(put(index, model, samples));
            if (!withoutFilms) {
                for (Sample sample : samples) {
                    keep(films, sample);
                }
            }
            progress.at(from + samples.size(), "");
        }
        progress.end("");
        return vectors;
    }

    /** Puts a batch into the index; the vectors of those that have an image. */
    private static List<float[]> put(StudyIndex index, Inference model, List<Sample> samples) throws IOException {
        List<Sample> pictured =
                samples.stream().filter(sample -> !sample.images().isEmpty()).toList();
        List<Image> fronts = pictured.stream()
                .map(sample -> sample.images().get(front(sample.study())))
                .toList();
        List<float[]> vectors = fronts.isEmpty() ? List.of() : List.of(model.embedImages(fronts));
        for (Sample sample : samples) {
            int at = pictured.indexOf(sample);
            index.put(document(sample), at < 0 ? null : vectors.get(at));
        }
        return vectors;
    }

    /** Keeps the films that a service shows, the one that was embedded first. */
    private static void keep(FilmFolder films, Sample sample) throws IOException {
        if (!sample.images().isEmpty()) {
            List<byte[]> shown = new ArrayList<>();
            sample.images().forEach(image -> shown.add(ImageFiles.png(image)));
            shown.addFirst(shown.remove(front(sample.study())));
            films.put(sample.entry().key(), shown);
        }
    }

    /** The first frontal picture, else the first. */
    private static int front(Study study) {
        return IntStream.range(0, study.images().size())
                .filter(i -> study.images().get(i).view().frontal())
                .findFirst()
                .orElse(0);
    }

    private static IndexedStudy document(Sample sample) {
        Entry entry = sample.entry();
        Study study = sample.study();
        List<String> positive = study.labels().entrySet().stream()
                .filter(label -> label.getValue() == LabelState.POSITIVE)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("split", entry.split().name().toLowerCase(Locale.ROOT));
        for (String fact : List.of("sex", "age", "modality")) {
            String value = study.meta().get(fact);
            if (value != null) {
                facts.put(fact, value);
            }
        }
        if (!study.images().isEmpty()) {
            facts.put("view", study.images().get(front(study)).view().name().toLowerCase(Locale.ROOT));
        }
        return new IndexedStudy(
                entry.key(), entry.patientKey(), entry.row(), study.report().text(), positive, facts);
    }

    /** Share of the exact nearest that the graph finds, over the first {@code queries} vectors. */
    private static double recall(StudyIndex index, List<float[]> vectors, int queries) throws IOException {
        double found = 0;
        double wanted = 0;
        for (int q = 0; q < queries; q++) {
            float[] query = vectors.get(q);
            double[] cosines =
                    vectors.stream().mapToDouble(vector -> dot(query, vector)).toArray();
            double threshold = IntStream.range(0, cosines.length)
                    .mapToObj(i -> cosines[i])
                    .sorted(Comparator.reverseOrder())
                    .skip(Math.min(RECALL_DEPTH, cosines.length) - 1)
                    .findFirst()
                    .orElse(1.0);
            Set<Integer> hits = new HashSet<>();
            for (IndexedStudy.Hit hit : index.searchByGraph(IndexedStudy.Query.vector(query), RECALL_DEPTH)) {
                // equal images tie: any of those at least as near as the tenth is right
                if (hit.score() >= threshold - 1e-4) {
                    hits.add(hit.study().row());
                }
            }
            found += hits.size();
            wanted += Math.min(RECALL_DEPTH, cosines.length);
        }
        return wanted == 0 ? 1 : found / wanted;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
