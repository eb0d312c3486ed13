package org.vesalius.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Conv2d;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Mlp;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * CLIP's vision transformer: Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", ICML 2021, arXiv 2103.00020. It differs from {@link Vit} in a norm before the blocks,
 * patches without bias, and a projection into the joint space. The global vector is the projected class token; the patches go through the same norm and projection, which training did not ask of them
 * but which puts them into the joint space.
 *
 * <p>Keys are OpenAI's and open_clip's below {@code visual.}: {@code class_embedding}, {@code positional_embedding}, {@code proj}, {@code conv1.weight}, {@code ln_pre.*}, {@code
 * transformer.resblocks.0.ln_1.*}, {@code ….attn.in_proj_weight}, {@code ….mlp.c_fc.*}, …, {@code ln_post.*}. Shapes: B images, T = 1 + N tokens, W width, D joint size.
 */
public final class ClipVision implements ImageTower {
    /**
     * What a tower is.
     *
     * @param patch the side of a patch in pixels
     * @param imageSize the side of the images that the positions are for
     * @param projection the joint size
     * @param activation OpenAI's weights use {@link Activation#QUICK_GELU}, most of open_clip's {@link Activation#GELU}
     */
    public record Spec(
            int patch, int width, int layers, int heads, int imageSize, int projection, Activation activation) {
        /** OpenAI's ViT-B/32. */
        public static Spec base32() {
            return new Spec(32, 768, 12, 12, 224, 512, Activation.QUICK_GELU);
        }

        /** OpenAI's ViT-B/16. */
        public static Spec base16() {
            return new Spec(16, 768, 12, 12, 224, 512, Activation.QUICK_GELU);
        }

        /** OpenAI's ViT-L/14. */
        public static Spec large14() {
            return new Spec(14, 1024, 24, 16, 224, 768, Activation.QUICK_GELU);
        }
    }

    private record Block(LayerNorm norm1, Attention attention, LayerNorm norm2, Mlp mlp) {
        private Tensor forward(Tensor xBTW) {
            return Scope.returning(() -> {
                Tensor middle = xBTW.add(attention.forward(norm1.forward(xBTW), null));
                return middle.add(mlp.forward(norm2.forward(middle)));
            });
        }
    }

    private final Spec spec;
    private final Supplier<List<Tensor>> prompts;
    private final Tensor classToken;
    private final Tensor positions;
    private final Tensor projection;
    private final Conv2d patches;
    private final LayerNorm normBefore;
    private final List<Block> blocks = new ArrayList<>();
    private final LayerNorm normAfter;

    /** A tower on {@code params}, filled as OpenAI's code does. */
    public ClipVision(Params params, Spec spec) {
        this(params, spec, List::of);
    }

    /** As above, with learned tokens: one [n, W] for each of the first layers, after the patches (MaPLe). */
    public ClipVision(Params params, Spec spec, Supplier<List<Tensor>> prompts) {
        this.spec = spec;
        this.prompts = prompts;
        int width = spec.width();
        int side = spec.imageSize() / spec.patch();
        Init scaled = Init.normal(1 / Math.sqrt(width));
        classToken = params.parameter("class_embedding", scaled, width);
        positions = params.parameter("positional_embedding", scaled, 1 + (long) side * side, width);
        projection = params.parameter("proj", scaled, width, spec.projection());
        patches = Conv2d.of(
                params.at("conv1"),
                Conv2d.Spec.of(3, width, spec.patch())
                        .stride(spec.patch())
                        .padding(0)
                        .withoutBias());
        normBefore = LayerNorm.of(params.at("ln_pre"), width);
        for (int i = 0; i < spec.layers(); i++) {
            blocks.add(block(params.at("transformer").at("resblocks").at(i)));
        }
        normAfter = LayerNorm.of(params.at("ln_post"), width);
    }

    private Block block(Params params) {
        int width = spec.width();
        Params mlp = params.at("mlp");
        return new Block(
                LayerNorm.of(params.at("ln_1"), width),
                Attention.of(params.at("attn"), width, spec.heads(), 0),
                LayerNorm.of(params.at("ln_2"), width),
                Mlp.of(
                        Linear.of(mlp.at("c_fc"), width, 4 * width),
                        spec.activation(),
                        Linear.of(mlp.at("c_proj"), 4 * width, width)));
    }

    @Override
    public ImageFeatures encode(Tensor imgBCHW) {
        Vit.checkImages(imgBCHW, 3, spec.patch());
        try (var scope = Scope.open()) {
            Tensor gridBWHW = patches.forward(imgBCHW);
            int height = Shapes.size(gridBWHW, 2);
            int width = Shapes.size(gridBWHW, 3);
            Tensor tokensBTD = tokens(gridBWHW, height, width);
            return new ImageFeatures(
                    scope.release(tokensBTD.select(1, 0)),
                    scope.release(tokensBTD.narrow(1, 1, (long) height * width)),
                    height,
                    width);
        }
    }

    private Tensor tokens(Tensor gridBWHW, int height, int width) {
        return Scope.returning(() -> {
            Tensor patchesBNW = gridBWHW.flatten(2, 3).transpose(1, 2);
            Tensor firstB1W = classToken.view(1, 1, -1).expand(gridBWHW.size(0), -1, -1);
            Tensor place = Positions.resize(positions.unsqueeze(0), height, width);
            Tensor placedBTW = Tensors.cat(List.of(firstB1W, patchesBNW), 1).add(place);
            List<Tensor> learned = prompts.get();
            long own = placedBTW.size(1);
            Tensor xBTW = normBefore.forward(learned.isEmpty() ? placedBTW : before(placedBTW, learned.getFirst()));
            for (int i = 0; i < blocks.size(); i++) {
                boolean renewed = i > 0 && i < learned.size();
                xBTW = blocks.get(i).forward(renewed ? before(xBTW.narrow(1, 0, own), learned.get(i)) : xBTW);
            }
            return normAfter.forward(xBTW).matmul(projection);
        });
    }

    /** Tokens before learned ones. */
    private static Tensor before(Tensor xBTW, Tensor learnedNW) {
        return Tensors.cat(List.of(xBTW, learnedNW.unsqueeze(0).expand(xBTW.size(0), -1, -1)), 1);
    }

    @Override
    public int globalSize() {
        return spec.projection();
    }

    @Override
    public int patchSize() {
        return spec.projection();
    }
}
