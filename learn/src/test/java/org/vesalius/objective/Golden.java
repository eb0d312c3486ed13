package org.vesalius.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.Json;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;
import tools.jackson.databind.JsonNode;

/** The independent float64 reference values in {@code golden/pretraining_golden.json}, and the inputs that they were computed from. */
public final class Golden {
    private static final String FILE = "/golden/pretraining_golden.json";
    private static final JsonNode VALUES = load();

    private Golden() {}

    /** The inputs' formula: x_n = sin(0.7 n + 1.3 s + 0.2) · (1 + 0.1 ((7 n + s) mod 5)), n in row-major order. */
    public static Tensor gen(int s, long... shape) {
        double[] x = new double[Math.toIntExact(Shapes.count(shape))];
        for (int n = 0; n < x.length; n++) {
            x[n] = Math.sin(0.7 * n + 1.3 * s + 0.2) * (1 + 0.1 * ((7 * n + s) % 5));
        }
        return Tensors.of(x, shape);
    }

    /** The same, divided by its norm along the last dimension. */
    public static Tensor unit(int s, long... shape) {
        return Tensors.normalize(gen(s, shape));
    }

    /** Asserts each element within 1e-6 relative, or 2e-12 where the reference is rounded to twelve digits. */
    public static void check(String name, Tensor got) {
        double[] expected = flatten(VALUES.get(name));
        double[] values = Tensors.doubles(got);
        assertThat(values).as(name).hasSameSizeAs(expected);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(expected[i], within(Math.max(2e-12, 1e-6 * Math.abs(expected[i]))));
        }
    }

    private static double[] flatten(JsonNode node) {
        assertThat(node).isNotNull();
        return node.isArray()
                ? node.valueStream()
                        .flatMapToDouble(each -> Arrays.stream(flatten(each)))
                        .toArray()
                : new double[] {node.asDouble()};
    }

    private static JsonNode load() {
        try (InputStream stream = Golden.class.getResourceAsStream(FILE)) {
            assertThat(stream).isNotNull();
            return Json.tree(new String(stream.readAllBytes(), StandardCharsets.UTF_8), FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
