package org.vesalius.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Against a second implementation in plain loops, on the weights by their published names. */
class ClipResNetTest {
    private static final int SIDE = 64;
    private static final ClipResNet.Spec SPEC = new ClipResNet.Spec(List.of(2, 1, 1, 1), 4, SIDE, 6);

    /** A map of channels, rows and columns, and the weights by name. */
    private static final class Plain {
        private final Map<String, float[]> weights = new HashMap<>();
        private final Map<String, long[]> shapes = new HashMap<>();

        private Plain(Params params) {
            params.state().forEach((name, tensor) -> {
                shapes.put(name, tensor.sizes().vec().get());
                if (!name.endsWith("num_batches_tracked")) {
                    weights.put(name, Tensors.floats(tensor));
                }
            });
        }

        private float[] at(String name) {
            float[] found = weights.get(name);
            assertThat(found).as(name).isNotNull();
            return found;
        }

        private double[][][] layer(double[][][] x, String conv, String norm, int stride) {
            long[] shape = Objects.requireNonNull(shapes.get(conv + ".weight"));
            float[] w = at(conv + ".weight");
            int out = (int) shape[0];
            int in = (int) shape[1];
            int k = (int) shape[2];
            int size = (x[0].length + 2 * (k / 2) - k) / stride + 1;
            double[][][] y = new double[out][size][size];
            for (int o = 0; o < out; o++) {
                double scale = at(norm + ".weight")[o] / Math.sqrt(at(norm + ".running_var")[o] + 1e-5);
                for (int r = 0; r < size; r++) {
                    for (int c = 0; c < size; c++) {
                        double sum = 0;
                        for (int i = 0; i < in; i++) {
                            for (int dr = 0; dr < k; dr++) {
                                for (int dc = 0; dc < k; dc++) {
                                    int row = r * stride + dr - k / 2;
                                    int column = c * stride + dc - k / 2;
                                    if (row >= 0 && row < x[0].length && column >= 0 && column < x[0].length) {
                                        sum += w[((o * in + i) * k + dr) * k + dc] * x[i][row][column];
                                    }
                                }
                            }
                        }
                        y[o][r][c] = (sum - at(norm + ".running_mean")[o]) * scale + at(norm + ".bias")[o];
                    }
                }
            }
            return y;
        }

        private static double[][][] relu(double[][][] x) {
            for (double[][] plane : x) {
                for (double[] row : plane) {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = Math.max(0, row[i]);
                    }
                }
            }
            return x;
        }

        private static double[][][] halved(double[][][] x) {
            int size = x[0].length / 2;
            double[][][] y = new double[x.length][size][size];
            for (int o = 0; o < x.length; o++) {
                for (int r = 0; r < size; r++) {
                    for (int c = 0; c < size; c++) {
                        y[o][r][c] = (x[o][2 * r][2 * c]
                                        + x[o][2 * r][2 * c + 1]
                                        + x[o][2 * r + 1][2 * c]
                                        + x[o][2 * r + 1][2 * c + 1])
                                / 4;
                    }
                }
            }
            return y;
        }

        private double[][][] block(double[][][] x, String name, boolean half) {
            double[][][] y = relu(layer(x, name + ".conv1", name + ".bn1", 1));
            y = relu(layer(y, name + ".conv2", name + ".bn2", 1));
            y = layer(half ? halved(y) : y, name + ".conv3", name + ".bn3", 1);
            double[][][] side = x;
            if (shapes.containsKey(name + ".downsample.0.weight")) {
                side = layer(half ? halved(x) : x, name + ".downsample.0", name + ".downsample.1", 1);
            }
            for (int o = 0; o < y.length; o++) {
                for (int r = 0; r < y[0].length; r++) {
                    for (int c = 0; c < y[0].length; c++) {
                        y[o][r][c] += side[o][r][c];
                    }
                }
            }
            return relu(y);
        }

        private double[][][] map(double[][][] image) {
            double[][][] x = relu(layer(image, "conv1", "bn1", 2));
            x = relu(layer(x, "conv2", "bn2", 1));
            x = halved(relu(layer(x, "conv3", "bn3", 1)));
            for (int stage = 1; stage <= 4; stage++) {
                for (int b = 0; b < SPEC.blocks().get(stage - 1); b++) {
                    x = block(x, "layer" + stage + "." + b, stage > 1 && b == 0);
                }
            }
            return x;
        }

        private double[] linear(String name, double[] x) {
            float[] w = at(name + ".weight");
            float[] b = at(name + ".bias");
            double[] y = new double[b.length];
            for (int o = 0; o < y.length; o++) {
                y[o] = b[o];
                for (int i = 0; i < x.length; i++) {
                    y[o] += w[o * x.length + i] * x[i];
                }
            }
            return y;
        }

        /** The mean of the cells asks the cells and itself, each head on its 64 numbers. */
        private double[] pooled(double[][][] map) {
            int size = map.length;
            int cells = map[0].length * map[0].length;
            double[][] tokens = new double[cells + 1][size];
            for (int c = 0; c < size; c++) {
                for (int n = 0; n < cells; n++) {
                    tokens[n + 1][c] = map[c][n / map[0].length][n % map[0].length];
                    tokens[0][c] += tokens[n + 1][c] / cells;
                }
            }
            for (int t = 0; t <= cells; t++) {
                for (int c = 0; c < size; c++) {
                    tokens[t][c] += at("attnpool.positional_embedding")[t * size + c];
                }
            }
            double[] q = linear("attnpool.q_proj", tokens[0]);
            double[] answer = new double[size];
            for (int head = 0; head < size / 64; head++) {
                double[] score = new double[cells + 1];
                double total = 0;
                for (int t = 0; t <= cells; t++) {
                    double[] k = linear("attnpool.k_proj", tokens[t]);
                    for (int i = head * 64; i < head * 64 + 64; i++) {
                        score[t] += q[i] * k[i] / 8;
                    }
                    score[t] = Math.exp(score[t]);
                    total += score[t];
                }
                for (int t = 0; t <= cells; t++) {
                    double[] v = linear("attnpool.v_proj", tokens[t]);
                    for (int i = head * 64; i < head * 64 + 64; i++) {
                        answer[i] += score[t] / total * v[i];
                    }
                }
            }
            return linear("attnpool.c_proj", answer);
        }
    }

    @Test
    void itIsWhatPlainLoopsSay() {
        Random random = new Random(3);
        float[] pixels = new float[3 * SIDE * SIDE];
        double[][][] image = new double[3][SIDE][SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
            image[i / (SIDE * SIDE)][i / SIDE % SIDE][i % SIDE] = pixels[i];
        }
        try (Params params = Params.create(5);
                var _ = Gradients.off();
                var _ = Scope.open()) {
            ClipResNet tower = new ClipResNet(params, SPEC);
            params.training(false);
            Tensor batch = Tensors.of(pixels, 1, 3, SIDE, SIDE);
            ImageFeatures seen = tower.encode(batch);
            double[] plain = new Plain(params).pooled(new Plain(params).map(image));
            float[] global = Tensors.floats(seen.globalBD());
            for (int d = 0; d < plain.length; d++) {
                assertThat((double) global[d]).isCloseTo(plain[d], within(1e-4));
            }
            assertThat(seen.patchesBNP().size(1)).isEqualTo(4);
            assertThat(seen.patchesBNP().size(2)).isEqualTo(6);
        }
    }

    @Test
    void aResNetThatIsPooledLikewiseGivesThePoolOfItsLastMap() {
        try (Params params = Params.create(6);
                var _ = Gradients.off();
                var _ = Scope.open()) {
            PooledResNet tower =
                    new PooledResNet(params, ResNet.Spec.of(ResNet.Depth.R18).channels(1), 8, SIDE);
            params.training(false);
            assertThat(params.state())
                    .containsKeys("conv1.weight", "atten_pool.positional_embedding", "atten_pool.c_proj.bias");
            ImageFeatures seen = tower.encode(Tensors.of(new float[SIDE * SIDE], 1, 1, SIDE, SIDE));
            assertThat(seen.globalBD().size(1)).isEqualTo(512);
            assertThat(seen.patchesBNP().size(1)).isEqualTo(4);
            // a black image leaves the places; where they are equal, all cells say the same, and so does their mean
            params.get("atten_pool.positional_embedding").fill_(new Scalar(0.3));
            ImageFeatures same = tower.encode(Tensors.of(new float[SIDE * SIDE], 1, 1, SIDE, SIDE));
            float[] global = Tensors.floats(same.globalBD());
            float[] cell = Tensors.floats(same.patchesBNP().select(1, 0));
            for (int i = 0; i < global.length; i++) {
                assertThat(global[i]).isCloseTo(cell[i], within(1e-4f));
            }
            assertThat(global).doesNotContain(0f);
        }
    }

    @Test
    void theReleasedSizeHasTheReleasedNumberOfParameters() {
        try (Params params = Params.shapesOnly()) {
            new ClipResNet(params, ClipResNet.Spec.rn50());
            // 38,316,896: what clip.load("RN50").visual counts, buffers left out
            assertThat(params.count()).isEqualTo(38_316_896);
        }
    }
}
