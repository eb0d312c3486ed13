package org.vesalius.vision;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What an image tower sees. Shapes: B images, D the global size, N = gridHeight·gridWidth patches in row-major order, P the patch size.
 *
 * @param globalBD one vector an image
 * @param patchesBNP one vector a grid cell
 * @param lookedBN how much the class token attends to each cell in the last layer, the mean over heads, without gradient; null where there is no class token
 */
public record ImageFeatures(
        Tensor globalBD,
        Tensor patchesBNP,
        int gridHeight,
        int gridWidth,
        @Nullable Tensor lookedBN) {
    /** Of a tower without a class token. */
    public ImageFeatures(Tensor globalBD, Tensor patchesBNP, int gridHeight, int gridWidth) {
        this(globalBD, patchesBNP, gridHeight, gridWidth, null);
    }
}
