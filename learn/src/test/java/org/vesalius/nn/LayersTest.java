package org.vesalius.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;

/** Each layer against plain Java loops: the engine's bindings are not trusted. */
final class LayersTest {
    private static final Offset<Float> CLOSE = within(2e-5f);

    private Scope scope;
    private Params params;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(3);
    }

    @AfterEach
    void close() {
        params.close();
        scope.close();
    }

    @Test
    void linear() {
        Linear layer = Linear.of(params, 3, 2);
        float[] x = numbers(4 * 3, 1);
        float[] w = Tensors.floats(params.get("weight"));
        float[] b = Tensors.floats(params.get("bias"));
        float[] expected = new float[4 * 2];
        for (int row = 0; row < 4; row++) {
            for (int out = 0; out < 2; out++) {
                double sum = b[out];
                for (int in = 0; in < 3; in++) {
                    sum += x[row * 3 + in] * w[out * 3 + in];
                }
                expected[row * 2 + out] = (float) sum;
            }
        }
        same(layer.forward(Tensors.of(x, 4, 3)), expected);
        Linear plain = Linear.withoutBias(params.at("plain"), 3, 2);
        assertThat(params.at("plain").state().keySet()).containsExactly("weight");
        same(plain.forward(Tensors.zeros(1, 3)), new float[2]);
    }

    @Test
    void convolutionWithStridePaddingDilationAndGroups() {
        convolution(Conv2d.Spec.of(4, 6, 3));
        convolution(Conv2d.Spec.of(4, 6, 3).stride(2).withoutBias());
        convolution(Conv2d.Spec.of(4, 6, 3).padding(2).dilation(2));
        convolution(Conv2d.Spec.of(4, 6, 3).groups(2).padding(0));
        convolution(Conv2d.Spec.of(4, 6, 1).init(Init.normal(1)));
    }

    private void convolution(Conv2d.Spec spec) {
        Params own = params.at(spec.toString());
        Conv2d layer = Conv2d.of(own, spec);
        int height = 7;
        int width = 6;
        float[] x = numbers(2 * spec.in() * height * width, 2);
        float[] w = Tensors.floats(own.get("weight"));
        float[] b = spec.bias() ? Tensors.floats(own.get("bias")) : new float[spec.out()];
        int reach = spec.dilation() * (spec.kernel() - 1);
        int rows = (height + 2 * spec.padding() - reach - 1) / spec.stride() + 1;
        int columns = (width + 2 * spec.padding() - reach - 1) / spec.stride() + 1;
        int perGroup = spec.in() / spec.groups();
        float[] expected = new float[2 * spec.out() * rows * columns];
        int at = 0;
        for (int image = 0; image < 2; image++) {
            for (int out = 0; out < spec.out(); out++) {
                int first = out / (spec.out() / spec.groups()) * perGroup;
                for (int r = 0; r < rows; r++) {
                    for (int c = 0; c < columns; c++) {
                        double sum = b[out];
                        for (int in = 0; in < perGroup; in++) {
                            for (int k = 0; k < spec.kernel() * spec.kernel(); k++) {
                                int y = r * spec.stride() - spec.padding() + k / spec.kernel() * spec.dilation();
                                int z = c * spec.stride() - spec.padding() + k % spec.kernel() * spec.dilation();
                                if (y >= 0 && y < height && z >= 0 && z < width) {
                                    sum += x[((image * spec.in() + first + in) * height + y) * width + z]
                                            * w[(out * perGroup + in) * spec.kernel() * spec.kernel() + k];
                                }
                            }
                        }
                        expected[at++] = (float) sum;
                    }
                }
            }
        }
        same(layer.forward(Tensors.of(x, 2, spec.in(), height, width)), expected);
    }

    @Test
    void batchNormUsesTheBatchInTrainingAndRunningStatisticsAfter() {
        BatchNorm layer = BatchNorm.of(params, 2);
        params.set("weight", Tensors.of(new float[] {2, 3}, 2));
        params.set("bias", Tensors.of(new float[] {-1, 1}, 2));
        float[] x = numbers(3 * 2 * 4, 4);
        double[] mean = new double[2];
        double[] variance = new double[2];
        for (int i = 0; i < x.length; i++) {
            mean[i / 4 % 2] += x[i] / 12.0;
        }
        for (int i = 0; i < x.length; i++) {
            variance[i / 4 % 2] += Math.pow(x[i] - mean[i / 4 % 2], 2) / 12;
        }
        Tensor input = Tensors.of(x, 3, 2, 2, 2);
        same(layer.forward(input), normalised(x, mean, variance));
        double[] runningMean = {0.1 * mean[0], 0.1 * mean[1]};
        // the running variance is the unbiased one
        double[] runningVariance = {0.9 + 0.1 * variance[0] * 12 / 11, 0.9 + 0.1 * variance[1] * 12 / 11};
        same(params.get("running_mean"), new float[] {(float) runningMean[0], (float) runningMean[1]});
        same(params.get("running_var"), new float[] {(float) runningVariance[0], (float) runningVariance[1]});
        params.training(false);
        same(layer.forward(input), normalised(x, runningMean, runningVariance));
        assertThat(Tensors.longs(params.get("num_batches_tracked"))).containsExactly(1);
        assertThat(params.get("num_batches_tracked").dim()).isZero();
    }

    private static float[] normalised(float[] x, double[] mean, double[] variance) {
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int channel = i / 4 % 2;
            double z = (x[i] - mean[channel]) / Math.sqrt(variance[channel] + 1e-5);
            expected[i] = (float) (channel == 0 ? 2 * z - 1 : 3 * z + 1);
        }
        return expected;
    }

    @Test
    void layerNormAndGroupNormUseTheSampleAlone() {
        LayerNorm layer = LayerNorm.of(params, 4, 1e-3);
        params.set("bias", Tensors.full(0.5, 4));
        float[] x = numbers(3 * 4, 5);
        float[] expected = new float[x.length];
        for (int row = 0; row < 3; row++) {
            standardise(x, row * 4, 4, 1e-3, expected, 0.5);
        }
        same(layer.forward(Tensors.of(x, 3, 4)), expected);

        GroupNorm groups = GroupNorm.of(params.at("groups"), 2, 4);
        float[] y = numbers(2 * 4 * 3, 6);
        float[] grouped = new float[y.length];
        for (int group = 0; group < 4; group++) {
            standardise(y, group * 6, 6, 1e-5, grouped, 0);
        }
        same(groups.forward(Tensors.of(y, 2, 4, 1, 3)), grouped);
    }

    private static void standardise(float[] x, int from, int count, double epsilon, float[] to, double shift) {
        double mean = 0;
        double variance = 0;
        for (int i = from; i < from + count; i++) {
            mean += x[i] / count;
        }
        for (int i = from; i < from + count; i++) {
            variance += (x[i] - mean) * (x[i] - mean) / count;
        }
        for (int i = from; i < from + count; i++) {
            to[i] = (float) ((x[i] - mean) / Math.sqrt(variance + epsilon) + shift);
        }
    }

    @Test
    void embeddingPicksRows() {
        Embedding layer = Embedding.of(params, 5, 3, Init.normal(1));
        float[] table = Tensors.floats(layer.weight());
        float[] got = Tensors.floats(layer.forward(Tensors.ofLongs(new long[] {4, 0, 4}, 3, 1)));
        for (int i = 0; i < 9; i++) {
            assertThat(got[i]).isEqualTo(table[(i / 3 == 1 ? 0 : 12) + i % 3]);
        }
    }

    @Test
    void attentionWithAndWithoutAMask() {
        int tokens = 3;
        int size = 4;
        float[] q = numbers(tokens * size, 7);
        float[] k = numbers(tokens * size, 8);
        float[] v = numbers(tokens * size, 9);
        Tensor query = Tensors.of(q, 1, tokens, size);
        Tensor key = Tensors.of(k, 1, tokens, size);
        Tensor value = Tensors.of(v, 1, tokens, size);
        same(Attention.multiHead(query, key, value, 2, null, 0), attended(q, k, v, (_, _) -> true));
        same(
                Attention.multiHead(query, key, value, 2, Attention.causal(tokens, Device.CPU), 0),
                attended(q, k, v, (from, to) -> to <= from));
        Tensor padding = Attention.padding(Tensors.ofLongs(new long[] {1, 1, 0}, 1, 3));
        same(Attention.multiHead(query, key, value, 2, padding, 0), attended(q, k, v, (_, to) -> to < 2));
    }

    @FunctionalInterface
    private interface Sees {
        boolean test(int from, int to);
    }

    /** Three tokens, two heads of size two. */
    private static float[] attended(float[] q, float[] k, float[] v, Sees sees) {
        float[] expected = new float[12];
        for (int head = 0; head < 2; head++) {
            for (int from = 0; from < 3; from++) {
                double[] weights = new double[3];
                double sum = 0;
                for (int to = 0; to < 3; to++) {
                    double score = 0;
                    for (int d = 2 * head; d < 2 * head + 2; d++) {
                        score += q[from * 4 + d] * k[to * 4 + d];
                    }
                    weights[to] = sees.test(from, to) ? Math.exp(score / Math.sqrt(2)) : 0;
                    sum += weights[to];
                }
                for (int to = 0; to < 3; to++) {
                    for (int d = 2 * head; d < 2 * head + 2; d++) {
                        expected[from * 4 + d] += (float) (weights[to] / sum * v[to * 4 + d]);
                    }
                }
            }
        }
        return expected;
    }

    @Test
    void selfAttentionStacksQueryKeyAndValue() {
        Attention layer = Attention.of(params, 4, 2, 0);
        params.set("in_proj_bias", Tensors.of(numbers(12, 3), 12));
        Tensor x = Tensors.of(numbers(12, 1), 1, 3, 4);
        Tensor weight = params.get("in_proj_weight");
        Tensor bias = params.get("in_proj_bias");
        Tensor[] parts = new Tensor[3];
        for (int i = 0; i < 3; i++) {
            parts[i] = x.matmul(weight.narrow(0, 4L * i, 4).t()).add(bias.narrow(0, 4L * i, 4));
        }
        Tensor expected = Attention.multiHead(parts[0], parts[1], parts[2], 2, null, 0)
                .matmul(params.get("out_proj.weight").t())
                .add(params.get("out_proj.bias"));
        same(layer.forward(x, null), Tensors.floats(expected));
    }

    @Test
    void activationsAreTheirFormulas() {
        float[] x = {-2.5f, -0.3f, 0, 0.7f, 3};
        for (int i = 0; i < x.length; i++) {
            double v = x[i];
            value(Activation.RELU, v, Math.max(0, v));
            value(Activation.QUICK_GELU, v, v / (1 + Math.exp(-1.702 * v)));
            value(Activation.SILU, v, v / (1 + Math.exp(-v)));
            value(Activation.TANH, v, Math.tanh(v));
            value(Activation.IDENTITY, v, v);
            value(
                    Activation.GELU_TANH,
                    v,
                    0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))));
        }
        // Φ(1) and Φ(−1), from tables of the normal distribution
        value(Activation.GELU, 1, 0.8413447);
        value(Activation.GELU, -1, -0.1586553);
    }

    private static void value(Activation activation, double x, double expected) {
        assertThat(Tensors.value(activation.apply(Tensors.scalar(x)))).isCloseTo(expected, within(1e-5));
    }

    @Test
    void mlpIsItsTwoLayers() {
        Linear first = Linear.of(params.at("first"), 3, 5);
        Linear second = Linear.of(params.at("second"), 5, 2);
        Tensor x = Tensors.of(numbers(6, 1), 2, 3);
        same(
                Mlp.of(first, Activation.RELU, second).forward(x),
                Tensors.floats(second.forward(first.forward(x).relu())));
    }

    @Test
    void dropoutKeepsTheMeanAndIsAFunctionOfTheSeed() {
        Dropout layer = Dropout.of(params, 0.25);
        Tensor ones = Tensors.ones(10_000);
        Seed.torch(11);
        float[] dropped = Tensors.floats(layer.forward(ones));
        int zeros = 0;
        for (float value : dropped) {
            zeros += value == 0 ? 1 : 0;
            assertThat(value).isIn(0f, 1 / 0.75f);
        }
        assertThat(zeros).isBetween(2300, 2700);
        Seed.torch(11);
        assertThat(Tensors.floats(layer.forward(ones))).containsExactly(dropped);
        params.training(false);
        assertThat(Tensors.floats(layer.forward(ones))).containsOnly(1);
    }

    @Test
    void lossesAddUpByWeightAndKeepTheirNames() {
        Losses losses = new Losses().add("clip", 1, Tensors.scalar(2)).add("word", 0.5, Tensors.scalar(3));
        assertThat(Tensors.value(losses.total())).isCloseTo(3.5, within(1e-6));
        assertThat(losses.values()).containsExactly(Map.entry("clip", 2.0), Map.entry("word", 3.0));
        assertThatThrownBy(() -> losses.add("clip", 1, Tensors.scalar(1))).hasMessageContaining("added twice");
        assertThatThrownBy(() -> losses.add("mean", 1, Tensors.ones(2)))
                .hasMessage("loss mean: expected shape [], got [2]");
        assertThatThrownBy(() -> new Losses().total()).hasMessageContaining("at least one term");
    }

    private static float[] numbers(int count, int seed) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) Math.sin(0.7 * i + 1.3 * seed);
        }
        return numbers;
    }

    private static void same(Tensor got, float[] expected) {
        assertThat(Tensors.floats(got)).containsExactly(expected, CLOSE);
    }

    @Test
    void whatTheFirstPositionLooksAtWeighsTheValuesAsAttentionDoes() {
        try (var _ = Scope.open()) {
            Seed.torch(3);
            // one head: attention of the first query is then the weighted mean of the values
            Tensor x = torch.randn(2, 5, 4);
            Tensor y = torch.randn(2, 5, 4);
            Tensor weights = Attention.firstLooks(x, y, 1, null);
            Tensor expected = Attention.multiHead(x, y, y, 1, null, 0).select(1, 0);
            Tensor got = weights.unsqueeze(1).matmul(y).squeeze(1);
            assertThat(Tensors.doubles(got)).containsExactly(Tensors.doubles(expected), within(1e-5));
            // several heads: the mean of what each looks at
            Tensor first = Attention.firstLooks(x.narrow(2, 0, 2), y.narrow(2, 0, 2), 1, null);
            Tensor second = Attention.firstLooks(x.narrow(2, 2, 2), y.narrow(2, 2, 2), 1, null);
            assertThat(Tensors.doubles(Attention.firstLooks(x, y, 2, null)))
                    .containsExactly(Tensors.doubles(first.add(second).div(new Scalar(2.0))), within(1e-6));
        }
    }

    @Test
    void anAttentionPoolSeesOnlyWhatIsThereAndOneVectorWeighsAll() {
        try (Params params = Params.create(3);
                var _ = Scope.open()) {
            AttentionPool pool = AttentionPool.of(params, 16);
            Seed.torch(4);
            Tensor x = torch.randn(1, 4, 16);
            Tensor mask = Tensors.ofLongs(new long[] {1, 1, 0, 0}, 1, 4);
            AttentionPool.Pooled padded = pool.pool(x, mask);
            AttentionPool.Pooled alone = pool.pool(x.narrow(1, 0, 2), null);
            assertThat(Tensors.doubles(padded.pooledBD()))
                    .containsExactly(Tensors.doubles(alone.pooledBD()), within(1e-5));
            double[] weights = Tensors.doubles(padded.weightsBN());
            assertThat(weights[0] + weights[1]).isCloseTo(1, within(1e-6));
            assertThat(weights[2] + weights[3]).isZero();
            // one vector alone: its own value, projected
            Tensor one = pool.pool(x.narrow(1, 0, 1), null).pooledBD();
            Tensor twice = pool.pool(Tensors.cat(List.of(x.narrow(1, 0, 1), x.narrow(1, 0, 1)), 1), null)
                    .pooledBD();
            assertThat(Tensors.doubles(one)).containsExactly(Tensors.doubles(twice), within(1e-5));
            assertThatThrownBy(() -> AttentionPool.of(params, 12)).hasMessageContaining("multiple of 8");
        }
    }
}
