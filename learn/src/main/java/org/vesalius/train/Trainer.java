package org.vesalius.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.checkpoint.RunManifest.Outcome;
import org.vesalius.checkpoint.Weights;
import org.vesalius.dataset.Split;
import org.vesalius.image.Augment;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.nn.Params;
import org.vesalius.tokenize.Tokenizer;

/**
 * The one training loop. What a run computes follows from its plan, its data, the machine type and the number of threads alone: interrupted anywhere and resumed, it ends in the same bits.
 */
public final class Trainer {
    private static final long LOG_EVERY = 10;
    private static final Duration SAVE_EVERY = Duration.ofMinutes(2);
    private static final int TRIED = 3;
    private static final long MOST_KEPT = 2L << 30;

    private final Job job;
    private final Plan plan;
    private final Examples examples;
    private final Training training;
    private final Validation validation;
    private final Pictures pictures;
    private final long total;
    private final long began = System.nanoTime();
    private RunManifest manifest;
    private Outcome outcome = new Outcome("running", 0, 0, 0, null, null, null, null, new TreeMap<>());

    private Trainer(Job job, Plan plan, Examples train, Examples val, Training training, long total)
            throws IOException {
        this.job = job;
        this.plan = plan;
        this.examples = train;
        this.training = training;
        this.total = total;
        long budget = Math.min(MOST_KEPT, Runtime.getRuntime().maxMemory() / 3);
        pictures = new Pictures(job.data(), plan.model().transform(), plan.augment(), budget);
        validation =
                new Validation(val, new Pictures(job.data(), plan.model().transform(), Augment.NONE, budget / 4), plan);
        manifest = Manifests.started(
                job,
                plan,
                training.params().count(),
                train.size(),
                Manifests.notes(train.leftOut(), plan, job.texts()));
    }

    /** Trains from the beginning into a new folder. */
    public static RunManifest train(Job job, Progress progress) throws IOException {
        job.plan().check();
        RunDir.fresh(job.run().path());
        return begin(job, null, progress);
    }

    /**
     * Goes on with a run that was interrupted or killed; one that is over is left as it is.
     *
     * @throws InputException when the job's plan is not the one that the run was started with
     */
    public static RunManifest resume(Job job, Progress progress) throws IOException {
        RunManifest before = job.run().read();
        Manifests.requireSamePlan(before, job.plan());
        Manifests.requireSameTexts(before, job.texts());
        Outcome reached = before.outcome();
        return reached != null && reached.over() ? before : begin(job, before, progress);
    }

    /** Why a run that goes on here may end in other bits than it would have elsewhere; empty when there is no reason. */
    public static List<String> differences(RunManifest run, Job job) {
        return Manifests.differences(run, job);
    }

    private static RunManifest begin(Job job, @Nullable RunManifest before, Progress progress) throws IOException {
        Examples train =
                Examples.read(job.data(), job.texts(), Split.TRAIN, job.plan().data(), progress);
        Examples val =
                Examples.read(job.data(), job.texts(), Split.VAL, job.plan().data(), progress);
        train.requireBatch(job.plan().budget().batch() * job.plan().budget().accumulate());
        Tokenizer tokenizer = before == null
                ? Vocabularies.of(job.plan().model(), job.tokenizer(), train.sentences())
                : Tokenizer.load(job.run().tokenizer());
        Plan plan = job.plan().withModel(Vocabularies.fitted(job.plan().model(), tokenizer));
        long total = total(plan.budget(), train.size());
        try (Params params = Params.create(plan.seed(), job.device());
                Training training = new Training(plan, params, tokenizer, total)) {
            Footprint.of(plan, params.count()).requireFits(job.device());
            Trainer trainer = new Trainer(job, plan, train, val, training, total);
            if (before == null) {
                if (job.init() != null) {
                    Weights.load(params, job.init(), job.initKeys());
                }
                // the first files of the run: whatever refuses the training has had its say
                tokenizer.save(job.run().tokenizer());
                keepSource(job);
            } else {
                trainer.takeUp(before);
            }
            return trainer.run(progress);
        }
    }

    /** What a training would need; writes nothing. */
    public static Estimate estimate(Job job, Progress progress) throws IOException {
        job.plan().check();
        Examples train =
                Examples.read(job.data(), job.texts(), Split.TRAIN, job.plan().data(), progress);
        train.requireBatch(job.plan().budget().batch() * job.plan().budget().accumulate());
        Tokenizer tokenizer = Vocabularies.of(job.plan().model(), job.tokenizer(), train.sentences());
        Plan plan = job.plan().withModel(Vocabularies.fitted(job.plan().model(), tokenizer));
        long total = total(plan.budget(), train.size());
        try (Params params = Params.create(plan.seed(), job.device());
                Training training = new Training(plan, params, tokenizer, total)) {
            Footprint footprint = Footprint.of(plan, params.count());
            long free = Footprint.free();
            double seconds = footprint.bytes() > free ? 0 : secondsPerStep(job, plan, train, training);
            return new Estimate(params.count(), footprint.bytes(), free, train.size(), total, seconds);
        }
    }

    private static double secondsPerStep(Job job, Plan plan, Examples train, Training training) throws IOException {
        Pictures pictures = new Pictures(job.data(), plan.model().transform(), plan.augment(), 0);
        try (Loader loader = new Loader(
                train, pictures, plan.budget().batch(), training.counters().next())) {
            training.update(loader::next); // the first step also sets up
            long from = System.nanoTime();
            for (int i = 0; i < TRIED; i++) {
                training.update(loader::next);
            }
            return (System.nanoTime() - from) / 1e9 / TRIED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static void keepSource(Job job) throws IOException {
        if (job.origin().source() != null) {
            Files.copy(job.origin().source(), job.run().recipe(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void takeUp(RunManifest before) throws IOException {
        manifest = before;
        if (Files.exists(job.run().state())) {
            training.restore(job.run());
            outcome = before.outcome() == null ? outcome : before.outcome();
        }
    }

    private static long total(Budget budget, int examples) {
        return budget.steps() > 0 ? budget.steps() : budget.epochs() * epoch(budget, examples);
    }

    /** Updates in a pass over the training studies. */
    private static long epoch(Budget budget, int examples) {
        return Math.max(1, examples / budget.batch() / budget.accumulate());
    }

    private RunManifest run(Progress progress) throws IOException {
        double before = outcome.seconds();
        write(Status.RUNNING, before);
        Status status = Status.RUNNING;
        try (RunLog log = RunLog.open(job.run(), training.counters().step());
                Loader loader = new Loader(
                        examples,
                        pictures,
                        plan.budget().batch(),
                        training.counters().next())) {
            progress.start("train", total);
            Pace pace = new Pace(plan.budget().batch() * plan.budget().accumulate());
            while (status == Status.RUNNING) {
                status = next();
                if (status == Status.RUNNING) {
                    step(loader, log, pace, progress, before);
                }
            }
            progress.end(status.words());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            status = Status.INTERRUPTED;
        }
        finish(status, before);
        return manifest;
    }

    private Status next() {
        int patience = plan.budget().patience();
        if (patience > 0 && training.counters().sinceBest() >= patience) {
            return Status.STOPPED_EARLY;
        }
        if (training.counters().step() >= total) {
            return Status.FINISHED;
        }
        return job.stop().getAsBoolean() ? Status.INTERRUPTED : Status.RUNNING;
    }

    private void step(Loader loader, RunLog log, Pace pace, Progress progress, double before)
            throws IOException, InterruptedException {
        SequencedMap<String, Double> values = training.update(loader::next);
        long step = training.counters().step();
        pace.step(loader.waited());
        progress.at(step, pace.note(values.getOrDefault("loss", Double.NaN)));
        if (step % LOG_EVERY == 0 || step == total) {
            values.put("imagesPerSecond", pace.imagesPerSecond());
            values.put("dataWaitShare", pace.waitShare());
            log.write(step, "train", values);
        }
        boolean validate = step % validateEvery() == 0 || step == total;
        if (validate) {
            validate(log);
        }
        if (validate || pace.sinceSave().compareTo(SAVE_EVERY) > 0) {
            training.save(job.run());
            write(Status.RUNNING, before);
            pace.saved();
        }
    }

    private long validateEvery() {
        int every = plan.budget().validateEvery();
        return every > 0 ? every : epoch(plan.budget(), examples.size());
    }

    private void validate(RunLog log) throws IOException {
        if (!validation.possible()) {
            return;
        }
        training.withAverages(() -> {
            SequencedMap<String, Double> values = validation.run(training);
            log.write(training.counters().step(), "validate", values);
            boolean less = plan.budget().monitor() == Budget.Monitor.LOSS;
            String watched = less ? "loss" : "recallAt5";
            double figure = values.getOrDefault(watched, Double.NaN);
            boolean best = training.counters().improvedBy(less ? -figure : figure);
            training.counters(training.counters().afterValidation(less ? -figure : figure, plan.schedule()));
            if (best) {
                String digest = Weights.save(training.params(), job.run().weights("best"), new TreeMap<>());
                outcome = new Outcome(
                        outcome.state(), 0, 0, 0, digest, outcome.lastSha256(), watched, figure, new TreeMap<>(values));
            }
        });
    }

    private void finish(Status status, double before) throws IOException {
        training.save(job.run());
        if (status != Status.INTERRUPTED) {
            training.withAverages(() -> {
                String digest = Weights.save(training.params(), job.run().weights("last"), new TreeMap<>());
                String best = outcome.bestSha256() == null
                        ? Weights.save(training.params(), job.run().weights("best"), new TreeMap<>())
                        : outcome.bestSha256();
                outcome = new Outcome(
                        outcome.state(), 0, 0, 0, best, digest, outcome.watched(), outcome.best(), outcome.metrics());
            });
        }
        write(status, before);
    }

    private void write(Status status, double before) throws IOException {
        outcome = new Outcome(
                status.words(),
                training.counters().next().epoch(),
                training.counters().step(),
                before + (System.nanoTime() - began) / 1e9,
                outcome.bestSha256(),
                outcome.lastSha256(),
                outcome.watched(),
                outcome.best(),
                outcome.metrics());
        manifest = manifest.with(outcome);
        manifest.write(job.run().manifest());
    }
}
