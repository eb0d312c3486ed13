package org.vesalius.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

final class ClipTextTest {
    private static final ClipTextConfig SMALL = ClipTextConfig.small(50, 16, 32, 2, 24);

    @Test
    void theEndTokensOutputIsTheTextsVectorWhateverThePadding() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            ClipText tower = new ClipText(params, SMALL);
            TextFeatures both =
                    tower.encode(TokenBatch.of(List.of(new int[] {48, 7, 49}, new int[] {48, 7, 9, 3, 49}), 0));
            TextFeatures alone = tower.encode(TokenBatch.of(List.of(new int[] {48, 7, 49}), 0));
            assertThat(Tensors.rows(both.globalBD())[0])
                    .containsExactly(Tensors.rows(alone.globalBD())[0], within(1e-5f));
            float[] tokens = Tensors.floats(both.tokensBTD());
            assertThat(Tensors.rows(both.globalBD())[1][3]).isEqualTo(tokens[(5 + 4) * 24 + 3]);
            assertThat(Tensors.rows(both.globalBD())[0][3]).isEqualTo(tokens[2 * 24 + 3]);
        }
    }

    @Test
    void noTokenSeesALaterOne() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            ClipText tower = new ClipText(params, SMALL);
            float[] one = Tensors.floats(tower.encode(TokenBatch.of(List.of(new int[] {48, 7, 9, 49}), 0))
                    .tokensBTD());
            float[] other = Tensors.floats(tower.encode(TokenBatch.of(List.of(new int[] {48, 7, 8, 49}), 0))
                    .tokensBTD());
            for (int i = 0; i < 2 * 24; i++) {
                assertThat(other[i]).isCloseTo(one[i], within(1e-6f));
            }
            assertThat(Math.abs(other[2 * 24] - one[2 * 24])).isGreaterThan(1e-4f);
        }
    }

    @Test
    void keysAreThoseOfOpenClip() {
        try (Params params = Params.create(1)) {
            ClipText tower = new ClipText(params, SMALL);
            assertThat(tower.size()).isEqualTo(24);
            assertThat(params.state().keySet())
                    .startsWith("token_embedding.weight", "positional_embedding")
                    .contains(
                            "transformer.resblocks.0.ln_1.weight",
                            "transformer.resblocks.0.attn.in_proj_weight",
                            "transformer.resblocks.0.attn.in_proj_bias",
                            "transformer.resblocks.0.attn.out_proj.weight",
                            "transformer.resblocks.1.mlp.c_fc.weight",
                            "transformer.resblocks.1.mlp.c_proj.bias")
                    .endsWith("ln_final.weight", "ln_final.bias", "text_projection")
                    .hasSize(2 + 2 * 12 + 3);
        }
    }
}
