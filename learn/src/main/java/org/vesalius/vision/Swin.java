package org.vesalius.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Conv2d;
import org.vesalius.nn.DropPath;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Mlp;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Swin transformers: Liu et al., "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", ICCV 2021, arXiv 2103.14030, as torchvision has them. The patches are the cells of the last
 * grid after its norm, the global vector is their mean.
 *
 * <p>Keys are torchvision's: {@code features.0.0.*} (patches), {@code features.0.2.*} (norm), {@code features.1.0.norm1.*}, {@code ….attn.relative_position_bias_table}, {@code ….attn.qkv.*}, …, {@code
 * features.2.reduction.weight} (merging), …, {@code norm.*}, and {@code head.*} when it has classes. Shapes: B images, H×W cells, C channels.
 */
public final class Swin implements ImageTower {
    private static final int PATCH = 4;
    private static final Init NARROW = new Init.TruncatedNormal(0.02);

    /**
     * What a tower is; begin with a published size and change what differs.
     *
     * @param window the side of a window in cells
     * @param dropPath the share of samples that skip the last block in training; earlier ones less, linearly
     * @param classes of the classifier, or 0 for none; it is kept for the weights' sake and not applied
     */
    public record Spec(
            int width,
            List<Integer> depths,
            List<Integer> heads,
            int window,
            int channels,
            double dropPath,
            int classes) {
        /** Copies the lists. */
        public Spec {
            depths = List.copyOf(depths);
            heads = List.copyOf(heads);
        }

        /** Swin-T. */
        public static Spec tiny() {
            return new Spec(96, List.of(2, 2, 6, 2), List.of(3, 6, 12, 24), 7, 3, 0.2, 0);
        }

        /** Swin-S. */
        public static Spec small() {
            return new Spec(96, List.of(2, 2, 18, 2), List.of(3, 6, 12, 24), 7, 3, 0.3, 0);
        }

        /** Swin-B. */
        public static Spec base() {
            return new Spec(128, List.of(2, 2, 18, 2), List.of(4, 8, 16, 32), 7, 3, 0.5, 0);
        }

        /** Images of n channels. */
        public Spec channels(int n) {
            return new Spec(width, depths, heads, window, n, dropPath, classes);
        }

        /** With a classifier of n classes. */
        public Spec classes(int n) {
            return new Spec(width, depths, heads, window, channels, dropPath, n);
        }
    }

    private record Block(LayerNorm norm1, WindowAttention attention, LayerNorm norm2, Mlp mlp, DropPath skip) {
        private Tensor forward(Tensor xBHWC) {
            return Scope.returning(() -> {
                Tensor middle = xBHWC.add(skip.forward(attention.forward(norm1.forward(xBHWC))));
                return middle.add(skip.forward(mlp.forward(norm2.forward(middle))));
            });
        }
    }

    private record Stage(List<Block> blocks, @Nullable PatchMerging merging) {}

    private final Spec spec;
    private final Conv2d patches;
    private final LayerNorm patchNorm;
    private final List<Stage> stages = new ArrayList<>();
    private final LayerNorm norm;
    private final int size;

    /** A tower on {@code params}, filled as torchvision does. */
    public Swin(Params params, Spec spec) {
        this.spec = spec;
        Params features = params.at("features");
        int width = spec.width();
        patches = Conv2d.of(
                features.at(0).at(0),
                Conv2d.Spec.of(spec.channels(), width, PATCH).stride(PATCH).padding(0));
        patchNorm = LayerNorm.of(features.at(0).at(2), width);
        int total = spec.depths().stream().mapToInt(depth -> depth).sum();
        int done = 0;
        for (int i = 0; i < spec.depths().size(); i++) {
            List<Block> blocks = new ArrayList<>();
            for (int j = 0; j < spec.depths().get(i); j++) {
                double skip = spec.dropPath() * done++ / (total - 1.0);
                int shift = j % 2 == 0 ? 0 : spec.window() / 2;
                blocks.add(
                        block(features.at(2 * i + 1).at(j), width, spec.heads().get(i), shift, skip));
            }
            boolean last = i == spec.depths().size() - 1;
            stages.add(new Stage(blocks, last ? null : new PatchMerging(features.at(2 * i + 2), width)));
            width *= last ? 1 : 2;
        }
        size = width;
        norm = LayerNorm.of(params.at("norm"), width);
        if (spec.classes() > 0) {
            Linear.of(params.at("head"), width, spec.classes(), NARROW, Init.zeros());
        }
    }

    private Block block(Params params, int width, int heads, int shift, double skip) {
        Init bias = Init.normal(1e-6);
        Init weight = new Init.XavierUniform();
        return new Block(
                LayerNorm.of(params.at("norm1"), width),
                new WindowAttention(params.at("attn"), width, heads, spec.window(), shift),
                LayerNorm.of(params.at("norm2"), width),
                Mlp.of(
                        Linear.of(params.at("mlp").at(0), width, 4 * width, weight, bias),
                        Activation.GELU,
                        Linear.of(params.at("mlp").at(3), 4 * width, width, weight, bias)),
                DropPath.of(params, skip));
    }

    /** The last grid after its norm: [B, H/32, W/32, D]. */
    public Tensor grid(Tensor imgBCHW) {
        return Scope.returning(() -> grids(imgBCHW).getLast());
    }

    /** The grid of each stage, the last after its norm: [B, 96, H/4, W/4] to [B, 768, H/32, W/32] of Swin-T. */
    @Override
    public List<Tensor> pyramid(Tensor imgBCHW) {
        return Scope.returningAll(() -> grids(imgBCHW).stream()
                .map(gridBHWC -> gridBHWC.permute(0, 3, 1, 2))
                .toList());
    }

    private List<Tensor> grids(Tensor imgBCHW) {
        Shapes.check("images", imgBCHW, Shapes.ANY, spec.channels(), Shapes.ANY, Shapes.ANY);
        return Scope.returningAll(() -> {
            List<Tensor> grids = new ArrayList<>();
            Tensor xBHWC = patchNorm.forward(patches.forward(imgBCHW).permute(0, 2, 3, 1));
            for (Stage stage : stages) {
                for (Block block : stage.blocks()) {
                    xBHWC = block.forward(xBHWC);
                }
                grids.add(stage.merging() == null ? norm.forward(xBHWC) : xBHWC);
                xBHWC = stage.merging() == null ? xBHWC : stage.merging().forward(xBHWC);
            }
            return grids;
        });
    }

    @Override
    public ImageFeatures encode(Tensor imgBCHW) {
        try (var scope = Scope.open()) {
            Tensor mapBDHW = grid(imgBCHW).permute(0, 3, 1, 2);
            return Grids.features(scope, mapBDHW.mean(2, 3), mapBDHW);
        }
    }

    @Override
    public int globalSize() {
        return size;
    }

    @Override
    public int patchSize() {
        return size;
    }
}
