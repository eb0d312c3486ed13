package org.vesalius.evaluate.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.nn.BatchNorm;
import org.vesalius.nn.Conv2d;
import org.vesalius.nn.Init;
import org.vesalius.nn.Params;
import org.vesalius.objective.YoloLoss.Anchor;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * YOLOv3's head as LoVT and MGCA put it on a tower: on the coarsest map six convolutions (1×1 and 3×3 in turn, batch norm, leaky ReLU of .1) and a 1×1 for the outputs; the fifth's result goes, squeezed and
 * enlarged, beside the next finer map, and so on. Three grids where the tower has them, else fewer. Shapes: B pictures, A anchors, K kinds.
 */
final class YoloHead {
    /** Grids of the published head. */
    static final int LEVELS = 3;

    private static final double SLOPE = .1;
    /** YOLOv3's anchors for COCO, large to small, in pixels of a picture of side {@value #OF}. */
    private static final int[][] ANCHORS = {
        {116, 90, 156, 198, 373, 326}, {30, 61, 62, 45, 59, 119}, {10, 13, 16, 30, 33, 23}
    };

    private static final double OF = 416;

    private record Layer(Conv2d conv, BatchNorm norm) {
        private Tensor forward(Tensor xBCHW) {
            return Scope.returning(() -> torch.leaky_relu(norm.forward(conv.forward(xBCHW)), new Scalar(SLOPE)));
        }
    }

    /** @param squeeze of what comes from the coarser grid; empty on the coarsest */
    private record Level(List<Layer> squeeze, List<Layer> layers, Conv2d out) {}

    private final List<Level> levels = new ArrayList<>();

    /** On maps of these shapes, of which the last three count; {@code width} channels on the coarsest grid (published: 512). */
    YoloHead(Params params, List<long[]> shapes, int kinds, int width) {
        int narrow = width;
        for (int level = 0; level < Math.min(LEVELS, shapes.size()); level++) {
            Params own = params.at("levels").at(level);
            int in = (int) shapes.get(shapes.size() - 1 - level)[0];
            List<Layer> squeeze = List.of();
            if (level > 0) {
                narrow = Math.max(1, narrow / 2);
                squeeze = List.of(layer(own.at("squeeze"), 2 * narrow, narrow, 1));
                in += narrow;
            }
            List<Layer> layers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                boolean wide = i % 2 == 1;
                layers.add(layer(own.at("layers").at(i), in, wide ? 2 * narrow : narrow, wide ? 3 : 1));
                in = wide ? 2 * narrow : narrow;
            }
            int outputs = anchors(level).size() * (5 + kinds);
            levels.add(new Level(squeeze, layers, Conv2d.of(own.at("out"), Conv2d.Spec.of(in, outputs, 1))));
        }
    }

    private static Layer layer(Params params, int in, int out, int kernel) {
        Conv2d.Spec spec = Conv2d.Spec.of(in, out, kernel).withoutBias().init(new Init.FanInNormal());
        return new Layer(Conv2d.of(params.at("conv"), spec), BatchNorm.of(params.at("norm"), out));
    }

    /** The anchors of a grid, counted from the coarsest. */
    static List<Anchor> anchors(int level) {
        int[] pixels = ANCHORS[level];
        return Stream.of(0, 2, 4)
                .map(i -> new Anchor(pixels[i] / OF, pixels[i + 1] / OF))
                .toList();
    }

    int levels() {
        return levels.size();
    }

    /** For each grid from the coarsest [B, A·(5 + K), H, W]: x, y, width, height, objectness, kinds of each anchor. */
    List<Tensor> forward(List<Tensor> mapsBCHW) {
        return Scope.returningAll(() -> {
            List<Tensor> outs = new ArrayList<>();
            Tensor carried = new Tensor();
            for (int level = 0; level < levels.size(); level++) {
                Level own = levels.get(level);
                Tensor x = mapsBCHW.get(mapsBCHW.size() - 1 - level);
                if (level > 0) {
                    Tensor squeezed = own.squeeze().getFirst().forward(carried);
                    Tensor enlarged = torch.upsample_nearest2d(
                            squeezed, new long[] {x.size(2), x.size(3)}, new DoubleOptional(), new DoubleOptional());
                    x = Tensors.cat(List.of(enlarged, x), 1);
                }
                for (int i = 0; i < own.layers().size(); i++) {
                    x = own.layers().get(i).forward(x);
                    carried = i == 4 ? x : carried;
                }
                outs.add(own.out().forward(x));
            }
            return outs;
        });
    }
}
