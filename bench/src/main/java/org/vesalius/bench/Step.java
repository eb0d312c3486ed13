package org.vesalius.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.io.Json;
import org.vesalius.io.Progress;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.phantom.PhantomDataset;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;
import org.vesalius.recipe.Recipes;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import org.vesalius.shard.PreparedData;
import org.vesalius.tensor.Scope;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;
import org.vesalius.train.Job;
import org.vesalius.train.Method;
import org.vesalius.train.Plan;
import org.vesalius.train.RunDir;
import org.vesalius.train.Settings;
import org.vesalius.train.Trainer;

/**
 * Our training step, with data loading, augmentation, clipping, checks and log, beside the bare engine's on the same model: one batch that lies ready in memory, forward, loss, backward and libtorch's own
 * AdamW, nothing else. Both take turns in one process; the first steps of each turn are not counted.
 */
public final class Step {
    private static final int ROUNDS = 3;
    private static final int STEPS = 24;
    private static final int WARM = 8;
    private static final int STUDIES = 128;
    private static final int BATCH = 32;

    private Step() {}

    /** Arguments: recipe and plan, {@code convirt small} when left out. */
    public static void main(String[] arguments) throws IOException {
        String recipe = arguments.length > 0 ? arguments[0] : "convirt";
        String variant = arguments.length > 1 ? arguments[1] : "small";
        Path folder = Files.createTempDirectory("vesalius-step");
        try {
            measure(recipe, variant, folder);
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void measure(String recipe, String variant, Path folder) throws IOException {
        Path raw = folder.resolve("raw");
        PhantomWriter.write(raw, new PhantomOptions(STUDIES, 8, 0, 1, false, false), Progress.SILENT);
        Path prepared = folder.resolve("data");
        Preparation.run(new PhantomDataset(), raw, prepared, PrepareOptions.defaults(), Progress.SILENT);
        List<String> settings = List.of("budget.batch=" + BATCH, "budget.epochs=0", "budget.steps=" + STEPS);
        Plan plan = Settings.apply(Recipes.byId(recipe).plan(variant), settings);
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        try (PreparedData data = PreparedData.open(prepared)) {
            for (int round = 0; round < ROUNDS; round++) {
                Path run = folder.resolve("run" + round);
                RunManifest manifest = trained(plan, Job.Origin.of(recipe, variant, settings), data, run, ours);
                ModelSpec spec = Json.parse(manifest.model().toString(), ModelSpec.class, "model");
                bare(plan, spec, Tokenizer.load(new RunDir(run).tokenizer()), bare);
                System.out.printf(
                        Locale.ROOT,
                        "round %d: ours %.1f ms, bare %.1f ms a step; waited for data %.0f %% of the time%n",
                        round + 1,
                        median(ours),
                        median(bare),
                        100 * waited(run));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s %s, batch %d, %d px: ours %.1f pairs/s with loading, bare engine %.1f pairs/s: %.1f %%%n",
                recipe,
                variant,
                BATCH,
                plan.model().transform().size(),
                1000 * BATCH / median(ours),
                1000 * BATCH / median(bare),
                100 * median(bare) / median(ours));
    }

    /** The trainer asks between steps whether to stop: that is the clock. */
    private static RunManifest trained(
            Plan plan, Job.Origin origin, PreparedData data, Path run, List<Double> milliseconds) throws IOException {
        List<Long> asked = new ArrayList<>();
        Job job = Job.of(plan, origin, data, run).stoppedBy(() -> {
            asked.add(System.nanoTime());
            return false;
        });
        RunManifest manifest = Trainer.train(job, Progress.SILENT);
        // the last step is followed by validation and saving
        for (int i = WARM + 1; i < asked.size(); i++) {
            milliseconds.add((asked.get(i) - asked.get(i - 1)) / 1e6);
        }
        return manifest;
    }

    private static double waited(Path run) throws IOException {
        double share = Double.NaN;
        for (String line : Files.readAllLines(new RunDir(run).log())) {
            share = Json.tree(line, "log").findPath("dataWaitShare").asDouble(share);
        }
        return share;
    }

    private static void bare(Plan plan, ModelSpec spec, Tokenizer tokenizer, List<Double> milliseconds) {
        try (Params params = Params.create(plan.seed());
                DualEncoder model = DualEncoder.build(params, spec, tokenizer);
                var _ = Scope.open()) {
            Method.Step method = plan.method().begin(params.at("method"), model);
            TensorVector trainable =
                    Scope.keep(new TensorVector(params.trainable().values().toArray(Tensor[]::new)));
            AdamW optimizer = Scope.keep(
                    new AdamW(trainable, new AdamWOptions(plan.optim().lr())));
            int size = spec.transform().size();
            Tensor imgBCHW = Scope.keep(torch.randn(BATCH, spec.transform().channels(), size, size));
            Tensor presentB = Scope.keep(torch.ones(BATCH));
            params.training(true);
            for (int step = 0; step < STEPS; step++) {
                long from = System.nanoTime();
                try (var _ = Scope.open()) {
                    Losses losses = new Losses();
                    method.losses(new Batch(List.of(new Batch.Pictures(imgBCHW, presentB)), texts(), step), losses);
                    losses.total().backward();
                    optimizer.step();
                    optimizer.zero_grad();
                }
                if (step >= WARM) {
                    milliseconds.add((System.nanoTime() - from) / 1e6);
                }
            }
        }
    }

    private static List<Example> texts() {
        List<Example> texts = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            List<String> said = List.of(
                    "There is a small pleural effusion on the left.",
                    "The heart is normal in size, study " + i + " of a made-up set.",
                    "No pneumothorax.");
            texts.add(Example.of(i, said, Map.of()));
        }
        return texts;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
