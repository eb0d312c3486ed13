package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Pixels predicted from visible patches: He et al., "Masked Autoencoders Are Scalable Vision Learners", CVPR 2022, arXiv 2111.06377. Shapes: B images, C channels, H and W pixels, N patches in row-major
 * order, P values a patch in the order (row, column, channel).
 */
public final class Reconstruction {
    private static final double EPSILON = 1e-6;

    private Reconstruction() {}

    /** [B, C, H, W] to [B, N, P] with square patches of {@code size} pixels. */
    public static Tensor patchify(Tensor imgBCHW, int size) {
        long channels = imgBCHW.size(1);
        long rows = imgBCHW.size(2) / size;
        long columns = imgBCHW.size(3) / size;
        if (rows * size != imgBCHW.size(2) || columns * size != imgBCHW.size(3)) {
            throw InputException.of(
                    "image of " + imgBCHW.size(2) + "x" + imgBCHW.size(3),
                    "multiples of the patch size " + size,
                    "a remainder",
                    "resize it");
        }
        return Scope.returning(() -> imgBCHW.reshape(-1, channels, rows, size, columns, size)
                .permute(0, 2, 4, 3, 5, 1)
                .reshape(-1, rows * columns, (long) size * size * channels));
    }

    /** The inverse of {@link #patchify}, for a grid of {@code rows} rows. */
    public static Tensor unpatchify(Tensor patchesBNP, int size, int rows) {
        long columns = patchesBNP.size(1) / rows;
        long channels = patchesBNP.size(2) / ((long) size * size);
        return Scope.returning(() -> patchesBNP
                .reshape(-1, rows, columns, size, size, channels)
                .permute(0, 5, 1, 3, 2, 4)
                .reshape(-1, channels, (long) rows * size, columns * size));
    }

    /** Mean squared error against patches standardised one by one (variance with P−1, ε 1e-6), over those that {@code removedBN} marks with 1. */
    public static Tensor maskedPatches(Tensor predictedBNP, Tensor patchesBNP, Tensor removedBN) {
        Shapes.check("predictedBNP", predictedBNP, Shapes.of(patchesBNP));
        Shapes.check("removedBN", removedBN, patchesBNP.size(0), patchesBNP.size(1));
        return Scope.returning(() -> {
            Tensor mean = patchesBNP.mean(-1).unsqueeze(-1);
            Tensor deviation = patchesBNP
                    .var(new long[] {-1}, true, true)
                    .add(new Scalar(EPSILON))
                    .sqrt();
            Tensor errorBNP = predictedBNP.sub(patchesBNP.sub(mean).div(deviation));
            return errorBNP.mul(errorBNP).mean(-1).mul(removedBN).sum().div(removedBN.sum());
        });
    }
}
