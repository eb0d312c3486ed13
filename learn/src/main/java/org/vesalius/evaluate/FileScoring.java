package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.text.Paraphrases;
import org.vesalius.metric.text.TextMetrics;
import org.vesalius.metric.text.TextPair;

/** Scores files of texts that any system wrote, as a protocol scores a model: the same result file, per-sample table and digest. */
public final class FileScoring {
    private static final String SEPARATOR = ",";

    private FileScoring() {}

    /** What to do about a reference without a hypothesis. */
    public enum Missing {
        /** Say so and stop. */
        REFUSE,
        /** Score it as an empty text. */
        EMPTY,
        /** Leave it out, as a problem of the result. */
        SKIP
    }

    /**
     * What to score.
     *
     * @param references one file or several, of which each gives every item a further reference
     * @param train texts of the training part; empty for none
     * @param given what other programs made of the texts
     * @param paraphrases METEOR's table; empty for none
     * @param name of the system, for people
     */
    public record Request(
            String protocol,
            List<Path> references,
            Path hypotheses,
            List<Path> train,
            GivenFiles given,
            List<Path> paraphrases,
            TextFile.Columns columns,
            Missing missing,
            String name,
            EvaluationOptions options) {
        public Request {
            references = List.copyOf(references);
            train = List.copyOf(train);
            paraphrases = List.copyOf(paraphrases);
        }

        /** In the form that a result keeps. */
        public Map<String, String> inputs() {
            Map<String, String> inputs = new TreeMap<>();
            inputs.put("references", joined(references));
            inputs.put("hypotheses", hypotheses.toString());
            inputs.put("train", joined(train));
            inputs.put("labels", joined(given.labels()));
            inputs.put("graphs", joined(given.graphs()));
            inputs.put("features", joined(given.features()));
            inputs.put("paraphrases", joined(paraphrases));
            inputs.put("columns", String.join(SEPARATOR, columns.id(), columns.text(), columns.patient()));
            inputs.put("missing", missing.name());
            return inputs;
        }

        private static String joined(List<Path> files) {
            return String.join(SEPARATOR, files.stream().map(Path::toString).toList());
        }
    }

    /** Whether a result is of files. */
    public static boolean are(Result result) {
        return result.provenance().inputs().containsKey("hypotheses");
    }

    /** What was asked for when a result was made; its files may have gone since. */
    public static Request request(Result result) {
        Map<String, String> inputs = result.provenance().inputs();
        String[] columns = inputs.getOrDefault("columns", ",,").split(SEPARATOR, -1);
        return new Request(
                result.protocol(),
                paths(inputs.getOrDefault("references", "")),
                Path.of(inputs.getOrDefault("hypotheses", "")),
                paths(inputs.getOrDefault("train", "")),
                new GivenFiles(
                        paths(inputs.getOrDefault("labels", "")),
                        paths(inputs.getOrDefault("graphs", "")),
                        paths(inputs.getOrDefault("features", ""))),
                paths(inputs.getOrDefault("paraphrases", "")),
                new TextFile.Columns(columns[0], columns[1], columns[2]),
                Missing.valueOf(inputs.getOrDefault("missing", Missing.REFUSE.name())),
                result.subject().name(),
                result.options());
    }

    private static List<Path> paths(String joined) {
        return joined.isEmpty()
                ? List.of()
                : List.of(joined.split(SEPARATOR)).stream().map(Path::of).toList();
    }

    /**
     * Scores.
     *
     * @throws InputException where the files do not fit each other, or have nothing to score
     */
    public static Protocol.Outcome run(Request request, Provenance provenance) throws IOException {
        long began = System.nanoTime();
        Protocol protocol = Protocols.byId(request.protocol);
        Settings.check(List.of(protocol), request.options.set());
        Settings settings = protocol.settings(request.options);
        List<List<String>> train = new ArrayList<>();
        for (Path file : request.train) {
            TextFile.read(file, request.columns).lines().forEach(line -> train.add(line.texts()));
        }
        List<Problem> problems = new ArrayList<>();
        List<TextScoring.Item> items = TextScoring.prepared(
                items(request, problems),
                settings,
                train.stream().flatMap(List::stream).toList());
        SampleTable samples = TextScoring.table(
                items,
                settings,
                new TextMetrics.Sources(
                        train, request.given.read(settings.on(TextScoring.BY_PLACE)), paraphrases(request), null));
        double reading = (System.nanoTime() - began) / 1e9;
        Protocol.Estimated estimated = protocol.numbers(samples, request.options);
        List<Measure> measures = estimated.measures();
        double measuring = (System.nanoTime() - began) / 1e9 - reading;
        ProtocolDigest digest = digest(request, settings, items.size());
        Result result = new Result(
                Result.FORMAT,
                protocol.id(),
                digest.hex(),
                digest.terms(),
                new Subject(request.name, Digests.sha256(Files.readString(request.hypotheses))),
                sha(request.references),
                request.options,
                measures,
                estimated.notes(),
                problems,
                Digests.sha256(samples.csv()),
                provenance.with("read and count", reading).with("measure", measuring));
        return new Protocol.Outcome(result, samples);
    }

    private static ProtocolDigest digest(Request request, Settings settings, int items) throws IOException {
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", request.protocol + "@1, of files");
        settings.all().forEach((name, value) -> terms.put("set " + name, value));
        terms.put("metrics", TextScoring.names(settings));
        terms.put("references", sha(request.references));
        terms.put("train", request.train.isEmpty() ? "none" : sha(request.train));
        if (!request.given.files().isEmpty()) {
            terms.put("given", sha(request.given.files()));
        }
        terms.put(
                "paraphrases", request.paraphrases.isEmpty() ? "none" : Digests.sha256(request.paraphrases.getFirst()));
        terms.put("items", Integer.toString(items));
        terms.put("missing", request.missing.name());
        terms.put("resampling", request.options.resamples() + ", seed " + request.options.seed());
        return ProtocolDigest.of(terms);
    }

    private static @Nullable Paraphrases paraphrases(Request request) throws IOException {
        return request.paraphrases.isEmpty() ? null : Paraphrases.read(request.paraphrases.getFirst());
    }

    private static String sha(List<Path> files) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(Digests.sha256(Files.readString(file)));
        }
        return Digests.sha256(all.toString());
    }

    private static List<TextScoring.Item> items(Request request, List<Problem> problems) throws IOException {
        List<TextFile> references = new ArrayList<>();
        for (Path file : request.references) {
            references.add(TextFile.read(file, request.columns));
        }
        TextFile first = references.getFirst();
        TextFile hypotheses = TextFile.read(request.hypotheses, request.columns);
        Map<String, TextFile.Line> written = byKey(first, hypotheses);
        List<Map<String, TextFile.Line>> further = new ArrayList<>();
        for (TextFile other : references.subList(1, references.size())) {
            further.add(byKey(first, other));
        }
        List<TextScoring.Item> items = new ArrayList<>();
        Map<String, String> patients = new HashMap<>();
        List<Integer> missing = new ArrayList<>();
        for (TextFile.Line line : first.lines()) {
            String key = key(first, hypotheses, line);
            TextFile.Line hypothesis = written.remove(key);
            if (hypothesis == null) {
                missing.add(line.number());
            }
            if (hypothesis != null || request.missing == Missing.EMPTY) {
                List<String> texts = new ArrayList<>(line.texts());
                further.forEach(
                        more -> texts.addAll(more.getOrDefault(key, line).texts()));
                String text = hypothesis == null ? "" : hypothesis.texts().getFirst();
                String patient = line.patient().isEmpty()
                        ? "r" + line.number()
                        : patients.computeIfAbsent(line.patient(), p -> "p" + (patients.size() + 1));
                items.add(new TextScoring.Item(
                        line.number(), "r" + line.number(), patient, new TextPair(text, texts), line.parts()));
            }
        }
        refuse(request, first, hypotheses, missing, written);
        missing.forEach(number -> {
            if (request.missing == Missing.SKIP) {
                problems.add(new Problem(Problem.Kind.SKIPPED, "record " + number, "no hypothesis"));
            }
        });
        worth(items, first, hypotheses);
        return items;
    }

    /** Lines by id where both files have ids, else by their number; another count is refused then. */
    private static Map<String, TextFile.Line> byKey(TextFile first, TextFile other) {
        if (!(first.identified() && other.identified())
                && first.lines().size() != other.lines().size()) {
            throw InputException.of(
                    other.name(),
                    first.lines().size() + " texts, as " + first.name() + " has",
                    Integer.toString(other.lines().size()),
                    first.identified() == other.identified()
                            ? "without ids the files are matched line by line"
                            : "one of the files has no ids, so they are matched line by line; give both an id column");
        }
        Map<String, TextFile.Line> lines = new LinkedHashMap<>();
        other.lines().forEach(line -> lines.put(key(first, other, line), line));
        return lines;
    }

    private static String key(TextFile first, TextFile other, TextFile.Line line) {
        return first.identified() && other.identified() ? line.id() : Integer.toString(line.number());
    }

    private static void refuse(
            Request request,
            TextFile first,
            TextFile hypotheses,
            List<Integer> missing,
            Map<String, TextFile.Line> left) {
        if (!missing.isEmpty() && request.missing == Missing.REFUSE) {
            throw InputException.of(
                    hypotheses.name(),
                    "a text for each of the " + first.lines().size() + " items of " + first.name(),
                    "none for %d of them, the first in record %d there".formatted(missing.size(), missing.getFirst()),
                    "complete it, or say --missing empty (they score as empty texts) or skip");
        }
        if (!left.isEmpty() && request.missing != Missing.SKIP) {
            throw InputException.of(
                    hypotheses.name(),
                    "texts of items that " + first.name() + " has",
                    "%d others, the first in record %d"
                            .formatted(
                                    left.size(), left.values().iterator().next().number()),
                    "is it another part of the data? --missing skip leaves them out");
        }
    }

    private static void worth(List<TextScoring.Item> items, TextFile first, TextFile hypotheses) {
        if (items.isEmpty()) {
            throw InputException.of(
                    hypotheses.name(), "ids that " + first.name() + " has too", "none", "check --id-column");
        }
        if (items.stream().allMatch(item -> item.pair().hypothesis().isBlank())) {
            throw InputException.of(hypotheses.name(), "texts", "empty ones only", "check --text-column");
        }
        items.stream()
                .filter(item -> item.pair().references().stream().allMatch(String::isBlank))
                .findFirst()
                .ifPresent(item -> {
                    throw InputException.of(
                            first.name() + ", record " + item.row(),
                            "a reference",
                            "an empty text",
                            "leave the item out of both files");
                });
    }
}
