package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.checkpoint.RunManifest.Outcome;
import org.vesalius.evaluate.ModelCard;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.recipe.Recipe;
import org.vesalius.recipe.Recipes;
import org.vesalius.recipe.UserRecipe;
import org.vesalius.shard.PreparedData;
import org.vesalius.tensor.Device;
import org.vesalius.train.Estimate;
import org.vesalius.train.Job;
import org.vesalius.train.Plan;
import org.vesalius.train.RunDir;
import org.vesalius.train.Settings;
import org.vesalius.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a recipe. */
@Command(
        name = "train",
        description = {
            "Train a model by a recipe: a published method's id (see 'vesalius catalog') or a Java file of your own.",
            "A run holds the weights, the vocabulary, the curves and a manifest that repeats it. Ctrl-C saves; --resume goes on and ends in the same bits."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius train clip --data DATA --out RUN --plan small",
            "  vesalius train clip --data DATA --out RUN --plan small --set optim.lr=5e-4 --set budget.epochs=20",
            "  vesalius train ./MyRecipe.java --data DATA --out RUN",
            "  vesalius train medclip --data IMAGES --texts REPORTS --out RUN --plan small",
            "  vesalius train clip --data DATA --out RUN --dry-run      memory and time, nothing is written",
            "  vesalius train --resume RUN --data DATA                  goes on where it was stopped",
            "  vesalius train --like RUN --data DATA --out AGAIN        the same again",
            "",
            ExitCode.LIST
        })
public final class TrainCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "A recipe's id, or a .java file.")
    private @Nullable String recipe;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "A prepared set.")
    private Path data;

    @Option(
            names = "--texts",
            paramLabel = "DIR",
            description =
                    "Another prepared set, whose reports go with the pictures of --data, for recipes that never pair them.")
    private @Nullable Path texts;

    @Option(names = "--out", paramLabel = "RUN", description = "A new or empty folder for the run.")
    private @Nullable Path out;

    @Option(
            names = "--plan",
            defaultValue = "",
            paramLabel = "NAME",
            description = "A named plan of the recipe; default: its first, the published one.")
    private String plan;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change one setting of the plan; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Short for --set seed=N.")
    private @Nullable Long seed;

    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with an interrupted run.")
    private @Nullable Path resume;

    @Option(names = "--like", paramLabel = "RUN", description = "Repeat a run: its recipe, plan and settings.")
    private @Nullable Path like;

    @Option(names = "--dry-run", description = "Estimate memory and time, and write nothing.")
    private boolean dryRun;

    @Option(names = "--device", defaultValue = "auto", description = "auto, cpu or cuda. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(names = "--init", paramLabel = "FILE", description = "Weights to begin with (.safetensors, .pt, .ckpt).")
    private @Nullable Path init;

    @Option(names = "--tokenizer", paramLabel = "DIR", description = "A vocabulary to use instead of training one.")
    private @Nullable Path tokenizer;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public TrainCommand() {}

    private record Chosen(Recipe recipe, Job.Origin origin) {
        Plan plan() {
            return Settings.apply(recipe.plan(origin.plan()), origin.settings());
        }
    }

    @Override
    public Integer call() throws IOException {
        Chosen chosen = choose();
        Plan full = chosen.plan();
        try (PreparedData prepared = PreparedData.open(data);
                PreparedData told = texts == null ? null : PreparedData.open(texts)) {
            Path run = resume != null ? resume : out;
            if (run == null && !dryRun) {
                throw new InputException("--out is missing: expected a folder for the run, got none; add --out RUN");
            }
            Job job = new Job(
                    full,
                    chosen.origin(),
                    prepared,
                    told,
                    new RunDir(run == null ? Path.of("") : run),
                    Device.named(device),
                    tokenizer,
                    init,
                    init == null ? KeyMap.same() : chosen.recipe().initKeys(),
                    () -> false);
            return dryRun ? estimate(job) : train(job);
        }
    }

    private Chosen choose() throws IOException {
        Path before = resume != null ? resume : like;
        if (before == null) {
            if (recipe == null) {
                throw InputException.of("recipe", "a recipe's id or a .java file", "none", "see 'vesalius catalog'");
            }
            return named(recipe);
        }
        if (recipe != null || !settings.isEmpty() || !plan.isEmpty() || (resume != null && seed != null)) {
            throw new InputException(
                    "--resume and --like take recipe, plan and settings from the run: leave RECIPE, --plan and --set out");
        }
        RunDir run = new RunDir(before);
        RunManifest manifest = run.read();
        List<String> all = new ArrayList<>(manifest.settings());
        if (seed != null) {
            all.add("seed=" + seed);
        }
        return manifest.source() == null
                ? new Chosen(Recipes.byId(manifest.recipe()), Job.Origin.of(manifest.recipe(), manifest.variant(), all))
                : own(run.recipe(), manifest.variant(), all);
    }

    private Chosen named(String argument) throws IOException {
        List<String> all = new ArrayList<>(settings);
        if (seed != null) {
            all.add("seed=" + seed);
        }
        return UserRecipe.isFile(argument) ? own(Path.of(argument), plan, all) : ours(argument, all);
    }

    private Chosen ours(String id, List<String> all) {
        Recipe chosen = Recipes.byId(id);
        return new Chosen(chosen, Job.Origin.of(id, chosen.plan(plan).name(), all));
    }

    private static Chosen own(Path file, String plan, List<String> settings) throws IOException {
        Recipe loaded = UserRecipe.load(file);
        return new Chosen(
                loaded,
                new Job.Origin(
                        loaded.card().id(),
                        loaded.plan(plan).name(),
                        settings,
                        file,
                        loaded.getClass().getName()));
    }

    private int estimate(Job job) throws IOException {
        Estimate estimate = Trainer.estimate(job, output.progress());
        output.result(estimate, estimate.text());
        return estimate.fits() ? ExitCode.OK : ExitCode.NO;
    }

    private int train(Job job) throws IOException {
        try (Interrupt interrupt = new Interrupt()) {
            RunManifest manifest = run(job.stoppedBy(interrupt::asked));
            ModelCard.write(
                    job.run().manifest().resolveSibling(ModelCard.FILE),
                    RunCard.of(manifest).markdown(List.of()));
            output.result(manifest, text(manifest, job));
            Outcome reached = manifest.outcome();
            return reached != null && reached.over() ? ExitCode.OK : ExitCode.INTERRUPTED;
        }
    }

    private RunManifest run(Job job) throws IOException {
        Progress progress = output.progress();
        if (resume == null) {
            return Trainer.train(job, progress);
        }
        Trainer.differences(job.run().read(), job)
                .forEach(difference -> output.warn("the run may end in other bits: " + difference));
        return Trainer.resume(job, progress);
    }

    private static String text(RunManifest manifest, Job job) {
        Outcome outcome = manifest.outcome();
        if (outcome == null) {
            return "nothing was trained";
        }
        Double best = outcome.best();
        return String.format(
                Locale.ROOT,
                "%s after %,d steps in %s%s%nweights: %s%nsha256:  %s",
                outcome.state(),
                outcome.steps(),
                Progress.clock(java.time.Duration.ofMillis((long) (outcome.seconds() * 1000))),
                best == null ? "" : String.format(Locale.ROOT, "; best validation: %s %.4f", outcome.watched(), best),
                job.run().weights("best"),
                outcome.lastSha256() == null ? "not yet" : outcome.lastSha256());
    }
}
