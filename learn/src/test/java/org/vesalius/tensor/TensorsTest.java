package org.vesalius.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

final class TensorsTest {
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void arraysComeBackAsTheyWent() {
        assertThat(Tensors.floats(Tensors.of(new float[] {1, 2, 3, 4}, 2, 2))).containsExactly(1, 2, 3, 4);
        assertThat(Tensors.doubles(Tensors.of(new double[] {1e-300, -2}, 2))).containsExactly(1e-300, -2);
        assertThat(Tensors.longs(Tensors.ofLongs(new long[] {1L << 60, -3}, 2))).containsExactly(1L << 60, -3);
        assertThat(Tensors.longs(Tensors.ofInts(new int[] {7, 8}, 1, 2))).containsExactly(7, 8);
        assertThat(Tensors.longs(Tensors.ofBooleans(new boolean[] {true, false}, 2)))
                .containsExactly(1, 0);
        assertThat(Tensors.rows(Tensors.of(new float[] {1, 2, 3, 4}, 2, 2))[1]).containsExactly(3, 4);
        assertThat(Tensors.floats(Tensors.of(new float[0], 0, 3))).isEmpty();
    }

    @Test
    void aTransposedTensorIsReadInItsOwnOrder() {
        Tensor x = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t();
        assertThat(Tensors.floats(x)).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void aWrongNumberOfValuesIsRefused() {
        assertThatThrownBy(() -> Tensors.of(new float[5], 2, 3))
                .isInstanceOf(InputException.class)
                .hasMessage("tensor of shape [2, 3]: expected 6 values, got 5");
        assertThatThrownBy(() -> Tensors.value(Tensors.ones(2))).hasMessageContaining("expected one element");
    }

    @Test
    void shapesAreCheckedByName() {
        Tensor x = Tensors.ones(3, 4);
        assertThat(Shapes.check("txtLabelsTK", x, 3, Shapes.ANY)).isSameAs(x);
        assertThatThrownBy(() -> Shapes.check("txtLabelsTK", x, 3, 5))
                .hasMessage("txtLabelsTK: expected shape [3, 5], got [3, 4]");
        assertThatThrownBy(() -> Shapes.check("x", x, Shapes.ANY)).hasMessage("x: expected shape [any], got [3, 4]");
        assertThatThrownBy(() -> Shapes.checkDimensions("x", x, 3)).hasMessageContaining("expected 3 dimensions");
    }

    @Test
    void joiningAndSumming() {
        Tensor a = Tensors.of(new float[] {1, 2}, 1, 2);
        Tensor b = Tensors.of(new float[] {3, 4}, 1, 2);
        assertThat(Tensors.floats(Tensors.cat(List.of(a, b), 1))).containsExactly(1, 2, 3, 4);
        assertThat(Shapes.of(Tensors.stack(List.of(a, b), 0))).containsExactly(2, 1, 2);
        assertThat(Tensors.floats(Tensors.einsum("bd,td->bt", a, b))).containsExactly(11);
    }

    @Test
    void normalisingLeavesZeroVectorsWithZeroGradient() {
        Tensor x = Tensors.of(new float[] {3, 4, 0, 0}, 2, 2).set_requires_grad(true);
        Tensor unit = Tensors.normalize(x);
        assertThat(Tensors.floats(unit)).containsExactly(new float[] {0.6f, 0.8f, 0, 0}, within(1e-6f));
        unit.select(0, 0).sum().backward();
        assertThat(Tensors.floats(x.grad())).containsExactly(new float[] {0.032f, -0.024f, 0, 0}, within(1e-6f));
    }

    @Test
    void gradientsAreOffOnlyInsideTheBlock() {
        Tensor x = Tensors.ones(1).set_requires_grad(true);
        try (var _ = Gradients.off()) {
            assertThat(x.add(x).requires_grad()).isFalse();
            try (var _ = Gradients.on()) {
                assertThat(x.add(x).requires_grad()).isTrue();
            }
        }
        assertThat(x.add(x).requires_grad()).isTrue();
    }

    @Test
    void devicesAreNamed() {
        assertThat(Device.named("cpu")).isEqualTo(Device.CPU);
        assertThat(Device.named("auto").available()).isTrue();
        Tensor x = Tensors.ones(1);
        assertThat(Device.CPU.move(x)).isSameAs(x);
        assertThat(Device.of(x)).isEqualTo(Device.CPU);
        assertThatThrownBy(() -> Device.named("cpv")).hasMessage("unknown device 'cpv'; nearest: cpu");
    }

    @Test
    void ourOwnNumbersAreAFunctionOfTheSeedAndSpreadEvenly() {
        RandomGenerator random = Seed.random(42);
        RandomGenerator same = Seed.random(42);
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            double x = random.nextDouble();
            assertThat(same.nextDouble()).isEqualTo(x);
            sum += x;
        }
        assertThat(sum / 10_000).isCloseTo(0.5, within(0.01));
        assertThat(Seed.random(43).nextLong()).isNotEqualTo(Seed.random(42).nextLong());
        assertThat(Seed.mix(1, 2, 3)).isNotEqualTo(Seed.mix(1, 3, 2)).isEqualTo(Seed.mix(1, 2, 3));
        assertThat(Seed.mix(1, "a.weight")).isNotEqualTo(Seed.mix(1, "b.weight"));
    }
}
