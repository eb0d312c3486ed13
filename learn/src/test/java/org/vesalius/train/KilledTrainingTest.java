package org.vesalius.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.io.Progress;
import org.vesalius.shard.PreparedData;
import org.vesalius.tensor.Engine;

class KilledTrainingTest {
    private static final int THREADS = 1;

    /** What the child runs: a training that would go on for long. */
    public static void main(String[] args) throws IOException {
        Engine.threads(THREADS);
        try (PreparedData data = PreparedData.open(Path.of(args[0]))) {
            Trainer.train(job(data, Path.of(args[1])), Progress.SILENT);
        }
    }

    private static Job job(PreparedData data, Path out) {
        Plan plan = TinyPlans.clip("budget.steps=120", "budget.validateEvery=3");
        return Job.of(plan, Job.Origin.of("clip", "tiny", List.of()), data, out);
    }

    @Test
    void aProcessThatIsKilledIsResumedAndEndsInTheSameBits(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path prepared = ToyData.prepare(folder, 40, 12);
        Path killed = folder.resolve("killed");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledTrainingTest.class.getName(),
                        prepared.toString(),
                        killed.toString())
                .inheritIO()
                .start();
        while (child.isAlive() && !Files.exists(killed.resolve("state.safetensors"))) {
            Thread.sleep(5);
        }
        Thread.sleep((long) (Math.random() * 100));
        child.destroyForcibly();
        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        int threads = Engine.threads();
        Engine.threads(THREADS);
        try (PreparedData data = PreparedData.open(prepared)) {
            RunManifest before = new RunDir(killed).read();
            assertThat(Objects.requireNonNull(before.outcome()).over())
                    .as("killed before its end")
                    .isFalse();
            RunManifest resumed = Trainer.resume(job(data, killed), Progress.SILENT);
            RunManifest whole = Trainer.train(job(data, folder.resolve("whole")), Progress.SILENT);
            assertThat(Objects.requireNonNull(resumed.outcome()).lastSha256())
                    .isEqualTo(Objects.requireNonNull(whole.outcome()).lastSha256());
            assertThat(Objects.requireNonNull(resumed.outcome()).bestSha256())
                    .isEqualTo(Objects.requireNonNull(whole.outcome()).bestSha256());
        } finally {
            Engine.threads(threads);
        }
    }
}
