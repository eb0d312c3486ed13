package org.vesalius.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vesalius.objective.Golden.check;
import static org.vesalius.objective.Golden.gen;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** What stands in the golden file about meetings of two sides, and the limits of these formulas. */
final class FusionGoldenTest {
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
    void priorsSigmoidAttentionIsTheReferenceValue() {
        Tensor weights = SigmoidAttention.weights(gen(27, 1, 2, 6), gen(28, 1, 4, 6));
        check("prior.sigmoid_attn.row0", weights.select(1, 0).squeeze());
    }

    @Test
    void sigmoidAttentionTakesNothingFromPadding() {
        Tensor query = gen(1, 1, 2, 6);
        Tensor key = gen(2, 1, 4, 6);
        Tensor value = gen(3, 1, 4, 5);
        Tensor mask = Tensors.ofLongs(new long[] {1, 1, 0, 0}, 1, 4);
        Tensor cut = SigmoidAttention.attended(query, key.narrow(1, 0, 2), value.narrow(1, 0, 2), null);
        assertThat(Tensors.doubles(SigmoidAttention.attended(query, key, value, mask)))
                .containsExactly(Tensors.doubles(cut));
        assertThat(Tensors.doubles(SigmoidAttention.attended(query, key, value, null)))
                .isNotEqualTo(Tensors.doubles(cut));
    }

    @Test
    void biovilsSinePositionsAreTheReferenceValue() {
        check("biovilt.sine_pos.2x2.dim4", SinePositions.grid(2, 2, 4));
    }

    @Test
    void everyCellOfAGridHasACodeOfItsOwn() {
        float[][] codes = Tensors.rows(SinePositions.grid(5, 7, 16));
        for (int i = 0; i < codes.length; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(distance(codes[i], codes[j])).as("%d and %d", i, j).isGreaterThan(0.05);
            }
        }
        assertThatThrownBy(() -> SinePositions.grid(2, 2, 6))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("multiple of 4");
    }

    @Test
    void gatedCrossAttentionBeginsAsTheIdentity() {
        try (Params params = Params.create(1)) {
            GatedCrossAttention block = GatedCrossAttention.of(params, 8, 2);
            Tensor text = gen(1, 2, 3, 8).to(ScalarType.Float);
            Tensor media = gen(2, 2, 2, 5, 8).to(ScalarType.Float);
            Tensor seen = Tensors.ofLongs(new long[] {0, 1, 2, 1, 1, 1}, 2, 3);
            check(
                    "gated_xattn.identity_at_init",
                    block.forward(text, media, seen).sub(text).abs().max().view(1));
        }
    }

    @Test
    void textBeforeTheFirstImageSeesNone_andEachTokenTheLastImageBeforeIt() {
        try (Params params = Params.create(1)) {
            GatedCrossAttention block = GatedCrossAttention.of(params, 8, 2);
            params.set("attn_gate", Tensors.full(0.7, 1));
            Tensor text = gen(1, 1, 3, 8).to(ScalarType.Float);
            Tensor media = gen(2, 1, 2, 5, 8).to(ScalarType.Float);
            Tensor seen = Tensors.ofLongs(new long[] {0, 1, 2}, 1, 3);
            Tensor out = block.forward(text, media, seen);
            Tensor otherSecond = Tensors.cat(
                    List.of(media.narrow(1, 0, 1), gen(9, 1, 1, 5, 8).to(ScalarType.Float)), 1);
            Tensor changed = block.forward(text, otherSecond, seen);
            assertThat(row(out, 0)).isEqualTo(row(text, 0));
            assertThat(row(changed, 1)).isEqualTo(row(out, 1)).isNotEqualTo(row(text, 1));
            assertThat(row(changed, 2)).isNotEqualTo(row(out, 2));
        }
    }

    private static float[] row(Tensor x1TD, int token) {
        Shapes.checkDimensions("x1TD", x1TD, 3);
        return Tensors.floats(x1TD.select(1, token));
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow(a[i] - b[i], 2);
        }
        return Math.sqrt(sum);
    }
}
