package org.vesalius.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** Each form of head; sizes 3, 5, 2. */
class HeadTest {
    private static final float[] INPUT = {0.3f, -1, 2, 0.5f, 0.25f, -0.75f, 1, 1, 0, -2, 0.1f, 0.6f};

    @Test
    void aNormedHeadGivesVectorsOfMeanZeroAndDeviationOneOverAllRows() {
        try (var _ = Scope.open();
                Params params = Params.create(1)) {
            Head head = head(params, Projection.Kind.BATCH_NORM_MLP_NORMED);
            float[][] rows = Tensors.rows(head.forward(Tensors.of(INPUT, 4, 3)));
            for (int column = 0; column < 2; column++) {
                double mean = 0;
                double square = 0;
                for (float[] row : rows) {
                    mean += row[column] / 4;
                    square += row[column] * row[column] / 4;
                }
                assertThat(mean).isCloseTo(0, within(1e-5));
                assertThat(square).isCloseTo(1, within(1e-2));
            }
            assertThat(params.state().keySet()).contains("norm.weight").doesNotContain("lastNorm.weight");
        }
    }

    @Test
    void patchesAreRowsLikeAnyOther() {
        for (Projection.Kind kind : Projection.Kind.values()) {
            if (kind != Projection.Kind.NONE) {
                try (var _ = Scope.open();
                        Params params = Params.create(1)) {
                    Head head = head(params, kind);
                    Tensor flat = head.forward(Tensors.of(INPUT, 4, 3));
                    Tensor patches = head.forward(Tensors.of(INPUT, 2, 2, 3));
                    assertThat(Shapes.of(patches)).containsExactly(2, 2, 2);
                    assertThat(Tensors.floats(patches)).as("%s", kind).containsExactly(Tensors.floats(flat));
                }
            }
        }
    }

    @Test
    void aLayerNormedHeadNormalisesWhatTheGeluGives() {
        try (var _ = Scope.open();
                Params params = Params.create(1)) {
            Head head = head(params, Projection.Kind.LAYER_NORM_MLP);
            Tensor x = Tensors.of(INPUT, 4, 3);
            Tensor hidden = torch.gelu(x.matmul(params.get("first.weight").t()).add(params.get("first.bias")));
            float[][] h = Tensors.rows(hidden);
            float[][] w = Tensors.rows(params.get("last.weight"));
            float[] b = Tensors.floats(params.get("last.bias"));
            float[][] got = Tensors.rows(head.forward(x));
            for (int row = 0; row < 4; row++) {
                double mean = 0;
                double square = 0;
                for (float value : h[row]) {
                    mean += value / 5;
                    square += value * value / 5;
                }
                double deviation = Math.sqrt(square - mean * mean + 1e-12);
                for (int out = 0; out < 2; out++) {
                    double sum = b[out];
                    for (int k = 0; k < 5; k++) {
                        sum += w[out][k] * (h[row][k] - mean) / deviation;
                    }
                    assertThat(got[row][out]).isCloseTo((float) sum, within(2e-4f));
                }
            }
        }
    }

    private static Head head(Params params, Projection.Kind kind) {
        return Head.of(params, new Projection(kind, 5, true), 3, 2);
    }
}
