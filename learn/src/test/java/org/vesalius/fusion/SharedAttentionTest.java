package org.vesalius.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;

class SharedAttentionTest {
    private static final int SIZE = 3;

    @Test
    void aRegionHearsTheSentencesThatAreThereAsPlainLoopsSay() {
        try (Params params = Params.create(4);
                var _ = Scope.open()) {
            SharedAttention attention = SharedAttention.of(params, SIZE);
            params.training(false); // a batch norm that has seen nothing only divides by sqrt(1 + 1e-5)
            Seed.torch(5);
            Tensor regions = torch.randn(1, 2, SIZE);
            Tensor sentences = torch.randn(1, 3, SIZE);
            Tensor mask = Tensors.ofLongs(new long[] {1, 1, 0}, 1, 3);
            SharedAttention.Partners partners = attention.attend(regions, sentences, mask);
            double[][] r = rows(regions, 2);
            double[][] s = rows(sentences, 3);
            double[][] scores = new double[2][3];
            for (int n = 0; n < 2; n++) {
                for (int k = 0; k < 3; k++) {
                    scores[n][k] = dot(linear(params, "score", r[n]), linear(params, "score", s[k])) / Math.sqrt(SIZE);
                }
            }
            double[] got = Tensors.doubles(partners.ofRegionsBND());
            double a = Math.exp(scores[0][0]);
            double b = Math.exp(scores[0][1]);
            double[] mixed = mixed(params, s, new double[] {a / (a + b), b / (a + b), 0});
            for (int d = 0; d < SIZE; d++) {
                assertThat(got[d]).isCloseTo(mixed[d], within(1e-5));
            }
            double[] seen = Tensors.doubles(partners.ofSentencesBSD());
            double c = Math.exp(scores[0][1]);
            double e = Math.exp(scores[1][1]);
            double[] second = mixed(params, r, new double[] {c / (c + e), e / (c + e)});
            assertThat(Tensors.doubles(attention.looks(regions, sentences).select(1, 1)))
                    .containsExactly(new double[] {c / (c + e), e / (c + e)}, within(1e-5));
            double[] padded = linear(params, "out", new double[SIZE]);
            for (int d = 0; d < SIZE; d++) {
                assertThat(seen[SIZE + d]).isCloseTo(second[d], within(1e-5));
                assertThat(seen[2 * SIZE + d]).isCloseTo(padded[d] / Math.sqrt(1 + 1e-5), within(1e-5));
            }
        }
    }

    private static double[] mixed(Params params, double[][] rows, double[] weights) {
        double[] sum = new double[SIZE];
        for (int k = 0; k < rows.length; k++) {
            double[] value = linear(params, "value", rows[k]);
            for (int d = 0; d < SIZE; d++) {
                sum[d] += weights[k] * value[d];
            }
        }
        double[] out = linear(params, "out", sum);
        for (int d = 0; d < SIZE; d++) {
            out[d] /= Math.sqrt(1 + 1e-5);
        }
        return out;
    }

    private static double[] linear(Params params, String name, double[] x) {
        double[] weight = Tensors.doubles(params.get(name + ".weight"));
        double[] y = Tensors.doubles(params.get(name + ".bias"));
        for (int o = 0; o < SIZE; o++) {
            for (int i = 0; i < SIZE; i++) {
                y[o] += weight[o * SIZE + i] * x[i];
            }
        }
        return y;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[][] rows(Tensor x, int count) {
        double[] all = Tensors.doubles(x);
        double[][] rows = new double[count][SIZE];
        for (int n = 0; n < count; n++) {
            System.arraycopy(all, n * SIZE, rows[n], 0, SIZE);
        }
        return rows;
    }
}
