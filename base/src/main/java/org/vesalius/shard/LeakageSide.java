package org.vesalius.shard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.Digests;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;

/** One of the two sets that {@link Leakage} compares, read study by study: a prepared set, or a folder with its reader. */
public sealed interface LeakageSide {
    /**
     * A set that {@code data prepare} wrote.
     *
     * @param split that is read, or null for all of it
     */
    record Prepared(Path dir, @Nullable Split split) implements LeakageSide {}

    /**
     * A folder in its published layout.
     *
     * @param split of the layout that is read, or null for all of it
     */
    record Raw(
            Path dir,
            Dataset dataset,
            ReadOptions options,
            @Nullable Split split) implements LeakageSide {}

    /**
     * What of a study is compared.
     *
     * @param row its place in the set, from 1
     * @param studyKey empty where the study has no id, as is {@code patientKey}
     * @param textDigest equal for equal texts, or null without text
     */
    record Traits(
            int row,
            String studyKey,
            String patientKey,
            @Nullable String textDigest,
            TextSketch sketch,
            List<Look> looks) {}

    /** Reads all, pictures too when {@code pictures}; returns in whose keys patients and studies are named: they are comparable with those of equal keys only. */
    default String each(
            boolean pictures, int threads, Progress progress, Consumer<Traits> taker, List<Problem> problems)
            throws IOException {
        return switch (this) {
            case Prepared set -> prepared(set, pictures, progress, taker);
            case Raw raw -> raw(raw, pictures, threads, progress, taker, problems);
        };
    }

    private static String prepared(Prepared set, boolean pictures, Progress progress, Consumer<Traits> taker)
            throws IOException {
        try (PreparedData data = PreparedData.open(set.dir)) {
            List<Entry> entries = set.split == null ? data.entries() : data.entries(set.split);
            progress.start("read", entries.size());
            // some at a time, so that all cores decode and few pictures are held
            int chunk = 64;
            for (int from = 0; from < entries.size(); from += chunk) {
                List<Entry> some = entries.subList(from, Math.min(entries.size(), from + chunk));
                List<Traits> traits = IntStream.range(0, some.size())
                        .parallel()
                        .mapToObj(i -> traits(data, some.get(i), pictures))
                        .toList();
                traits.forEach(taker);
                progress.at(from + some.size(), "");
            }
            progress.end(entries.size() + " studies");
            boolean own = data.manifest().card().access() == DatasetCard.Access.OWN;
            return own ? "own, prepared" : data.manifest().card().id();
        }
    }

    private static Traits traits(PreparedData data, Entry entry, boolean pictures) {
        try {
            Study study;
            List<Look> looks = List.of();
            if (pictures) {
                Sample sample = data.read(entry);
                study = sample.study();
                looks = sample.images().stream().map(Look::of).toList();
            } else {
                study = data.study(entry);
            }
            return traits(entry.row() + 1, entry.key(), entry.patientKey(), study, looks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Traits traits(int row, String study, String patient, Study said, List<Look> looks) {
        return new Traits(
                row,
                study,
                patient,
                Duplicates.textDigest(said.report()),
                TextSketch.of(said.report().text()),
                looks);
    }

    private static String raw(
            Raw raw, boolean pictures, int threads, Progress progress, Consumer<Traits> taker, List<Problem> problems)
            throws IOException {
        DatasetCard card = raw.dataset.card();
        boolean own = card.access() == DatasetCard.Access.OWN;
        // the keys that 'data prepare' would give; the user's own have a secret salt, so plain digests stand in
        Pseudonyms names = own ? null : Pseudonyms.of(card, raw.dir);
        int[] row = {0};
        progress.start("read", 0);
        new Pipeline(threads, progress)
                .run(
                        raw.dataset,
                        raw.dir,
                        raw.options,
                        (number, study) -> Inspection.look(number, pictures ? study : bare(study)),
                        made -> {
                            problems.addAll(made.problems());
                            row[0]++;
                            Study study = made.study();
                            if (study != null && (raw.split == null || raw.split == made.published())) {
                                taker.accept(traits(
                                        row[0],
                                        names == null ? plain(made.studyId()) : names.study(made.studyId()),
                                        names == null ? plain(made.patientId()) : names.patient(made.patientId()),
                                        study,
                                        made.looks()));
                            }
                        },
                        problems::add);
        progress.end(row[0] + " studies");
        return own ? "own, as it is" : card.id();
    }

    /** Readers name what has no id after its row, which says nothing about another set. */
    private static String plain(String id) {
        return id.matches("row \\d+") ? "" : Digests.sha256(id);
    }

    private static Study bare(Study study) {
        return study.withImages(List.of()).withVolumes(List.of());
    }
}
