package org.vesalius.vision;

import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Learned positions of a vision transformer, for grids other than the one they were learned on. */
public final class Positions {
    private Positions() {}

    /**
     * Positions [1, 1 + N, D] of a class token and a square grid, on a grid of {@code height} × {@code width}: the class token's stays, the others are interpolated bicubically with aligned corners, as
     * torchvision's {@code interpolate_embeddings} does. The same grid gives the same tensor.
     */
    public static Tensor resize(Tensor positions1TD, int height, int width) {
        long patches = positions1TD.size(1) - 1;
        int side = (int) Math.round(Math.sqrt((double) patches));
        if ((long) side * side != patches) {
            throw InputException.of(
                    "positions", "a class token and a square grid", patches + " patches", "use images of that size");
        }
        if (side == height && side == width) {
            return positions1TD;
        }
        return Scope.returning(() -> {
            long size = positions1TD.size(2);
            Tensor grid1DHW = positions1TD.narrow(1, 1, patches).transpose(1, 2).reshape(1, size, side, side);
            Tensor resized = torch.upsample_bicubic2d(
                    grid1DHW, new long[] {height, width}, true, new DoubleOptional(), new DoubleOptional());
            Tensor rows1ND = resized.flatten(2, 3).transpose(1, 2);
            return Tensors.cat(List.of(positions1TD.narrow(1, 0, 1), rows1ND), 1);
        });
    }
}
