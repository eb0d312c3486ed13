package org.vesalius.fusion;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Mlp;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * A small transformer over the tokens of a text, followed by a learned token and the vector of an image: Lin et al., "PMC-CLIP: Contrastive Language-Image Pre-training using Biomedical Documents", MICCAI 2023, arXiv 2303.07240. Norms come before each part, and none at the
 * end. Keys are the authors': {@code img_special_token}, {@code fusion_module.resblocks.0.attn.*}, {@code ….ln_1.*}, {@code ….mlp.c_fc.*}, {@code ….mlp.c_proj.*}. Shapes: B texts and images, W tokens, D size.
 */
public final class ImageTokens {
    /** How large. */
    public record Spec(int size, int layers, int heads) {}

    private record Block(LayerNorm norm1, Attention attention, LayerNorm norm2, Mlp mlp) {
        private Tensor forward(Tensor xBTD, Tensor mask) {
            return Scope.returning(() -> {
                Tensor middle = xBTD.add(attention.forward(norm1.forward(xBTD), mask));
                return middle.add(mlp.forward(norm2.forward(middle)));
            });
        }
    }

    private final Spec spec;
    private final Tensor special;
    private final List<Block> blocks = new ArrayList<>();

    /** Registered in {@code params}. */
    public ImageTokens(Params params, Spec spec) {
        this.spec = spec;
        special = params.parameter("img_special_token", Init.zeros(), 1, 1, spec.size());
        for (int i = 0; i < spec.layers(); i++) {
            blocks.add(block(params.at("fusion_module").at("resblocks").at(i)));
        }
    }

    private Block block(Params params) {
        int size = spec.size();
        return new Block(
                LayerNorm.of(params.at("ln_1"), size),
                Attention.of(params.at("attn"), size, spec.heads(), 0),
                LayerNorm.of(params.at("ln_2"), size),
                Mlp.of(
                        Linear.of(params.at("mlp").at("c_fc"), size, 4 * size),
                        Activation.GELU,
                        Linear.of(params.at("mlp").at("c_proj"), 4 * size, size)));
    }

    /**
     * The tokens after they have seen the image, [B, W, D]; the two that were added are dropped.
     *
     * @param maskBW int64, 1 where a token is
     */
    public Tensor forward(Tensor tokensBWD, Tensor maskBW, Tensor imgBD) {
        Shapes.check("imgBD", imgBD, tokensBWD.size(0), spec.size());
        return Scope.returning(() -> {
            long texts = tokensBWD.size(0);
            Tensor xBTD = Tensors.cat(List.of(tokensBWD, special.expand(texts, -1, -1), imgBD.unsqueeze(1)), 1);
            Tensor seen = Tensors.cat(List.of(maskBW, maskBW.new_ones(texts, 2)), 1);
            for (Block block : blocks) {
                xBTD = block.forward(xBTD, Attention.padding(seen));
            }
            return xBTD.narrow(1, 0, tokensBWD.size(1));
        });
    }
}
