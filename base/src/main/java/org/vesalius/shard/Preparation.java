package org.vesalius.shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;

/**
 * Makes a prepared set from a published one or from the user's own files. Pictures are decoded once, on all cores; when all have been seen, patients who share a film are put in one split, and
 * the shards are written in the order of the set. The folder appears whole or not at all; while it is made, the disk holds the pictures twice.
 */
public final class Preparation {
    private final Dataset dataset;
    private final Path dir;
    private final PrepareOptions options;
    private final Progress progress;
    private final Pseudonyms names;
    private final List<Problem> problems = new ArrayList<>();
    private final Duplicates duplicates = new Duplicates();
    private final StringBuilder keys = new StringBuilder();

    private Preparation(Dataset dataset, Path dir, PrepareOptions options, Progress progress, Pseudonyms names) {
        this.dataset = dataset;
        this.dir = dir;
        this.options = options;
        this.progress = progress;
        this.names = names;
    }

    /**
     * What was made.
     *
     * @param out the folder
     * @param problems everything that was left out, as in {@code problems.jsonl}
     */
    public record Prepared(Path out, Manifest manifest, List<Problem> problems) {}

    /**
     * Prepares {@code dir} into {@code out}, which must not exist yet, be empty, or hold a prepared set, which is then replaced.
     *
     * @throws InputException when the input cannot be used or {@code out} holds something else
     * @throws IOException when the disk refuses; then {@code out} is as it was before
     */
    public static Prepared run(Dataset dataset, Path dir, Path out, PrepareOptions options, Progress progress)
            throws IOException {
        Path target = out.toAbsolutePath().normalize();
        Path source = dir.toAbsolutePath().normalize();
        if (target.startsWith(source) || source.startsWith(target)) {
            throw new InputException(
                    "the out folder: expected one beside the data, got one of the two inside the other; choose another --out");
        }
        Path privateDir = Objects.requireNonNullElse(
                options.privateDir(), target.resolveSibling(target.getFileName() + "-private"));
        AtomicFiles.requireFolder(target, "the out folder");
        AtomicFiles.requireFolder(privateDir, "the private folder");
        try (NewFolder folder = NewFolder.replacing(target)) {
            Pseudonyms names = Pseudonyms.of(dataset.card(), privateDir);
            Preparation work = new Preparation(dataset, source, options, progress, names);
            Manifest manifest = work.write(folder.path());
            names.keep();
            folder.done();
            if (names.secret()) {
                AtomicFiles.write(privateDir.resolve("keys-" + target.getFileName() + ".jsonl"), work.keys.toString());
            }
            return new Prepared(target, manifest, List.copyOf(work.problems));
        }
    }

    private Manifest write(Path part) throws IOException {
        progress.start("scan", 0);
        Scan scan = Scan.of(dataset, dir, options.read());
        progress.end(scan.studies() + " studies");
        problems.addAll(scan.problems());
        try (Spool spool = Spool.in(part)) {
            pack(spool, scan.studies());
            Splits splits = Splits.assign(spool.rows(), linked(spool), options);
            List<Duplicates.Group> groups =
                    duplicates.groups(study -> splits.of(spool.rows().get(study)));
            List<Entry> entries = new ArrayList<>();
            List<Manifest.Shard> shards = shards(part, spool, splits, entries);
            String index = lines(entries);
            Files.writeString(part.resolve(Layout.INDEX), index);
            Files.writeString(part.resolve(Layout.PROBLEMS), lines(problems));
            Files.writeString(part.resolve(Layout.DUPLICATES), lines(groups));
            Manifest manifest = manifest(splits, spool, shards, groups, index);
            Files.writeString(part.resolve(Layout.MANIFEST), Json.pretty(manifest));
            Files.writeString(part.resolve(Layout.CARD), CardText.of(manifest, names.secret()));
            return manifest;
        }
    }

    private void pack(Spool spool, int studies) throws IOException {
        progress.start("prepare", studies);
        new Pipeline(options.threads(), progress)
                .run(
                        dataset,
                        dir,
                        options.read(),
                        new StudyWork(names, options.maxSide(), options.volumeSide()),
                        made -> {
                            problems.addAll(made.problems());
                            Study study = made.study();
                            if (study != null) {
                                String key = names.secret() ? study.studyId() : names.study(study.studyId());
                                spool.add(made, study, key);
                                remember(made, study, key);
                                duplicates.add(key, made.textDigest(), made.looks());
                            }
                        },
                        _ -> {});
        progress.end(spool.rows().size() + " studies, " + problems.size() + " problems");
        if (spool.rows().isEmpty()) {
            throw InputException.of(
                    "data",
                    "at least one study that reader '" + dataset.card().id() + "' can use",
                    "none of " + studies + ", with " + problems.size() + " problems",
                    "'vesalius data check' lists them");
        }
    }

    /** One line of the private table that leads from keys back to identifiers. */
    record Known(String key, String patientKey, String patientId, String studyId) {}

    private void remember(Made made, Study study, String key) {
        if (names.secret()) {
            keys.append(Json.line(new Known(key, study.patientId(), made.patientId(), made.studyId())))
                    .append('\n');
        }
    }

    private Patients linked(Spool spool) {
        progress.start("compare pictures", 0);
        Patients patients = new Patients();
        for (List<Integer> studies : duplicates.sharing()) {
            String first = spool.rows().get(studies.getFirst()).patientId();
            studies.forEach(
                    study -> patients.link(first, spool.rows().get(study).patientId()));
        }
        progress.end(patients.linked() + " patients share a film with another");
        return patients;
    }

    private List<Manifest.Shard> shards(Path part, Spool spool, Splits splits, List<Entry> entries) throws IOException {
        progress.start("write shards", spool.rows().size());
        try (ShardWriter writer = new ShardWriter(part, options.studiesPerShard())) {
            for (Spool.Row row : spool.rows()) {
                entries.add(writer.write(
                        entries.size(), row.key(), splits.of(row), row.patientKey(), row.images(), spool.slice(row)));
                progress.at(entries.size(), "");
            }
            List<Manifest.Shard> shards = writer.finish();
            progress.end(shards.size() + " shards");
            return shards;
        }
    }

    private Manifest manifest(
            Splits splits, Spool spool, List<Manifest.Shard> shards, List<Duplicates.Group> groups, String index) {
        String split = spool.rows().stream()
                .map(row -> splits.of(row) + " " + row.patientKey() + " " + row.key() + "\n")
                .sorted()
                .collect(Collectors.joining());
        Map<Split, Census> census = new EnumMap<>(Split.class);
        spool.byPatient()
                .forEach((patient, his) -> census.computeIfAbsent(
                                Objects.requireNonNull(splits.byPatient().get(patient)), _ -> new Census())
                        .add(his));
        Map<Split, Counts> counts = new EnumMap<>(Split.class);
        census.forEach((part, passed) -> counts.put(part, passed.counts()));
        Map<Problem.Kind, Integer> kinds = new TreeMap<>();
        problems.forEach(problem -> kinds.merge(problem.kind(), 1, Integer::sum));
        return new Manifest(
                format(counts),
                dataset.card().id(),
                dataset.card(),
                options.read().settings(),
                splits.rule(),
                options.seed(),
                Digests.sha256(split),
                new Manifest.Storage(
                        options.maxSide(),
                        StudyWork.FILTER.name(),
                        "png",
                        format(counts) == Manifest.FORMAT ? options.volumeSide() : 0),
                counts,
                kinds,
                Duplicates.summary(groups),
                shards,
                Digests.sha256(index));
    }

    private static int format(Map<Split, Counts> counts) {
        if (counts.values().stream().anyMatch(part -> part.volumes() > 0)) {
            return Manifest.FORMAT;
        }
        return counts.values().stream().allMatch(part -> part.masks().isEmpty()) ? 1 : 2;
    }

    private static String lines(List<?> records) {
        StringBuilder lines = new StringBuilder();
        records.forEach(line -> lines.append(Json.line(line)).append('\n'));
        return lines.toString();
    }
}
