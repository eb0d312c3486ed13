package org.vesalius.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

final class ParamsTest {
    @Test
    void stateKeepsTheOrderOfRegistrationAndFullNames() {
        try (Params params = Params.create(1)) {
            Linear.of(params.at("head"), 2, 3);
            BatchNorm.of(params.at("norm"), 3);
            assertThat(params.state().keySet())
                    .containsExactly(
                            "head.weight",
                            "head.bias",
                            "norm.weight",
                            "norm.bias",
                            "norm.running_mean",
                            "norm.running_var",
                            "norm.num_batches_tracked");
            assertThat(params.at("norm").buffers().keySet())
                    .containsExactly("running_mean", "running_var", "num_batches_tracked");
            assertThat(params.count()).isEqualTo(2 * 3 + 3 + 3 + 3);
        }
    }

    @Test
    void aFirstValueDependsOnSeedAndNameAlone() {
        try (Params one = Params.create(5);
                Params other = Params.create(5);
                Params third = Params.create(6)) {
            Tensor first = one.parameter("w", Init.normal(1), 4);
            other.parameter("before", Init.normal(1), 9);
            Tensor second = other.parameter("w", Init.normal(1), 4);
            assertThat(Tensors.floats(first)).containsExactly(Tensors.floats(second));
            assertThat(Tensors.floats(first))
                    .isNotEqualTo(Tensors.floats(third.parameter("w", Init.normal(1), 4)))
                    .isNotEqualTo(Tensors.floats(one.parameter("v", Init.normal(1), 4)));
        }
    }

    @Test
    void theTrainingFlagIsSharedByAllViews() {
        try (Params params = Params.create(1)) {
            Params view = params.at("a").at("b");
            view.training(false);
            assertThat(params.training()).isFalse();
        }
    }

    @Test
    void aFrozenParameterGetsNoGradient() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            Linear a = Linear.of(params.at("a"), 2, 2);
            Linear b = Linear.of(params.at("b"), 2, 2);
            params.freeze(name -> name.startsWith("a."));
            b.forward(a.forward(Tensors.ones(1, 2))).sum().backward();
            assertThat(params.trainable().keySet()).containsExactly("b.weight", "b.bias");
            assertThat(params.get("a.weight").grad().defined()).isFalse();
            assertThat(params.get("b.weight").grad().defined()).isTrue();
            params.clearGradients();
            assertThat(params.get("b.weight").grad().defined()).isFalse();
            params.unfreeze(_ -> true);
            assertThat(params.trainable()).hasSize(4);
        }
    }

    @Test
    void settingChecksNameAndShape() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            Tensor w = params.parameter("weight", Init.zeros(), 2, 2);
            params.set("weight", Tensors.of(new double[] {1, 2, 3, 4}, 2, 2));
            assertThat(Tensors.floats(w)).containsExactly(1, 2, 3, 4);
            assertThatThrownBy(() -> params.set("wieght", Tensors.ones(2, 2)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("nearest: weight");
            assertThatThrownBy(() -> params.set("weight", Tensors.ones(2, 3)))
                    .hasMessage("weight: expected shape [2, 2], got [2, 3]");
            assertThatThrownBy(() -> params.parameter("weight", Init.zeros(), 1))
                    .hasMessageContaining("twice");
        }
    }

    @Test
    void parametersOutliveScopesAndEndWithTheTree() {
        Params params = Params.create(1);
        Tensor w;
        try (var _ = Scope.open()) {
            w = params.parameter("w", Init.ones(), 2);
        }
        assertThat(Tensors.floats(w)).containsExactly(1, 1);
        params.close();
        assertThat(w.isNull()).isTrue();
    }

    @Test
    void fillsHaveTheirSpread() {
        try (Params params = Params.create(3)) {
            assertThat(spread(params.parameter("normal", Init.normal(0.5), 100, 100)))
                    .isBetween(0.49, 0.51);
            assertThat(spread(params.parameter("fan", new Init.FanInUniform(), 100, 100)))
                    .isBetween(0.1 / Math.sqrt(3) * 0.98, 0.1 / Math.sqrt(3) * 1.02);
            assertThat(spread(params.parameter("out", new Init.FanOutNormal(), 50, 10, 3, 3)))
                    .isBetween(Math.sqrt(2.0 / 450) * 0.97, Math.sqrt(2.0 / 450) * 1.03);
            Tensor cut = params.parameter("cut", new Init.TruncatedNormal(0.5), 100, 100);
            assertThat(spread(cut)).isBetween(0.43, 0.45);
            assertThat(Tensors.value(cut.abs().max())).isLessThanOrEqualTo(1.0001);
        }
    }

    private static double spread(Tensor tensor) {
        try (var _ = Scope.open()) {
            return Tensors.value(tensor.std());
        }
    }
}
