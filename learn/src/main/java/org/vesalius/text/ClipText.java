package org.vesalius.text;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Embedding;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Mlp;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;

/**
 * CLIP's causal text transformer: Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", ICML 2021, arXiv 2103.00020; norms before each block, the end token's output
 * projected. Keys are OpenAI's and open_clip's ({@code token_embedding.weight}, {@code positional_embedding}, {@code transformer.resblocks.0.attn.in_proj_weight}, …, {@code text_projection}). Shapes: B
 * texts, T tokens, W width, D projection.
 *
 * <p>The end token is the last one that the mask keeps, which equals the published rule (the highest id) for texts that the published tokenizer made.
 */
public final class ClipText implements TextTower {
    private record Block(LayerNorm norm1, Attention attention, LayerNorm norm2, Mlp mlp) {
        private Tensor forward(Tensor xBTW, Tensor mask) {
            return Scope.returning(() -> {
                Tensor middle = xBTW.add(attention.forward(norm1.forward(xBTW), mask));
                return middle.add(mlp.forward(norm2.forward(middle)));
            });
        }
    }

    private final Params params;
    private final ClipTextConfig config;
    private final Embedding tokens;
    private final Tensor positions;
    private final List<Block> blocks = new ArrayList<>();
    private final LayerNorm finalNorm;
    private final Tensor projection;

    /** A tower on {@code params}, filled as OpenAI's code does. */
    public ClipText(Params params, ClipTextConfig config) {
        this.params = params;
        this.config = config;
        int width = config.width();
        tokens = Embedding.of(params.at("token_embedding"), config.vocabulary(), width, new Init.Normal(0.02));
        positions = params.parameter("positional_embedding", new Init.Normal(0.01), config.positions(), width);
        for (int i = 0; i < config.layers(); i++) {
            blocks.add(block(params.at("transformer").at("resblocks").at(i), config));
        }
        finalNorm = LayerNorm.of(params.at("ln_final"), width);
        projection =
                params.parameter("text_projection", new Init.Normal(1 / Math.sqrt(width)), width, config.projection());
    }

    private static Block block(Params params, ClipTextConfig config) {
        int width = config.width();
        double attention = 1 / Math.sqrt(width);
        Init out = new Init.Normal(attention / Math.sqrt(2.0 * config.layers()));
        return new Block(
                LayerNorm.of(params.at("ln_1"), width),
                Attention.of(params.at("attn"), width, config.heads(), 0, new Init.Normal(attention), out),
                LayerNorm.of(params.at("ln_2"), width),
                Mlp.of(
                        Linear.of(
                                params.at("mlp").at("c_fc"),
                                width,
                                4 * width,
                                new Init.Normal(1 / Math.sqrt(2.0 * width)),
                                Init.zeros()),
                        config.activation(),
                        Linear.of(params.at("mlp").at("c_proj"), 4 * width, width, out, Init.zeros())));
    }

    @Override
    public TextFeatures encode(TokenBatch batch) {
        long length = batch.idsBT().size(1);
        if (length > config.positions()) {
            throw InputException.of(
                    "text length", "at most " + config.positions() + " tokens", length + "", "truncate the texts");
        }
        try (var scope = Scope.open()) {
            Tensor mask = Attention.causal(length, params.device());
            Tensor xBTW = tokens.forward(batch.idsBT()).add(positions.narrow(0, 0, length));
            for (Block block : blocks) {
                xBTW = block.forward(xBTW, mask);
            }
            Tensor tokensBTD = finalNorm.forward(xBTW).matmul(projection);
            Tensor endB11 = batch.maskBT().sum(1).sub(new Scalar(1)).view(-1, 1, 1);
            Tensor globalBD = tokensBTD
                    .gather(1, endB11.expand(-1, 1, config.projection()))
                    .squeeze(1);
            return new TextFeatures(scope.release(globalBD), scope.release(tokensBTD));
        }
    }

    @Override
    public int size() {
        return config.projection();
    }
}
