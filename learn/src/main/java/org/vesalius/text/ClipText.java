package org.vesalius.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
import org.vesalius.tensor.Tensors;

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
    private final Supplier<List<Tensor>> prompts;
    private final Embedding tokens;
    private final Tensor positions;
    private final List<Block> blocks = new ArrayList<>();
    private final LayerNorm finalNorm;
    private final Tensor projection;

    /** A tower on {@code params}, filled as OpenAI's code does. */
    public ClipText(Params params, ClipTextConfig config) {
        this(params, config, List::of);
    }

    /** As above, with learned tokens: one [n, W] for each of the first layers, between the begin token and the text's (MaPLe). */
    public ClipText(Params params, ClipTextConfig config, Supplier<List<Tensor>> prompts) {
        this.params = params;
        this.config = config;
        this.prompts = prompts;
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
        try (var scope = Scope.open()) {
            List<Tensor> learned = prompts.get();
            long added = learned.isEmpty() ? 0 : learned.getFirst().size(0);
            long length = batch.idsBT().size(1) + added;
            if (length > config.positions()) {
                throw InputException.of(
                        "text length", "at most " + config.positions() + " tokens", length + "", "truncate the texts");
            }
            Tensor mask = Attention.causal(length, params.device());
            Tensor wordsBTW = tokens.forward(batch.idsBT());
            Tensor xBTW = (added == 0 ? wordsBTW : after(wordsBTW, learned.getFirst(), 0))
                    .add(positions.narrow(0, 0, length));
            for (int i = 0; i < blocks.size(); i++) {
                Tensor inBTW = i > 0 && i < learned.size() ? after(xBTW, learned.get(i), added) : xBTW;
                xBTW = blocks.get(i).forward(inBTW, mask);
            }
            Tensor allBTD = finalNorm.forward(xBTW).matmul(projection);
            Tensor tokensBTD = added == 0
                    ? allBTD
                    : Tensors.cat(List.of(allBTD.narrow(1, 0, 1), allBTD.narrow(1, 1 + added, length - 1 - added)), 1);
            Tensor endB11 = batch.maskBT().sum(1).sub(new Scalar(1)).view(-1, 1, 1);
            Tensor globalBD = tokensBTD
                    .gather(1, endB11.expand(-1, 1, config.projection()))
                    .squeeze(1);
            return new TextFeatures(scope.release(globalBD), scope.release(tokensBTD));
        }
    }

    /** Learned tokens after the begin token, in place of {@code gone} tokens there. */
    private static Tensor after(Tensor xBTW, Tensor learnedNW, long gone) {
        Tensor learnedBNW = learnedNW.unsqueeze(0).expand(xBTW.size(0), -1, -1);
        Tensor rest = xBTW.narrow(1, 1 + gone, xBTW.size(1) - 1 - gone);
        return Tensors.cat(List.of(xBTW.narrow(1, 0, 1), learnedBNW, rest), 1);
    }

    @Override
    public int size() {
        return config.projection();
    }
}
