package org.vesalius.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Conv2d;
import org.vesalius.nn.Dropout;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Mlp;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * The vision transformer: Dosovitskiy et al., "An Image is Worth 16x16 Words", ICLR 2021, arXiv 2010.11929, as torchvision has it. The global vector is the class token, the patches are the other
 * tokens, all after the last norm. Images of another size than {@code imageSize} get interpolated positions.
 *
 * <p>Keys are torchvision's: {@code class_token}, {@code conv_proj.*}, {@code encoder.pos_embedding}, {@code encoder.layers.encoder_layer_0.ln_1.*}, {@code ….self_attention.in_proj_weight}, {@code
 * ….mlp.0.*}, …, {@code encoder.ln.*}, and {@code heads.head.*} when it has classes; timm's names by {@code KeyMaps.timmVit}. Shapes: B images, T = 1 + N tokens, D width.
 */
public final class Vit implements ImageTower {
    private static final double EPSILON = 1e-6;

    /**
     * What a tower is; begin with one of the published sizes and change what differs.
     *
     * @param patch the side of a patch in pixels
     * @param imageSize the side of the images that the positions are for
     * @param classes of the classifier, or 0 for none; it is kept for the weights' sake and not applied
     */
    public record Spec(
            int patch,
            int width,
            int layers,
            int heads,
            int hidden,
            int imageSize,
            int channels,
            double dropout,
            int classes) {
        /** A transformer for 224×224 RGB with hidden layers four times as wide as its tokens. */
        public static Spec of(int patch, int width, int layers, int heads) {
            return new Spec(patch, width, layers, heads, 4 * width, 224, 3, 0, 0);
        }

        /** ViT-Ti/16 (DeiT). */
        public static Spec tiny16() {
            return of(16, 192, 12, 3);
        }

        /** ViT-S/16 (DeiT). */
        public static Spec small16() {
            return of(16, 384, 12, 6);
        }

        /** ViT-B/16. */
        public static Spec base16() {
            return of(16, 768, 12, 12);
        }

        /** ViT-B/32. */
        public static Spec base32() {
            return of(32, 768, 12, 12);
        }

        /** ViT-L/16. */
        public static Spec large16() {
            return of(16, 1024, 24, 16);
        }

        /** Positions for square images of n pixels. */
        public Spec imageSize(int n) {
            return new Spec(patch, width, layers, heads, hidden, n, channels, dropout, classes);
        }

        /** Images of n channels. */
        public Spec channels(int n) {
            return new Spec(patch, width, layers, heads, hidden, imageSize, n, dropout, classes);
        }

        /** Dropout after positions, attention and each layer. */
        public Spec dropout(double share) {
            return new Spec(patch, width, layers, heads, hidden, imageSize, channels, share, classes);
        }

        /** With a classifier of n classes. */
        public Spec classes(int n) {
            return new Spec(patch, width, layers, heads, hidden, imageSize, channels, dropout, n);
        }
    }

    private record Block(LayerNorm norm1, Attention attention, LayerNorm norm2, Mlp mlp, Dropout dropout) {
        private Tensor firstLooks(Tensor xBTD) {
            try (var _ = Gradients.off()) {
                return Scope.returning(() -> attention.firstLooks(norm1.forward(xBTD), null));
            }
        }

        private Tensor forward(Tensor xBTD) {
            return Scope.returning(() -> {
                Tensor middle = xBTD.add(dropout.forward(attention.forward(norm1.forward(xBTD), null)));
                return middle.add(dropout.forward(mlp.forward(norm2.forward(middle))));
            });
        }
    }

    private final Spec spec;
    private final Tensor classToken;
    private final Conv2d patches;
    private final Tensor positions;
    private final Dropout dropout;
    private final List<Block> blocks = new ArrayList<>();
    private final LayerNorm norm;

    /** A tower on {@code params}, filled as torchvision does. */
    public Vit(Params params, Spec spec) {
        this.spec = spec;
        int width = spec.width();
        int patch = spec.patch();
        int side = spec.imageSize() / patch;
        classToken = params.parameter("class_token", Init.zeros(), 1, 1, width);
        Init fill = new Init.TruncatedNormal(Math.sqrt(1.0 / ((double) spec.channels() * patch * patch)));
        patches = Conv2d.of(
                params.at("conv_proj"),
                Conv2d.Spec.of(spec.channels(), width, patch)
                        .stride(patch)
                        .padding(0)
                        .init(fill));
        Params encoder = params.at("encoder");
        positions = encoder.parameter("pos_embedding", Init.normal(0.02), 1, 1 + (long) side * side, width);
        dropout = Dropout.of(params, spec.dropout());
        for (int i = 0; i < spec.layers(); i++) {
            blocks.add(block(encoder.at("layers").at("encoder_layer_" + i)));
        }
        norm = LayerNorm.of(encoder.at("ln"), width, EPSILON);
        if (spec.classes() > 0) {
            Linear.of(params.at("heads").at("head"), width, spec.classes(), Init.zeros(), Init.zeros());
        }
    }

    private Block block(Params params) {
        int width = spec.width();
        Init weight = new Init.XavierUniform();
        Init bias = Init.normal(1e-6);
        return new Block(
                LayerNorm.of(params.at("ln_1"), width, EPSILON),
                Attention.of(params.at("self_attention"), width, spec.heads(), spec.dropout()),
                LayerNorm.of(params.at("ln_2"), width, EPSILON),
                Mlp.of(
                        Linear.of(params.at("mlp").at(0), width, spec.hidden(), weight, bias),
                        Activation.GELU,
                        Linear.of(params.at("mlp").at(3), spec.hidden(), width, weight, bias)),
                dropout);
    }

    @Override
    public ImageFeatures encode(Tensor imgBCHW) {
        checkImages(imgBCHW, spec.channels(), spec.patch());
        try (var scope = Scope.open()) {
            Tensor gridBDHW = patches.forward(imgBCHW);
            int height = Shapes.size(gridBDHW, 2);
            int width = Shapes.size(gridBDHW, 3);
            Tensor middleBTD = beforeLast(gridBDHW, height, width);
            Block last = blocks.getLast();
            Tensor tokensBTD = norm.forward(last.forward(middleBTD));
            long patchCount = tokensBTD.size(1) - 1;
            return new ImageFeatures(
                    scope.release(tokensBTD.select(1, 0)),
                    scope.release(tokensBTD.narrow(1, 1, patchCount)),
                    height,
                    width,
                    scope.release(last.firstLooks(middleBTD).narrow(1, 1, patchCount)));
        }
    }

    /** All tokens before the last block. */
    private Tensor beforeLast(Tensor gridBDHW, int height, int width) {
        return Scope.returning(() -> {
            Tensor patchesBND = gridBDHW.flatten(2, 3).transpose(1, 2);
            Tensor firstB1D = classToken.expand(gridBDHW.size(0), -1, -1);
            Tensor xBTD = Tensors.cat(List.of(firstB1D, patchesBND), 1).add(Positions.resize(positions, height, width));
            xBTD = dropout.forward(xBTD);
            for (Block block : blocks.subList(0, blocks.size() - 1)) {
                xBTD = block.forward(xBTD);
            }
            return xBTD;
        });
    }

    /** Checks that whole patches cover the images. */
    static void checkImages(Tensor imgBCHW, int channels, int patch) {
        Shapes.check("images", imgBCHW, Shapes.ANY, channels, Shapes.ANY, Shapes.ANY);
        if (imgBCHW.size(2) % patch != 0 || imgBCHW.size(3) % patch != 0) {
            throw InputException.of(
                    "images",
                    "sides that are multiples of " + patch,
                    imgBCHW.size(2) + "x" + imgBCHW.size(3),
                    "resize them in the transform");
        }
    }

    @Override
    public int globalSize() {
        return spec.width();
    }

    @Override
    public int patchSize() {
        return spec.width();
    }
}
