package org.vesalius.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;

class SimilarityFilterTest {
    @Test
    void partsBeyondTheEndChangeNothingAndOnePartCountsWhole() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            SimilarityFilter filter = SimilarityFilter.of(params, 4);
            params.training(false);
            Seed.torch(2);
            Tensor x = torch.randn(2, 3, 4);
            Tensor mask = Tensors.ofLongs(new long[] {1, 1, 0, 1, 0, 0}, 2, 3);
            Tensor other = x.add(mask.eq(new Scalar(0)).unsqueeze(2).mul(new Scalar(5)));
            assertThat(Tensors.doubles(filter.scores(other, mask)))
                    .containsExactly(Tensors.doubles(filter.scores(x, mask)), within(1e-6));
            double[] weights = Tensors.doubles(filter.weights(x, mask));
            assertThat(weights[0] + weights[1]).isCloseTo(1, within(1e-6));
            assertThat(weights[2]).isZero();
            assertThat(weights[3]).isEqualTo(1);
        }
    }

    @Test
    void weightsAreThoseOfPlainLoops() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            SimilarityFilter filter = SimilarityFilter.of(params, 2);
            params.training(false);
            double[][] parts = {{0.6, -0.8}, {1, 0}};
            double[] mean = {0.8, -0.4};
            double[] logits = new double[2];
            double[] all = linear(params, "global", mean, 2);
            for (int t = 0; t < 2; t++) {
                double[] each = linear(params, "local", parts[t], 2);
                double[] both = {Math.tanh(each[0]) * Math.tanh(all[0]), Math.tanh(each[1]) * Math.tanh(all[1])};
                logits[t] = linear(params, "common", both, 1)[0];
            }
            double first = 1 / (1 + Math.exp(logits[1] - logits[0]));
            Tensor x = Tensors.of(new float[] {0.6f, -0.8f, 1, 0}, 1, 2, 2);
            Tensor mask = Tensors.ofLongs(new long[] {1, 1}, 1, 2);
            assertThat(Tensors.doubles(filter.weights(x, mask))[0]).isCloseTo(first, within(1e-6));
            double[] pooled = {
                first * parts[0][0] + (1 - first) * parts[1][0], first * parts[0][1] + (1 - first) * parts[1][1]
            };
            double norm = Math.hypot(pooled[0], pooled[1]);
            double logit = linear(params, "score", new double[] {pooled[0] / norm, pooled[1] / norm}, 1)[0];
            assertThat(Tensors.doubles(filter.scores(x, mask))[0]).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-6));
        }
    }

    private static double[] linear(Params params, String name, double[] x, int out) {
        double[] weight = Tensors.doubles(params.get(name + ".weight"));
        double[] y = Tensors.doubles(params.get(name + ".bias"));
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < x.length; i++) {
                y[o] += weight[o * x.length + i] * x[i];
            }
        }
        return y;
    }
}
