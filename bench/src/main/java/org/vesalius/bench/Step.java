package org.vesalius.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.io.Json;
import org.vesalius.io.Progress;
import org.vesalius.model.ModelSpec;
import org.vesalius.phantom.PhantomDataset;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;
import org.vesalius.recipe.Recipes;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import org.vesalius.shard.PreparedData;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.train.Job;
import org.vesalius.train.Plan;
import org.vesalius.train.RunDir;
import org.vesalius.train.Settings;
import org.vesalius.train.Trainer;

/**
 * Our training step, with data loading, augmentation, checks, averages and log, beside the bare engine's ({@link BareLoop}) on the same model and the same batches, and beside PyTorch's where there is one
 * ({@link PythonPeer}). They take turns; the first steps of each turn are not counted.
 */
public final class Step {
    /**
     * How long to look.
     *
     * @param steps of each turn
     * @param warm of them that are not counted, one or more: the trainer's first lap is its set-up
     */
    record Size(int batch, int rounds, int steps, int warm) {}

    private final Size size;
    private final Path peer;
    private final Laps ours = new Laps();
    private final Laps bare = new Laps();
    private final Laps python = new Laps();
    private String pythonIs = "";

    private Step(Size size, Path peer) {
        this.size = size;
        this.peer = peer;
    }

    /** Arguments: the peer's script, then recipe and plan, {@code clip small} when left out. */
    public static void main(String[] arguments) throws IOException {
        String recipe = arguments.length > 1 ? arguments[1] : "clip";
        String variant = arguments.length > 2 ? arguments[2] : "small";
        System.out.print(measured(Path.of(arguments[0]), recipe, variant, new Size(32, 5, 24, 8)));
    }

    /** Ours and its peers, as a table. */
    static String measured(Path peer, String recipe, String variant, Size size) throws IOException {
        Path folder = Files.createTempDirectory("vesalius-step");
        try {
            Step step = new Step(size, peer);
            step.measure(recipe, variant, folder);
            return step.table(recipe + " " + variant);
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void measure(String recipe, String variant, Path folder) throws IOException {
        Path raw = folder.resolve("raw");
        PhantomWriter.write(raw, new PhantomOptions(4 * size.batch(), 8, 0, 1, false, false), Progress.SILENT);
        Path prepared = folder.resolve("data");
        Preparation.run(new PhantomDataset(), raw, prepared, PrepareOptions.defaults(), Progress.SILENT);
        List<String> settings = List.of(
                "budget.batch=" + size.batch(),
                "budget.epochs=0",
                "budget.steps=" + size.steps(),
                "budget.validateEvery=" + size.steps());
        Plan plan = Settings.apply(Recipes.byId(recipe).plan(variant), settings);
        Job.Origin origin = Job.Origin.of(recipe, variant, settings);
        try (PreparedData data = PreparedData.open(prepared);
                Seen seen = new Seen(size.steps())) {
            Path first = folder.resolve("first");
            RunManifest manifest = Trainer.train(Job.of(seen.watching(plan), origin, data, first), Progress.SILENT);
            ModelSpec spec = Json.parse(manifest.model().toString(), ModelSpec.class, "model");
            Tokenizer tokenizer = Tokenizer.load(new RunDir(first).tokenizer());
            for (int round = 0; round < size.rounds(); round++) {
                ours.add(trained(Job.of(plan, origin, data, folder.resolve("run" + round))), size.warm());
                bare.add(BareLoop.run(plan, spec, tokenizer, seen.batches()), size.warm());
                if (round == 0 || !python.isEmpty()) {
                    python(plan, spec, tokenizer, seen);
                }
            }
        }
    }

    private void python(Plan plan, ModelSpec spec, Tokenizer tokenizer, Seen seen) throws IOException {
        Optional<PythonPeer.Turn> turn = PythonPeer.run(peer, plan, spec, tokenizer, seen.batches());
        if (turn.isPresent()) {
            long expected = PythonPeer.parameters(spec, tokenizer);
            if (turn.get().parameters() != expected) {
                throw new IllegalStateException("the Python peer trains "
                        + turn.get().parameters() + " numbers, ours " + expected + ": not the same model");
            }
            pythonIs = "PyTorch " + turn.get().version() + ", a ready batch";
            python.add(turn.get().laps(), size.warm());
        }
    }

    /** The trainer asks between steps whether to stop: that is the clock. */
    private static Laps trained(Job job) throws IOException {
        Laps laps = new Laps();
        Trainer.train(
                job.stoppedBy(() -> {
                    laps.lap();
                    return false;
                }),
                Progress.SILENT);
        return laps;
    }

    private String table(String what) {
        StringBuilder table = new StringBuilder("| " + what + ", batch " + size.batch()
                + " | ms a step | of all cores, ms | pairs a second | our speed, of its |\n|---|--:|--:|--:|--:|\n");
        row(table, "ours, with loading, augmentation, checks, averages and log", ours);
        row(table, "the bare engine, the same batches lying ready", bare);
        if (!python.isEmpty()) {
            row(table, pythonIs, python);
        }
        return table.toString();
    }

    private void row(StringBuilder table, String who, Laps laps) {
        table.append(String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.0f %% |%n",
                who,
                laps.clock(),
                laps.processor(),
                1000 * size.batch() / laps.clock(),
                100 * laps.clock() / ours.clock()));
    }
}
