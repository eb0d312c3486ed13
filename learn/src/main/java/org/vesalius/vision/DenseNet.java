package org.vesalius.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.io.InputException;
import org.vesalius.nn.BatchNorm;
import org.vesalius.nn.Conv2d;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * Densely connected networks: Huang et al., "Densely Connected Convolutional Networks", CVPR 2017, arXiv 1608.06993, as torchvision has them. The patches are the cells of the last map after its ReLU, the
 * global vector is their mean.
 *
 * <p>Keys are torchvision's: {@code features.conv0.weight}, {@code features.denseblock1.denselayer1.norm1.weight}, …, {@code features.transition1.conv.weight}, …, {@code features.norm5.*}, and {@code
 * classifier.*} when it has classes. Files of 2017 write {@code norm.1} for {@code norm1}: see {@code KeyMaps.torchvisionDenseNet}. Shapes: B images, C channels, H and W pixels or cells.
 */
public final class DenseNet implements ImageTower {
    private static final int BOTTLENECK = 4;

    /** The published depths. */
    public enum Depth {
        D121(32, 64, 6, 12, 24, 16),
        D161(48, 96, 6, 12, 36, 24),
        D169(32, 64, 6, 12, 32, 32),
        D201(32, 64, 6, 12, 48, 32);

        private final int growth;
        private final int stem;

        @SuppressWarnings("ImmutableEnumChecker") // List.of
        private final List<Integer> blocks;

        Depth(int growth, int stem, Integer... blocks) {
            this.growth = growth;
            this.stem = stem;
            this.blocks = List.of(blocks);
        }

        /** The depth of so many layers. */
        public static Depth of(int layers) {
            for (Depth depth : values()) {
                if (depth.name().equals("D" + layers)) {
                    return depth;
                }
            }
            throw InputException.of("DenseNet depth", "121, 161, 169 or 201", layers + "", "choose one of these");
        }
    }

    /**
     * What a tower is.
     *
     * @param channels of an image; torchvision's weights have 3, TorchXRayVision's 1
     * @param classes of the classifier, or 0 for none; it is kept for the weights' sake and not applied
     */
    public record Spec(Depth depth, int channels, int classes) {
        /** RGB, no classifier. */
        public static Spec of(Depth depth) {
            return new Spec(depth, 3, 0);
        }

        /** Images of n channels. */
        public Spec channels(int n) {
            return new Spec(depth, n, classes);
        }

        /** With a classifier of n classes. */
        public Spec classes(int n) {
            return new Spec(depth, channels, n);
        }
    }

    /** Norm, ReLU, convolution. */
    private record Layer(BatchNorm norm, Conv2d conv) {
        private static Layer of(Params norm, Params conv, Conv2d.Spec spec) {
            Conv2d.Spec plain = spec.withoutBias().init(new Init.FanInNormal());
            return new Layer(BatchNorm.of(norm, spec.in()), Conv2d.of(conv, plain));
        }

        private Tensor forward(Tensor xBCHW) {
            return Scope.returning(() -> conv.forward(norm.forward(xBCHW).relu_()));
        }
    }

    private record DenseLayer(Layer squeeze, Layer grow) {
        private Tensor forward(List<Tensor> before) {
            return Scope.returning(() -> grow.forward(squeeze.forward(Tensors.cat(before, 1))));
        }
    }

    private final Spec spec;
    private final Conv2d stem;
    private final BatchNorm stemNorm;
    private final List<List<DenseLayer>> blocks = new ArrayList<>();
    private final List<Layer> transitions = new ArrayList<>();
    private final BatchNorm lastNorm;
    private final int size;

    /** A tower on {@code params}, filled as torchvision does. */
    public DenseNet(Params params, Spec spec) {
        this.spec = spec;
        Params features = params.at("features");
        int width = spec.depth().stem;
        stem = Conv2d.of(
                features.at("conv0"),
                Conv2d.Spec.of(spec.channels(), width, 7)
                        .stride(2)
                        .withoutBias()
                        .init(new Init.FanInNormal()));
        stemNorm = BatchNorm.of(features.at("norm0"), width);
        int count = spec.depth().blocks.size();
        for (int i = 0; i < count; i++) {
            blocks.add(block(features.at("denseblock" + (i + 1)), width, i));
            width += spec.depth().blocks.get(i) * spec.depth().growth;
            if (i < count - 1) {
                Params transition = features.at("transition" + (i + 1));
                Conv2d.Spec halving = Conv2d.Spec.of(width, width / 2, 1);
                transitions.add(Layer.of(transition.at("norm"), transition.at("conv"), halving));
                width /= 2;
            }
        }
        lastNorm = BatchNorm.of(features.at("norm5"), width);
        size = width;
        if (spec.classes() > 0) {
            Linear.of(params.at("classifier"), width, spec.classes());
        }
    }

    private List<DenseLayer> block(Params params, int width, int index) {
        int growth = spec.depth().growth;
        List<DenseLayer> layers = new ArrayList<>();
        for (int i = 0; i < spec.depth().blocks.get(index); i++) {
            Params layer = params.at("denselayer" + (i + 1));
            Conv2d.Spec squeeze = Conv2d.Spec.of(width + i * growth, BOTTLENECK * growth, 1);
            Conv2d.Spec grow = Conv2d.Spec.of(BOTTLENECK * growth, growth, 3);
            layers.add(new DenseLayer(
                    Layer.of(layer.at("norm1"), layer.at("conv1"), squeeze),
                    Layer.of(layer.at("norm2"), layer.at("conv2"), grow)));
        }
        return layers;
    }

    /** The last map before its ReLU, torchvision's {@code features}: [B, D, H/32, W/32]. */
    public Tensor map(Tensor imgBCHW) {
        return Scope.returning(() -> stages(imgBCHW).getLast());
    }

    /** The stem's map, then that of each dense block; the last after its norm and ReLU: [B, 64, H/2, W/2] to [B, D, H/32, W/32]. */
    @Override
    public List<Tensor> pyramid(Tensor imgBCHW) {
        return Scope.returningAll(() -> {
            List<Tensor> maps = new ArrayList<>(stages(imgBCHW));
            maps.add(maps.removeLast().relu());
            return maps;
        });
    }

    private List<Tensor> stages(Tensor imgBCHW) {
        Shapes.check("images", imgBCHW, Shapes.ANY, spec.channels(), Shapes.ANY, Shapes.ANY);
        return Scope.returningAll(() -> {
            List<Tensor> maps = new ArrayList<>();
            Tensor x = stemNorm.forward(stem.forward(imgBCHW)).relu_();
            maps.add(x);
            x = torch.max_pool2d(x, new long[] {3, 3}, new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 1}, false);
            for (int i = 0; i < blocks.size(); i++) {
                x = block(blocks.get(i), x);
                if (i < transitions.size()) {
                    maps.add(x);
                    x = torch.avg_pool2d(transitions.get(i).forward(x), 2, 2);
                }
            }
            maps.add(lastNorm.forward(x));
            return maps;
        });
    }

    private static Tensor block(List<DenseLayer> layers, Tensor xBCHW) {
        return Scope.returning(() -> {
            List<Tensor> all = new ArrayList<>(List.of(xBCHW));
            for (DenseLayer layer : layers) {
                all.add(layer.forward(all));
            }
            return Tensors.cat(all, 1);
        });
    }

    @Override
    public ImageFeatures encode(Tensor imgBCHW) {
        try (var scope = Scope.open()) {
            Tensor mapBDHW = map(imgBCHW).relu();
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
