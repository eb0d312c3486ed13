package org.vesalius.evaluate.transfer;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.nn.BatchNorm;
import org.vesalius.nn.Conv2d;
import org.vesalius.nn.Init;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * Masks from a tower's maps. Shapes: B pictures, K structures, S pixels a side.
 *
 * <p>Linear: a 1×1 convolution of the coarsest map, its logits enlarged bilinearly (LoVT). U-Net: the decoder of segmentation_models_pytorch (GLoRIA, MGCA): from the coarsest map up, twice as large each time (nearest), beside the
 * tower's map of that size where there is one, two 3×3 convolutions with batch norm and ReLU; half as many channels each time; a last 3×3 convolution. A text, where one is told, acts on the coarsest map.
 */
final class PixelHead {
    private static final int LEAST = 16;

    /** Which decoder. */
    enum Kind {
        LINEAR,
        UNET
    }

    private record Layer(Conv2d conv, BatchNorm norm) {
        private Tensor forward(Tensor xBCHW) {
            return Scope.returning(() -> norm.forward(conv.forward(xBCHW)).relu_());
        }
    }

    /** One step up; {@code skip} is the number of the tower's map beside it, or -1. */
    private record Step(int size, int skip, List<Layer> layers) {}

    private final Film film;
    private final List<Step> steps = new ArrayList<>();
    private final Conv2d last;
    private final int side;

    /**
     * On maps of these shapes.
     *
     * @param width channels of the first step of a U-Net (published: 256)
     */
    PixelHead(Params params, Kind kind, List<long[]> shapes, int structures, int textSize, int width, int side) {
        this.side = side;
        int channels = (int) shapes.getLast()[0];
        film = new Film(params, textSize, channels);
        if (kind == Kind.LINEAR) {
            last = Conv2d.of(params.at("last"), Conv2d.Spec.of(channels, structures, 1));
            return;
        }
        int size = (int) shapes.getLast()[1];
        int skip = shapes.size() - 2;
        int out = width;
        while (2 * size <= side) {
            boolean beside = skip >= 0 && shapes.get(skip)[1] <= 2L * size;
            size = beside ? (int) shapes.get(skip)[1] : 2 * size;
            int in = channels + (beside ? (int) shapes.get(skip)[0] : 0);
            Params step = params.at("steps").at(steps.size());
            steps.add(new Step(
                    size, beside ? skip : -1, List.of(layer(step.at(0), in, out), layer(step.at(1), out, out))));
            skip -= beside ? 1 : 0;
            channels = out;
            out = Math.max(LEAST, out / 2);
        }
        last = Conv2d.of(params.at("last"), Conv2d.Spec.of(channels, structures, 3));
    }

    private static Layer layer(Params params, int in, int out) {
        Conv2d.Spec spec = Conv2d.Spec.of(in, out, 3).withoutBias().init(new Init.FanInNormal());
        return new Layer(Conv2d.of(params.at("conv"), spec), BatchNorm.of(params.at("norm"), out));
    }

    /** Logits [B, K, S, S]. */
    Tensor forward(List<Tensor> mapsBCHW, Tensor textBT) {
        return Scope.returning(() -> {
            Tensor x = film.forward(mapsBCHW.getLast(), textBT);
            for (Step step : steps) {
                x = torch.upsample_nearest2d(
                        x, new long[] {step.size(), step.size()}, new DoubleOptional(), new DoubleOptional());
                x = step.skip() < 0 ? x : Tensors.cat(List.of(x, mapsBCHW.get(step.skip())), 1);
                for (Layer layer : step.layers()) {
                    x = layer.forward(x);
                }
            }
            Tensor logits = last.forward(x);
            return logits.size(2) == side
                    ? logits
                    : torch.upsample_bilinear2d(
                            logits, new long[] {side, side}, false, new DoubleOptional(), new DoubleOptional());
        });
    }
}
