package org.vesalius.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.checkpoint.RunManifest.Outcome;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.shard.PreparedData;

class TrainerTest {
    @TempDir
    static Path folder;

    private static PreparedData data;

    @BeforeAll
    static void prepare() throws IOException {
        data = PreparedData.open(ToyData.prepare(folder, 40, 12));
    }

    @AfterAll
    static void close() throws IOException {
        data.close();
    }

    private static Plan plan(String... more) {
        return TinyPlans.clip(more);
    }

    private static Job job(Plan plan, String out, BooleanSupplier stop) {
        return Job.of(plan, Job.Origin.of("clip", "tiny", List.of()), data, folder.resolve(out))
                .stoppedBy(stop);
    }

    private static Outcome train(Plan plan, String out) throws IOException {
        return outcome(Trainer.train(job(plan, out, () -> false), Progress.SILENT));
    }

    private static Outcome outcome(RunManifest manifest) {
        Outcome outcome = manifest.outcome();
        assertThat(outcome).isNotNull();
        return java.util.Objects.requireNonNull(outcome);
    }

    private static BooleanSupplier afterSteps(int steps) {
        AtomicInteger asked = new AtomicInteger();
        return () -> asked.getAndIncrement() >= steps;
    }

    @Test
    void aRunThatIsStoppedAnywhereAndResumedEndsInTheSameBits() throws IOException {
        Outcome whole = train(plan(), "whole");
        int first = 1 + new Random().nextInt(10);
        Outcome stopped = outcome(Trainer.train(job(plan(), "cut", afterSteps(first)), Progress.SILENT));
        assertThat(stopped.state()).isEqualTo("interrupted");
        assertThat(stopped.steps()).isEqualTo(first);
        Trainer.resume(job(plan(), "cut", afterSteps(1)), Progress.SILENT);
        Outcome resumed = outcome(Trainer.resume(job(plan(), "cut", () -> false), Progress.SILENT));
        assertThat(resumed.steps()).isEqualTo(12);
        assertThat(resumed.lastSha256()).as("stopped after %d steps", first).isEqualTo(whole.lastSha256());
        assertThat(resumed.bestSha256()).isEqualTo(whole.bestSha256());
        assertThat(Files.readAllLines(folder.resolve("cut/log.jsonl")).stream()
                        .filter(line -> line.contains("validate")))
                .hasSize(3);
    }

    @Test
    void augmentationAccumulationAndSgdAreResumedBitExactlyToo() throws IOException {
        Plan plan = plan(
                "optim.kind=SGD",
                "optim.momentum=0.9",
                "optim.lr=0.05",
                "budget.accumulate=2",
                "augment.rotateDegrees=10",
                "augment.brightness=0.2",
                "budget.steps=6",
                "schedule.kind=PLATEAU");
        Outcome whole = train(plan, "whole-sgd");
        Trainer.train(job(plan, "cut-sgd", afterSteps(3)), Progress.SILENT);
        Outcome resumed = outcome(Trainer.resume(job(plan, "cut-sgd", () -> false), Progress.SILENT));
        assertThat(resumed.lastSha256()).isEqualTo(whole.lastSha256());
    }

    @Test
    void mixedPrecisionTrainsAndIsResumedBitExactlyToo() throws IOException {
        Plan plan = plan("precision=BF16", "budget.steps=4");
        Outcome whole = train(plan, "whole-bf16");
        Trainer.train(job(plan, "cut-bf16", afterSteps(2)), Progress.SILENT);
        Outcome resumed = outcome(Trainer.resume(job(plan, "cut-bf16", () -> false), Progress.SILENT));
        assertThat(resumed.lastSha256()).isEqualTo(whole.lastSha256());
        assertThat(whole.lastSha256())
                .isNotEqualTo(train(plan("budget.steps=4"), "fp32").lastSha256());
    }

    @Test
    void anotherSeedGivesOtherBits() throws IOException {
        assertThat(train(plan("budget.steps=2"), "seed-0").lastSha256())
                .isNotEqualTo(train(plan("budget.steps=2", "seed=1"), "seed-1").lastSha256());
    }

    @Test
    void aPlanThatDiffersFromTheRunsIsRefusedWithWhatDiffers() throws IOException {
        Trainer.train(job(plan(), "other", afterSteps(1)), Progress.SILENT);
        assertThatThrownBy(() -> Trainer.resume(job(plan("optim.lr=0.5"), "other", () -> false), Progress.SILENT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("optim.lr was 0.001 and is 0.5");
    }

    @Test
    void frozenParametersKeepTheirValues() throws IOException {
        RunManifest manifest = Trainer.train(
                job(plan("frozen=[\"text.\"]", "ema=0", "budget.steps=3"), "frozen", () -> false), Progress.SILENT);
        Plan fresh = plan("frozen=[\"text.\"]", "ema=0", "budget.steps=0", "budget.epochs=1");
        assertThat(manifest.parameters()).isPositive();
        assertThat(Frozen.sameText(folder.resolve("frozen"), fresh)).isTrue();
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunAndNamesTheRows() {
        Method broken = (own, model) -> (batch, losses) -> losses.add(
                "broken", 1, model.images(batch.images()).imgBD().sum().mul(new Scalar(Double.NaN)));
        Plan plan = plan();
        Plan diverging = new Plan(
                "broken",
                plan.data(),
                plan.model(),
                broken,
                plan.optim(),
                plan.schedule(),
                plan.budget(),
                plan.augment(),
                plan.precision(),
                plan.frozen(),
                plan.ema(),
                plan.seed(),
                "");
        assertThatThrownBy(() -> train(diverging, "broken"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("training stopped at step 1: the loss is not a finite number")
                .hasMessageMatching("(?s).*manifest rows \\[\\d+(, \\d+){7}].*");
    }

    @Test
    void trainingStopsEarlyWhenValidationDoesNotImprove() throws IOException {
        Outcome outcome = train(
                plan("budget.patience=2", "budget.validateEvery=1", "budget.monitor=RECALL", "budget.steps=60"),
                "early");
        assertThat(outcome.state()).isEqualTo("stopped early");
        assertThat(outcome.steps()).isLessThan(60);
    }

    @Test
    void aBatchThatDoesNotFitTheMemoryIsRefusedBeforeTheStart() {
        assertThatThrownBy(() -> new Footprint(1, 1, Long.MAX_VALUE / 2).requireFits(org.vesalius.tensor.Device.CPU))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("memory for training: expected at most the free")
                .hasMessageContaining("budget.batch lower");
    }

    @Test
    void aDryRunWritesNothingAndSaysHowMuchIsNeeded() throws IOException {
        Estimate estimate = Trainer.estimate(job(plan(), "dry", () -> false), Progress.SILENT);
        assertThat(folder.resolve("dry")).doesNotExist();
        assertThat(estimate.steps()).isEqualTo(12);
        assertThat(estimate.secondsPerStep()).isPositive();
        assertThat(estimate.memoryBytes()).isPositive();
        assertThat(estimate.fits()).isTrue();
    }

    @Test
    void aFolderWithFilesInItIsNotOverwritten() throws IOException {
        Files.createDirectories(folder.resolve("full"));
        Files.writeString(folder.resolve("full/notes.txt"), "mine");
        assertThatThrownBy(() -> train(plan(), "full"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--resume");
        assertThat(folder.resolve("full/notes.txt")).hasContent("mine");
    }

    @Test
    void aSetSmallerThanABatchIsRefused() {
        assertThatThrownBy(() -> train(plan("budget.batch=64"), "small"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least one batch of 64, got 40");
    }
}
