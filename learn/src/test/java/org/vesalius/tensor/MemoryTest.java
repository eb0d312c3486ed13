package org.vesalius.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.vision.SmallCnn;

/** Resident memory stays where it is: scopes free what Java's collector does not see. */
final class MemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    void fourHundredTensorsInScopesDoNotGrowMemory() throws IOException {
        assumeTrue(Files.exists(STATUS), "resident memory is read from /proc, which is not here");
        for (int i = 0; i < 20; i++) {
            megabyte();
        }
        long before = resident();
        for (int i = 0; i < 400; i++) {
            megabyte();
        }
        assertThat(resident() - before).as("KiB grown").isLessThan(40 * 1024);
    }

    private static void megabyte() {
        try (var _ = Scope.open()) {
            assertThat(Tensors.zeros(1 << 18).add(Tensors.ones(1 << 18)).numel())
                    .isEqualTo(1 << 18);
        }
    }

    /** In a JVM of its own whose Java heap is wholly resident from the start, so that only native memory can grow. */
    @Test
    void trainingTwoHundredStepsNeedsNoMoreThanTwenty() throws IOException, InterruptedException {
        assumeTrue(Files.exists(STATUS), "resident memory is read from /proc, which is not here");
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:+AlwaysPreTouch",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        MemoryTest.class.getName())
                .redirectErrorStream(true);
        java.environment().put("GOMP_SPINCOUNT", "0");
        java.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = java.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        String[] kibibytes = output.strip().lines().toList().getLast().split(" ");
        assertThat(Double.parseDouble(kibibytes[1]) / Double.parseDouble(kibibytes[0]))
                .as("resident KiB after 20 and 200 steps: %s", output)
                .isLessThan(1.05);
    }

    /** Trains a tiny network and prints the resident KiB after 20 and after 200 steps. */
    public static void main(String[] args) throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            SmallCnn tower = new SmallCnn(params.at("image"), 1, List.of(8, 8, 16, 16));
            Linear head = Linear.of(params.at("head"), 16, 4, Init.normal(0.1), Init.zeros());
            Adam optimizer =
                    new Adam(Tensors.vector(List.copyOf(params.parameters().values())), new AdamOptions(1e-3));
            float[] pixels = new float[16 * 64 * 64];
            for (int i = 0; i < 20; i++) {
                step(tower, head, optimizer, pixels);
            }
            long early = resident();
            for (int i = 20; i < 200; i++) {
                step(tower, head, optimizer, pixels);
            }
            System.out.println(early + " " + resident());
        }
    }

    private static void step(SmallCnn tower, Linear head, Adam optimizer, float[] pixels) {
        try (var _ = Scope.open()) {
            Tensor images = Tensors.of(pixels, 16, 1, 64, 64);
            optimizer.zero_grad();
            Tensor out = head.forward(tower.encode(images).globalBD());
            out.mul(out).mean().backward();
            optimizer.step();
        }
    }

    private static long resident() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
