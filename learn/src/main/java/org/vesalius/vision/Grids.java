package org.vesalius.vision;

import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/** Maps [B, C, H, W] as rows of patches. */
final class Grids {
    private Grids() {}

    /** The patches of a tower as a map [B, P, H, W]; inside a scope of the caller's. */
    static Tensor map(ImageFeatures seen) {
        Tensor patchesBPN = seen.patchesBNP().transpose(1, 2);
        return patchesBPN.reshape(patchesBPN.size(0), patchesBPN.size(1), seen.gridHeight(), seen.gridWidth());
    }

    /** The features of a tower whose patches are the cells of {@code mapBPHW}, handed out of {@code scope}. */
    static ImageFeatures features(Scope scope, Tensor globalBD, Tensor mapBPHW) {
        return new ImageFeatures(
                scope.release(globalBD),
                scope.release(mapBPHW.flatten(2, 3).transpose(1, 2)),
                Shapes.size(mapBPHW, 2),
                Shapes.size(mapBPHW, 3));
    }
}
