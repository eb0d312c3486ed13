package org.vesalius.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.vesalius.nn.BatchNorm;
import org.vesalius.nn.Conv2d;
import org.vesalius.nn.Init;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * A plain convolutional tower that trains in minutes on a processor: 3×3 convolutions, each followed by batch norm and ReLU, the first of each pair with stride 2. The global vector is the mean of the
 * last map; its cells are the patches. Widths 32-32-64-64-128-128-192-192 make an 8×8 grid of 128×128 pixels.
 *
 * <p>Keys: {@code blocks.N.conv.weight}, {@code blocks.N.norm.*}. Shapes: B images, C channels, H and W pixels or cells.
 */
public final class SmallCnn implements ImageTower {
    /** The least deviation in a window that is divided by, on the scale of the normalised image. */
    private static final double FLOOR = 0.05;

    private record Block(Conv2d conv, BatchNorm norm) {
        private Tensor forward(Tensor xBCHW) {
            // channels last: about a quarter faster in training, and the patches need no copy
            return Scope.returning(() -> norm.forward(conv.forward(xBCHW).contiguous(MemoryFormat.ChannelsLast))
                    .relu_());
        }
    }

    private final List<Block> blocks = new ArrayList<>();
    private final int size;

    private final boolean coordinates;
    private final int contrast;

    /**
     * What a tower is: one block a width.
     *
     * @param strides of the blocks; one above 2 cuts the map into patches of that side
     * @param contrast side of the window of a local contrast normalisation whose result the first block sees beside the image, odd, or 0 for none: what is faint on a bright ground is then as strong as what
     *     is faint on a dark one (Jarrett et al., "What is the best multi-stage architecture for object recognition?", ICCV 2009)
     * @param coordinates whether the last block also sees where it is: its row and column on the grid, from -1 to 1, as two more channels; without, a convolution hardly knows left from right
     */
    public record Spec(int channels, List<Integer> widths, List<Integer> strides, int contrast, boolean coordinates) {
        public Spec {
            widths = List.copyOf(widths);
            strides = List.copyOf(strides);
        }
    }

    /** One block a width, the first of each pair with stride 2; images have {@code channels} channels. */
    public SmallCnn(Params params, int channels, List<Integer> widths) {
        this(params, new Spec(channels, widths, halving(widths.size()), 0, false));
    }

    private static List<Integer> halving(int blocks) {
        return IntStream.range(0, blocks).mapToObj(i -> i % 2 == 0 ? 2 : 1).toList();
    }

    /** As said. */
    public SmallCnn(Params params, Spec what) {
        List<Integer> widths = what.widths();
        coordinates = what.coordinates();
        contrast = what.contrast();
        int in = what.channels() * (contrast > 0 ? 2 : 1);
        for (int i = 0; i < widths.size(); i++) {
            Params block = params.at("blocks").at(i);
            int out = widths.get(i);
            in += coordinates && i == widths.size() - 1 ? 2 : 0;
            blocks.add(new Block(
                    Conv2d.of(
                            block.at("conv"),
                            convolution(in, out, what.strides().get(i))),
                    BatchNorm.of(block.at("norm"), out)));
            in = out;
        }
        size = in;
    }

    private static Conv2d.Spec convolution(int in, int out, int stride) {
        Conv2d.Spec spec = stride > 2 ? Conv2d.Spec.of(in, out, stride).padding(0) : Conv2d.Spec.of(in, out, 3);
        return spec.stride(stride).withoutBias().init(new Init.FanOutNormal());
    }

    /** The last map of each resolution. */
    @Override
    public List<Tensor> pyramid(Tensor imgBCHW) {
        return Scope.returningAll(() -> {
            List<Tensor> maps = new ArrayList<>();
            for (Tensor mapBCHW : maps(imgBCHW)) {
                if (!maps.isEmpty() && maps.getLast().size(2) == mapBCHW.size(2)) {
                    maps.removeLast();
                }
                maps.add(mapBCHW);
            }
            return maps;
        });
    }

    private List<Tensor> maps(Tensor imgBCHW) {
        return Scope.returningAll(() -> {
            List<Tensor> maps = new ArrayList<>();
            Tensor mapBCHW = contrast > 0 ? withContrast(imgBCHW) : imgBCHW;
            for (int i = 0; i < blocks.size(); i++) {
                boolean last = i == blocks.size() - 1;
                mapBCHW = blocks.get(i).forward(coordinates && last ? withCoordinates(mapBCHW) : mapBCHW);
                maps.add(mapBCHW);
            }
            return maps;
        });
    }

    @Override
    public ImageFeatures encode(Tensor imgBCHW) {
        try (var scope = Scope.open()) {
            Tensor mapBCHW = maps(imgBCHW).getLast();
            Tensor patchesBNP = mapBCHW.flatten(2, 3).transpose(1, 2);
            Tensor globalBD = patchesBNP.mean(1);
            return new ImageFeatures(
                    scope.release(globalBD),
                    scope.release(patchesBNP),
                    Math.toIntExact(mapBCHW.size(2)),
                    Math.toIntExact(mapBCHW.size(3)));
        }
    }

    private Tensor withContrast(Tensor imgBCHW) {
        return Scope.returning(() -> {
            Tensor mean = windowMean(imgBCHW);
            Tensor variance =
                    windowMean(imgBCHW.mul(imgBCHW)).sub(mean.mul(mean)).clamp_min(new Scalar(0));
            Tensor spread = variance.add(new Scalar(FLOOR * FLOOR)).sqrt();
            return Tensors.cat(List.of(imgBCHW, imgBCHW.sub(mean).div(spread)), 1);
        });
    }

    /** The mean over a window around each pixel, first down, then across; beyond the edge there is nothing. */
    private Tensor windowMean(Tensor x) {
        return average(average(x, contrast, 1), 1, contrast);
    }

    private static Tensor average(Tensor x, int height, int width) {
        return torch.avg_pool2d(
                x,
                new long[] {height, width},
                new long[] {1, 1},
                new long[] {height / 2, width / 2},
                false,
                false,
                new LongOptional());
    }

    private static Tensor withCoordinates(Tensor mapBCHW) {
        return Scope.returning(() -> {
            long[] shape = Shapes.of(mapBCHW);
            Tensor rows = ramp(shape[2], mapBCHW).view(1, 1, -1, 1).expand(shape[0], 1, shape[2], shape[3]);
            Tensor columns = ramp(shape[3], mapBCHW).view(1, 1, 1, -1).expand(shape[0], 1, shape[2], shape[3]);
            return Tensors.cat(List.of(mapBCHW, rows, columns), 1);
        });
    }

    private static Tensor ramp(long cells, Tensor like) {
        return torch.linspace(new Scalar(-1.0), new Scalar(1.0), cells, like.options());
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
