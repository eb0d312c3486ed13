package org.vesalius.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Init;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

class OptimizerTest {
    private static final int STEPS = 20;
    private static final Init START = new Init.Normal(1);

    /** A loss with gradients of all sizes: Σ w⁴/4 + w. */
    private static void backward(Tensor weight) {
        Tensor squared = weight.mul(weight);
        squared.mul(squared)
                .sum()
                .div(new org.bytedeco.pytorch.Scalar(4.0))
                .add(weight.sum())
                .backward();
    }

    private static void sameAsTheEngine(Optim plan, Function<TensorVector, org.bytedeco.pytorch.Optimizer> engine) {
        try (var _ = Scope.open();
                Params ours = Params.create(3);
                Params theirs = Params.create(3)) {
            Tensor mine = ours.parameter("weight", START, 3, 4);
            Tensor other = theirs.parameter("weight", START, 3, 4);
            org.bytedeco.pytorch.Optimizer reference = engine.apply(new TensorVector(other));
            try (Optimizer optimizer = new Optimizer(ours, plan)) {
                for (int step = 0; step < STEPS; step++) {
                    ours.clearGradients();
                    backward(mine);
                    optimizer.step(1);
                    reference.zero_grad();
                    backward(other);
                    reference.step();
                }
            }
            float[] got = Tensors.floats(mine);
            float[] expected = Tensors.floats(other);
            for (int i = 0; i < got.length; i++) {
                assertThat(got[i]).isCloseTo(expected[i], within(2e-6f));
            }
        }
    }

    @Test
    void adamWEqualsTheEngines() {
        AdamWOptions options = new AdamWOptions(0.05);
        options.weight_decay().put(0.1);
        sameAsTheEngine(Optim.adamW(0.05).withWeightDecay(0.1), weights -> new AdamW(weights, options));
    }

    @Test
    void adamEqualsTheEngines() {
        AdamOptions options = new AdamOptions(0.05);
        options.weight_decay().put(0.1);
        sameAsTheEngine(Optim.adam(0.05).withWeightDecay(0.1), weights -> new Adam(weights, options));
    }

    @Test
    void sgdWithMomentumEqualsTheEngines() {
        SGDOptions options = new SGDOptions(0.01);
        options.momentum().put(0.9);
        options.weight_decay().put(0.1);
        sameAsTheEngine(Optim.sgd(0.01, 0.9).withWeightDecay(0.1), weights -> new SGD(weights, options));
    }

    @Test
    void biasesNormsAndTemperaturesDoNotDecay() {
        try (var _ = Scope.open();
                Params params = Params.create(3)) {
            Tensor bias = params.parameter("bias", Init.ones(), 4);
            Tensor matrix = params.parameter("matrix", Init.ones(), 2, 2);
            bias.mul(new org.bytedeco.pytorch.Scalar(0.0))
                    .sum()
                    .add(matrix.mul(new org.bytedeco.pytorch.Scalar(0.0)).sum())
                    .backward();
            try (Optimizer optimizer = new Optimizer(params, Optim.adamW(0.5).withWeightDecay(0.1))) {
                optimizer.step(1);
            }
            assertThat(Tensors.floats(bias)).containsOnly(1f);
            assertThat(Tensors.floats(matrix)).containsOnly(0.95f);
        }
    }

    @Test
    void gradientsAreScaledDownToTheLimitTogether() {
        try (var _ = Scope.open();
                Params params = Params.create(3)) {
            Tensor first = params.parameter("first", Init.ones(), 1, 1);
            Tensor second = params.parameter("second", Init.ones(), 1, 1);
            first.mul(new org.bytedeco.pytorch.Scalar(3.0))
                    .add(second.mul(new org.bytedeco.pytorch.Scalar(4.0)))
                    .sum()
                    .backward();
            try (Optimizer optimizer = new Optimizer(params, Optim.sgd(1, 0).withClip(1))) {
                assertThat(optimizer.clip()).isCloseTo(5, within(1e-6));
            }
            assertThat(Tensors.floats(first.grad())[0]).isCloseTo(0.6f, within(1e-6f));
            assertThat(Tensors.floats(second.grad())[0]).isCloseTo(0.8f, within(1e-6f));
        }
    }

    /** Gradient 1 at rate .1: fast −.1, −.2 and half of the way back to −.1, then −.2, −.3 and back to −.2. */
    @Test
    void slowWeightsGoHalfOfTheWayAfterEverySecondUpdate() {
        try (var _ = Scope.open();
                Params params = Params.create(3)) {
            Tensor weight = params.parameter("weight", Init.zeros(), 1, 1);
            try (Optimizer optimizer = new Optimizer(params, Optim.sgd(0.1, 0).withLookahead(2, 0.5))) {
                float[] expected = {-0.1f, -0.1f, -0.2f, -0.2f, -0.3f, -0.3f};
                for (float after : expected) {
                    params.clearGradients();
                    weight.sum().backward();
                    optimizer.step(1);
                    assertThat(Tensors.floats(weight)[0]).isCloseTo(after, within(1e-6f));
                }
                assertThat(optimizer.moments()).containsOnlyKeys("slow.weight");
            }
        }
    }

    @Test
    void parametersMoveAtTheShareOfTheLongestPrefixThatFits() {
        Optim plan = Optim.sgd(1, 0).withShare("text.", 0.1).withShare("text.encoder.", 0.5);
        try (var _ = Scope.open();
                Params params = Params.create(3)) {
            Tensor loss = Tensors.zeros();
            for (String name : java.util.List.of("image", "text.words", "text.encoder.layer")) {
                loss = loss.add(params.parameter(name, Init.zeros(), 1).sum());
            }
            loss.backward();
            try (Optimizer optimizer = new Optimizer(params, plan)) {
                optimizer.step(1);
            }
            assertThat(Tensors.floats(params.get("image"))).containsExactly(-1f);
            assertThat(Tensors.floats(params.get("text.words"))).containsExactly(-0.1f);
            assertThat(Tensors.floats(params.get("text.encoder.layer"))).containsExactly(-0.5f);
        }
    }
}
