package org.vesalius.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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

    @Test
    void trainingTwoHundredStepsNeedsNoMoreThanTwenty() throws IOException {
        assumeTrue(Files.exists(STATUS), "resident memory is read from /proc, which is not here");
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
            assertThat((double) resident() / early)
                    .as("growth of resident memory")
                    .isLessThan(1.05);
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
