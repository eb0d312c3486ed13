package org.vesalius.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.vesalius.nn.BatchNorm;
import org.vesalius.nn.Conv2d;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;

/**
 * CLIP's residual network: Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", ICML 2021, arXiv 2103.00020, section 2.4. It differs from {@link ResNet} in a stem of three
 * convolutions, a mean before every convolution that would have a stride, and attention in place of the last mean: the mean of the cells asks the cells, each with a learned place. The global vector is the answer; the
 * patches are what each cell alone would answer, which training did not ask of them but which puts them into the joint space.
 *
 * <p>Keys are OpenAI's below {@code visual.}: {@code conv1.weight} to {@code conv3.weight}, {@code bn1.*} to {@code bn3.*}, {@code layer1.0.conv1.weight}, …, {@code layer1.0.downsample.0.weight}, …, {@code
 * attnpool.positional_embedding}, {@code attnpool.q_proj.*}, {@code k_proj}, {@code v_proj}, {@code c_proj}. Shapes: B images, C channels, H and W pixels or cells, N cells, D joint size.
 */
public final class ClipResNet implements ImageTower {
    private static final int EXPANSION = 4;
    private static final int HEAD = 64;
    private static final int REDUCTION = 32;

    /**
     * What a tower is.
     *
     * @param blocks of each of the four stages
     * @param width of the stem
     * @param imageSize the side of the images that the places are for, a multiple of 32
     * @param projection the joint size
     */
    public record Spec(List<Integer> blocks, int width, int imageSize, int projection) {
        /** Copies the list. */
        public Spec {
            blocks = List.copyOf(blocks);
        }

        /** OpenAI's RN50. */
        public static Spec rn50() {
            return new Spec(List.of(3, 4, 6, 3), 64, 224, 1024);
        }
    }

    private record Layer(Conv2d conv, BatchNorm norm) {
        private static Layer of(Params conv, Params norm, Conv2d.Spec spec) {
            return new Layer(Conv2d.of(conv, spec.withoutBias()), BatchNorm.of(norm, spec.out()));
        }

        private static Layer of(Params params, int number, Conv2d.Spec spec) {
            return of(params.at("conv" + number), params.at("bn" + number), spec);
        }

        private Tensor forward(Tensor xBCHW) {
            return Scope.returning(() -> norm.forward(conv.forward(xBCHW)));
        }
    }

    private record Block(
            Layer first,
            Layer second,
            Layer third,
            int stride,
            @Nullable Layer downsample) {
        private static Block of(Params params, int in, int width, int stride) {
            int out = width * EXPANSION;
            Params side = params.at("downsample");
            return new Block(
                    Layer.of(params, 1, Conv2d.Spec.of(in, width, 1)),
                    Layer.of(params, 2, Conv2d.Spec.of(width, width, 3)),
                    Layer.of(params, 3, Conv2d.Spec.of(width, out, 1)),
                    stride,
                    in == out && stride == 1 ? null : Layer.of(side.at(0), side.at(1), Conv2d.Spec.of(in, out, 1)));
        }

        private Tensor forward(Tensor xBCHW) {
            return Scope.returning(() -> {
                Tensor y = second.forward(first.forward(xBCHW).relu_()).relu_();
                y = third.forward(pooled(y, stride));
                return y.add_(downsample == null ? xBCHW : downsample.forward(pooled(xBCHW, stride)))
                        .relu_();
            });
        }
    }

    private static Tensor pooled(Tensor xBCHW, int stride) {
        return stride == 1 ? xBCHW : torch.avg_pool2d(xBCHW, stride, stride);
    }

    private final Spec spec;
    private final List<Layer> stem;
    private final List<Block> blocks = new ArrayList<>();
    private final PlacedPool pool;

    /** A tower on {@code params}; the attention is filled as OpenAI's code does, the rest as torch does. */
    public ClipResNet(Params params, Spec spec) {
        this.spec = spec;
        int width = spec.width();
        stem = List.of(
                Layer.of(params, 1, Conv2d.Spec.of(3, width / 2, 3).stride(2)),
                Layer.of(params, 2, Conv2d.Spec.of(width / 2, width / 2, 3)),
                Layer.of(params, 3, Conv2d.Spec.of(width / 2, width, 3)));
        int in = width;
        for (int stage = 0; stage < spec.blocks().size(); stage++) {
            for (int i = 0; i < spec.blocks().get(stage); i++) {
                Params at = params.at("layer" + (stage + 1)).at(i);
                blocks.add(Block.of(at, in, width << stage, i == 0 && stage > 0 ? 2 : 1));
                in = (width << stage) * EXPANSION;
            }
        }
        int cells = spec.width() * REDUCTION;
        pool = new PlacedPool(
                params.at("attnpool"), cells, cells / HEAD, spec.imageSize() / REDUCTION, spec.projection());
    }

    /** The cells of the last stage: [B, 32 width, H/32, W/32]. */
    private Tensor map(Tensor imgBCHW) {
        return Scope.returning(() -> {
            Tensor x = imgBCHW;
            for (Layer layer : stem) {
                x = layer.forward(x).relu_();
            }
            x = pooled(x, 2);
            for (Block block : blocks) {
                x = block.forward(x);
            }
            return x;
        });
    }

    @Override
    public ImageFeatures encode(Tensor imgBCHW) {
        Vit.checkImages(imgBCHW, 3, REDUCTION);
        try (var scope = Scope.open()) {
            ImageFeatures seen = pool.pool(map(imgBCHW));
            return new ImageFeatures(
                    scope.release(seen.globalBD()),
                    scope.release(seen.patchesBNP()),
                    seen.gridHeight(),
                    seen.gridWidth());
        }
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
