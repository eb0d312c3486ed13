package org.vesalius.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.BatchNorm2d;
import org.vesalius.nn.Conv2d;
import org.vesalius.nn.Init;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;

/**
 * A plain convolutional tower that trains in minutes on a processor: 3×3 convolutions, each followed by batch norm and ReLU, the first of each pair with stride 2. The global vector is the mean of the
 * last map; its cells are the patches. Widths 32-32-64-64-128-128-192-192 make an 8×8 grid of 128×128 pixels.
 *
 * <p>Keys: {@code blocks.N.conv.weight}, {@code blocks.N.norm.*}. Shapes: B images, C channels, H and W pixels or cells.
 */
public final class SmallCnn implements ImageTower {
    private record Block(Conv2d conv, BatchNorm2d norm) {}

    private final List<Block> blocks = new ArrayList<>();
    private final int size;

    /** One block a width; images have {@code channels} channels. */
    public SmallCnn(Params params, int channels, List<Integer> widths) {
        int in = channels;
        for (int i = 0; i < widths.size(); i++) {
            Params block = params.at("blocks").at(i);
            int out = widths.get(i);
            Conv2d.Spec spec = Conv2d.Spec.of(in, out, 3)
                    .stride(i % 2 == 0 ? 2 : 1)
                    .withoutBias()
                    .init(new Init.FanOutNormal());
            blocks.add(new Block(Conv2d.of(block.at("conv"), spec), BatchNorm2d.of(block.at("norm"), out)));
            in = out;
        }
        size = in;
    }

    @Override
    public ImageFeatures encode(Tensor imgBCHW) {
        try (var scope = Scope.open()) {
            Tensor mapBCHW = imgBCHW;
            for (Block block : blocks) {
                Tensor x = mapBCHW;
                mapBCHW = Scope.returning(
                        () -> block.norm().forward(block.conv().forward(x)).relu_());
            }
            Tensor patchesBNP = mapBCHW.flatten(2, 3).transpose(1, 2);
            Tensor globalBD = patchesBNP.mean(1);
            return new ImageFeatures(
                    scope.release(globalBD),
                    scope.release(patchesBNP),
                    Math.toIntExact(mapBCHW.size(2)),
                    Math.toIntExact(mapBCHW.size(3)));
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
