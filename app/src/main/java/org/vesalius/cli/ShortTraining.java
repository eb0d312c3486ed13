package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.dataset.Datasets;
import org.vesalius.io.Progress;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;
import org.vesalius.recipe.Recipe;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import org.vesalius.shard.PreparedData;
import org.vesalius.train.Job;
import org.vesalius.train.Plan;
import org.vesalius.train.RunDir;
import org.vesalius.train.Settings;
import org.vesalius.train.Trainer;

/** A training of a minute on the built-in data, which are made once and kept in the work folder. */
final class ShortTraining {
    private static final PhantomOptions DATA = new PhantomOptions(480, 40, 160, 11, false, false);
    private static final int MAX_SIDE = 128;
    private static final String PLAN = "small";
    private static final List<String> SETTINGS = List.of(
            "model.transform.size=96",
            "budget.batch=32",
            "budget.epochs=0",
            "budget.steps=180",
            "budget.validateEvery=180",
            "schedule.warmup=20");

    private final Path work;
    private final Progress progress;

    ShortTraining(Path work, Progress progress) {
        this.work = work;
        this.progress = progress;
    }

    /** Makes something of a finished run. */
    @FunctionalInterface
    interface Use<R> {
        R of(Path run, Plan plan, PreparedData data, double seconds) throws IOException;
    }

    Progress progress() {
        return progress;
    }

    /** Trains the small plan with {@code more} settings and lets {@code use} see the run, which is deleted afterwards. */
    <R> R run(Recipe recipe, long seed, List<String> more, Use<R> use) throws IOException {
        String id = recipe.card().id();
        List<String> settings = settings(seed, more);
        Plan plan = Settings.apply(recipe.plan(PLAN), settings);
        Path folder = Files.createTempDirectory(Files.createDirectories(work), id);
        Path run = folder.resolve("run");
        try (PreparedData data = PreparedData.open(data())) {
            Job job = Job.of(plan, Job.Origin.of(id, PLAN, settings), data, run);
            double before = 0;
            if (!recipe.begunBy(PLAN).isEmpty()) {
                Path start = folder.resolve("start");
                before = start(recipe, seed, data, start);
                job = job.begunWith(new RunDir(start), recipe.initKeys());
            }
            double seconds = before + seconds(Trainer.train(job, progress));
            return use.of(run, plan, data, Math.round(10 * seconds) / 10.0);
        } finally {
            delete(folder);
        }
    }

    /** Trains what the small plan begins with, under the settings of the self-test alone; the seconds that it took. */
    private double start(Recipe recipe, long seed, PreparedData data, Path run) throws IOException {
        String name = recipe.begunBy(PLAN);
        List<String> settings = settings(seed, List.of());
        Plan plan = Settings.apply(recipe.plan(name), settings);
        Job.Origin origin = Job.Origin.of(recipe.card().id(), name, settings);
        return seconds(Trainer.train(Job.of(plan, origin, data, run), progress));
    }

    private static double seconds(RunManifest manifest) {
        return Objects.requireNonNull(manifest.outcome()).seconds();
    }

    /** The command line that trains the same. */
    static String command(Recipe recipe, long seed, List<String> more) {
        String start = recipe.begunBy(PLAN);
        String small = train(recipe, PLAN, settings(seed, more)) + " --out RUN";
        return start.isEmpty()
                ? small
                : train(recipe, start, settings(seed, List.of())) + " --out START; " + small
                        + " --init START/best.safetensors --tokenizer START/tokenizer";
    }

    private static String train(Recipe recipe, String plan, List<String> settings) {
        return "vesalius train " + recipe.card().id() + " --plan " + plan + " --set " + String.join(" --set ", settings)
                + " --data PREPARED";
    }

    /** The command line that makes the data. */
    static String dataCommand() {
        return "vesalius phantom --train " + DATA.train() + " --val " + DATA.val() + " --test " + DATA.test()
                + " --seed " + DATA.seed() + " --out RAW; vesalius data prepare RAW --as phantom --max-side " + MAX_SIDE
                + " --out PREPARED";
    }

    private static List<String> settings(long seed, List<String> more) {
        List<String> settings = new ArrayList<>(SETTINGS);
        settings.add("seed=" + seed);
        settings.addAll(more);
        return settings;
    }

    private Path data() throws IOException {
        Path prepared = work.resolve("data-" + DATA.seed() + "-" + DATA.train());
        if (!Files.isDirectory(prepared)) {
            Path raw = work.resolve("raw-" + DATA.seed() + "-" + DATA.train());
            delete(raw);
            PhantomWriter.write(raw, DATA, progress);
            Preparation.run(
                    Datasets.byId("phantom"),
                    raw,
                    prepared,
                    PrepareOptions.defaults().withSizes(MAX_SIDE, 1000),
                    progress);
            delete(raw);
        }
        return prepared;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
