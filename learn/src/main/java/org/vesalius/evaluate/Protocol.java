package org.vesalius.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vesalius.io.Digests;
import org.vesalius.io.Problem;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TextEncoder;
import org.vesalius.shard.Manifest;
import org.vesalius.shard.PreparedData;

/**
 * A way of measuring, fixed in all its parts. It works in two steps: {@link #collect} asks the model and writes what it said of each sample; {@link #estimate} makes every number from that table alone, so
 * that anybody can make them again. One class per protocol, listed in {@link Protocols}.
 */
public interface Protocol {
    /** As on the command line. */
    String id();

    /** For headings. */
    String title();

    /** The choices that it leaves to its user beside {@link EvaluationOptions}, sorted by name; each is in the digest. */
    default List<Setting> settings() {
        return List.of();
    }

    /** The values of {@link #settings}. */
    default Settings settings(EvaluationOptions options) {
        return Settings.of(settings(), options.set());
    }

    /** Whether a prepared set has what it is about ({@link Needs} has what protocols ask for most). */
    boolean possible(PreparedData data) throws IOException;

    /** Whether a model has the towers that it asks. */
    default boolean fits(ModelSpec model) {
        return !(model.image() instanceof ImageEncoder.None) && !(model.text() instanceof TextEncoder.None);
    }

    /** Whether {@code --protocol all} runs it where it is possible: not one that trains for long. */
    default boolean usual() {
        return true;
    }

    /** Its own part of the digest: prompts, sections, metrics with their modes, and its version. */
    Map<String, String> terms(Trial trial) throws IOException;

    /** What else must be kept beside a result to make it again, such as the studies of a subset: the end of a file's name and its content. A digest of each is in the protocol's. */
    default SortedMap<String, String> files(Trial trial) throws IOException {
        return new TreeMap<>();
    }

    /** What the model says of each sample. */
    Collected collect(Trial trial) throws IOException;

    /** All numbers as functions of the rows, from what was collected. */
    Estimated estimate(SampleTable samples, EvaluationOptions options);

    /** The rows that are the same whatever a model says: two results of which they are equal can be compared in pairs. */
    default SampleTable asked(SampleTable samples) {
        return samples;
    }

    /** {@link #estimate}, or for a table of several folds the mean over them; published quirks that are on stand in the names of the numbers that they change. */
    default Estimated numbers(SampleTable samples, EvaluationOptions options) {
        Estimated plain = Folds.are(samples) ? Folds.estimate(this, samples, options) : estimate(samples, options);
        return settings(options).mark(plain);
    }

    /** What is done to a picture before it is seen, where pictures are. */
    default String transform(Trial trial) {
        return trial.scorer().transform();
    }

    /** Outputs and what was left out. */
    record Collected(SampleTable samples, List<Problem> problems) {
        public Collected {
            problems = List.copyOf(problems);
        }
    }

    /** Numbers, still functions of the rows, and what must be known beside them. */
    record Estimated(List<Estimate> estimates, List<String> notes) {
        public Estimated {
            estimates = List.copyOf(estimates);
            notes = List.copyOf(notes);
        }

        /** With their ranges. */
        public List<Measure> measures() {
            return estimates.stream().map(Estimate::measure).toList();
        }
    }

    /** A result with the table it is made from. */
    record Outcome(Result result, SampleTable samples, SortedMap<String, String> files) {
        /** The term of a file's digest. */
        static final String FILE = "file ";

        public Outcome {
            files = new TreeMap<>(files);
        }

        /** With no files beside. */
        public Outcome(Result result, SampleTable samples) {
            this(result, samples, new TreeMap<>());
        }
    }

    /** Everything that decides its numbers. */
    default ProtocolDigest digest(Trial trial) throws IOException {
        Map<String, String> terms = new TreeMap<>(terms(trial));
        Manifest manifest = trial.data().manifest();
        terms.put("data", manifest.name());
        terms.put("data-digest", manifest.digest());
        terms.put("reader", manifest.card().id() + "@" + manifest.card().version());
        terms.put("split-ids", manifest.splitDigest());
        terms.put(
                "storage",
                manifest.storage().maxSide() + " px, " + manifest.storage().filter());
        terms.put("split", trial.options().split().lower());
        terms.put("transform", transform(trial));
        terms.put(
                "resampling",
                trial.options().resamples() + ", seed " + trial.options().seed());
        settings(trial.options()).all().forEach((name, value) -> terms.put("set " + name, value));
        files(trial).forEach((name, content) -> terms.put(Outcome.FILE + name, Digests.sha256(content)));
        return ProtocolDigest.of(terms);
    }

    /** Collects and measures. */
    default Outcome run(Trial trial, Provenance provenance) throws IOException {
        long began = System.nanoTime();
        Collected collected = collect(trial);
        double collecting = (System.nanoTime() - began) / 1e9;
        Estimated estimated = numbers(collected.samples(), trial.options());
        List<Measure> measures = estimated.measures();
        double measuring = (System.nanoTime() - began) / 1e9 - collecting;
        ProtocolDigest digest = digest(trial);
        Result result = new Result(
                Result.FORMAT,
                id(),
                digest.hex(),
                digest.terms(),
                trial.scorer().subject(),
                trial.data().manifest().digest(),
                trial.options().only(settings()),
                measures,
                estimated.notes(),
                collected.problems(),
                Digests.sha256(collected.samples().csv()),
                provenance.with(id() + ": ask the model", collecting).with(id() + ": measure", measuring));
        return new Outcome(result, collected.samples(), files(trial));
    }
}
