package org.vesalius.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.nn.BatchNorm;
import org.vesalius.nn.Conv2d;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Residual networks: He et al., "Deep Residual Learning for Image Recognition", CVPR 2016, arXiv 1512.03385, as torchvision has them (the stride of a bottleneck on its 3×3 convolution). The global
 * vector is the mean of the last stage's map; the patches are the cells of the tapped stage.
 *
 * <p>Keys are torchvision's: {@code conv1.weight}, {@code bn1.*}, {@code layer1.0.conv1.weight}, …, {@code layer2.0.downsample.0.weight}, …, and {@code fc.*} when it has classes. Shapes: B images, C
 * channels, H and W pixels or cells.
 */
public final class ResNet implements ImageTower {
    private static final int STAGES = 4;

    /** The published depths. */
    public enum Depth {
        R18(false, 2, 2, 2, 2),
        R34(false, 3, 4, 6, 3),
        R50(true, 3, 4, 6, 3),
        R101(true, 3, 4, 23, 3),
        R152(true, 3, 8, 36, 3);

        private final boolean bottleneck;

        @SuppressWarnings("ImmutableEnumChecker") // List.of
        private final List<Integer> blocks;

        Depth(boolean bottleneck, Integer... blocks) {
            this.bottleneck = bottleneck;
            this.blocks = List.of(blocks);
        }

        /** The depth of so many layers. */
        public static Depth of(int layers) {
            for (Depth depth : values()) {
                if (depth.name().equals("R" + layers)) {
                    return depth;
                }
            }
            throw InputException.of("ResNet depth", "18, 34, 50, 101 or 152", layers + "", "choose one of these");
        }

        private int width(int stage) {
            return (64 << stage) * (bottleneck ? 4 : 1);
        }
    }

    /**
     * What a tower is; begin with {@link #of} and change what differs.
     *
     * @param channels of an image; published weights have 3
     * @param tap the stage, 1 to 4, whose cells are the patches (GLoRIA: 3)
     * @param stages how many there are: 4, or fewer where the tower ends before (MedKLIP: 3)
     * @param dilateLast the last stage keeps the grid of the third and dilates its kernels instead
     * @param classes of the classifier {@code fc}, or 0 for none; it is kept for the weights' sake and not applied
     */
    public record Spec(Depth depth, int channels, int tap, int stages, boolean dilateLast, int classes) {
        /** RGB, patches from the last stage, no classifier. */
        public static Spec of(Depth depth) {
            return new Spec(depth, 3, STAGES, STAGES, false, 0);
        }

        /** Images of n channels. */
        public Spec channels(int n) {
            return new Spec(depth, n, tap, stages, dilateLast, classes);
        }

        /** Patches from stage n, 1 to 4. */
        public Spec tap(int n) {
            if (n < 1 || n > STAGES) {
                throw InputException.of("ResNet tap", "1 to 4", n + "", "name the stage by its number");
            }
            return new Spec(depth, channels, n, stages, dilateLast, classes);
        }

        /** Without the stages after the tapped one, so that the global vector is the mean of the patches. */
        public Spec endingAtTap() {
            return new Spec(depth, channels, tap, tap, dilateLast, classes);
        }

        /** The last stage dilated, so that the grid is twice as fine. */
        public Spec dilated() {
            return new Spec(depth, channels, tap, stages, true, classes);
        }

        /** With a classifier of n classes. */
        public Spec classes(int n) {
            return new Spec(depth, channels, tap, stages, dilateLast, n);
        }
    }

    private record Layer(Conv2d conv, BatchNorm norm) {
        private static Layer of(Params params, int number, Conv2d.Spec spec) {
            return of(params.at("conv" + number), params.at("bn" + number), spec);
        }

        private static Layer of(Params conv, Params norm, Conv2d.Spec spec) {
            Conv2d.Spec plain = spec.withoutBias().init(new Init.FanOutNormal());
            return new Layer(Conv2d.of(conv, plain), BatchNorm.of(norm, spec.out()));
        }

        private Tensor forward(Tensor xBCHW) {
            return Scope.returning(() -> norm.forward(conv.forward(xBCHW)));
        }
    }

    private record Block(List<Layer> layers, @Nullable Layer downsample) {
        private Tensor forward(Tensor xBCHW) {
            return Scope.returning(() -> {
                Tensor y = xBCHW;
                for (int i = 0; i < layers.size(); i++) {
                    y = layers.get(i).forward(y);
                    if (i < layers.size() - 1) {
                        y = y.relu_();
                    }
                }
                return y.add_(downsample == null ? xBCHW : downsample.forward(xBCHW))
                        .relu_();
            });
        }
    }

    private final Spec spec;
    private final Layer stem;
    private final List<List<Block>> stages = new ArrayList<>();

    /** A tower on {@code params}, filled as torchvision does. */
    public ResNet(Params params, Spec spec) {
        this.spec = spec;
        stem = Layer.of(params, 1, Conv2d.Spec.of(spec.channels(), 64, 7).stride(2));
        int in = 64;
        for (int stage = 0; stage < spec.stages(); stage++) {
            stages.add(stage(params.at("layer" + (stage + 1)), in, stage));
            in = spec.depth().width(stage);
        }
        if (spec.classes() > 0) {
            Linear.of(params.at("fc"), in, spec.classes());
        }
    }

    private List<Block> stage(Params params, int in, int stage) {
        boolean dilated = spec.dilateLast() && stage == STAGES - 1;
        int stride = stage == 0 || dilated ? 1 : 2;
        int out = spec.depth().width(stage);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < spec.depth().blocks.get(stage); i++) {
            // torchvision dilates from the second block on
            int dilation = dilated && i > 0 ? 2 : 1;
            blocks.add(block(params.at(i), i == 0 ? in : out, out, i == 0 ? stride : 1, dilation));
        }
        return blocks;
    }

    private Block block(Params params, int in, int out, int stride, int dilation) {
        List<Layer> layers = new ArrayList<>();
        if (spec.depth().bottleneck) {
            int width = out / 4;
            layers.add(Layer.of(params, 1, Conv2d.Spec.of(in, width, 1)));
            layers.add(Layer.of(params, 2, three(width, width, stride, dilation)));
            layers.add(Layer.of(params, 3, Conv2d.Spec.of(width, out, 1)));
        } else {
            layers.add(Layer.of(params, 1, three(in, out, stride, dilation)));
            layers.add(Layer.of(params, 2, three(out, out, 1, dilation)));
        }
        if (in == out && stride == 1) {
            return new Block(layers, null);
        }
        Params side = params.at("downsample");
        return new Block(
                layers,
                Layer.of(side.at(0), side.at(1), Conv2d.Spec.of(in, out, 1).stride(stride)));
    }

    private static Conv2d.Spec three(int in, int out, int stride, int dilation) {
        return Conv2d.Spec.of(in, out, 3).stride(stride).padding(dilation).dilation(dilation);
    }

    /** The map of each stage, first to last: [B, 64, H/4, W/4] and so on. */
    public List<Tensor> maps(Tensor imgBCHW) {
        return Scope.returningAll(() -> {
            List<Tensor> all = pyramid(imgBCHW);
            return all.subList(1, all.size());
        });
    }

    /** The stem's map [B, 64, H/2, W/2], then those of the stages. */
    @Override
    public List<Tensor> pyramid(Tensor imgBCHW) {
        Shapes.check("images", imgBCHW, Shapes.ANY, spec.channels(), Shapes.ANY, Shapes.ANY);
        return Scope.returningAll(() -> {
            Tensor first = stem.forward(imgBCHW).relu_();
            Tensor x = first;
            x = torch.max_pool2d(x, new long[] {3, 3}, new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 1}, false);
            List<Tensor> maps = new ArrayList<>();
            maps.add(first);
            for (List<Block> stage : stages) {
                for (Block block : stage) {
                    x = block.forward(x);
                }
                maps.add(x);
            }
            return maps;
        });
    }

    @Override
    public ImageFeatures encode(Tensor imgBCHW) {
        try (var scope = Scope.open()) {
            List<Tensor> maps = maps(imgBCHW);
            return Grids.features(scope, maps.getLast().mean(2, 3), maps.get(spec.tap() - 1));
        }
    }

    @Override
    public int globalSize() {
        return spec.depth().width(spec.stages() - 1);
    }

    @Override
    public int patchSize() {
        return spec.depth().width(spec.tap() - 1);
    }
}
