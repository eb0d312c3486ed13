package org.vesalius.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Activation;
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

    @Test
    void isThePublishedFormula() {
        ClipTextConfig oneBlock = new ClipTextConfig(20, 8, 16, 1, 2, 6, Activation.QUICK_GELU);
        try (Params params = Params.create(4);
                var _ = Scope.open()) {
            ClipText tower = new ClipText(params, oneBlock);
            Params block = params.at("transformer").at("resblocks").at(0);
            Tensor x = params.get("token_embedding.weight")
                    .index_select(0, Tensors.ofLongs(new long[] {18, 3, 19}, 3))
                    .add(params.get("positional_embedding").narrow(0, 0, 3));
            Tensor middle = x.add(attention(block, norm(x, block.at("ln_1"))));
            Tensor hidden =
                    linear(norm(middle, block.at("ln_2")), block.at("mlp").at("c_fc"));
            Tensor gelu = hidden.mul(hidden.mul(new Scalar(1.702)).sigmoid());
            Tensor out = middle.add(linear(gelu, block.at("mlp").at("c_proj")));
            Tensor expected = norm(out, params.at("ln_final")).matmul(params.get("text_projection"));
            float[] got = Tensors.floats(tower.encode(TokenBatch.of(List.of(new int[] {18, 3, 19}), 0))
                    .tokensBTD());
            assertThat(got).containsExactly(Tensors.floats(expected), within(1e-5f));
        }
    }

    private static Tensor attention(Params block, Tensor xTW) {
        Tensor weight = block.get("attn.in_proj_weight");
        Tensor joined = Tensors.zeros(3, 0);
        for (int head = 0; head < 2; head++) {
            Tensor q = xTW.matmul(weight.narrow(0, 8L * head, 8).t());
            Tensor k = xTW.matmul(weight.narrow(0, 16 + 8L * head, 8).t());
            Tensor v = xTW.matmul(weight.narrow(0, 32 + 8L * head, 8).t());
            Tensor future = Tensors.ones(3, 3).triu(1).mul(new Scalar(-1e9));
            Tensor share =
                    q.matmul(k.t()).div(new Scalar(Math.sqrt(8))).add(future).softmax(1);
            joined = Tensors.cat(List.of(joined, share.matmul(v)), 1);
        }
        return linear(joined, block.at("attn").at("out_proj"));
    }

    private static Tensor norm(Tensor x, Params params) {
        Tensor centred = x.sub(x.mean(1).unsqueeze(1));
        Tensor variance = centred.mul(centred).mean(1).unsqueeze(1);
        return centred.div(variance.add(new Scalar(1e-5)).sqrt())
                .mul(params.get("weight"))
                .add(params.get("bias"));
    }

    private static Tensor linear(Tensor x, Params params) {
        return x.matmul(params.get("weight").t()).add(params.get("bias"));
    }
}
