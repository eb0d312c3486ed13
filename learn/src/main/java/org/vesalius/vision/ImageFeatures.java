package org.vesalius.vision;

import org.bytedeco.pytorch.Tensor;

/**
 * What an image tower sees. Shapes: B images, D the global size, N = gridHeight·gridWidth patches in row-major order, P the patch size.
 *
 * @param globalBD one vector an image
 * @param patchesBNP one vector a grid cell
 */
public record ImageFeatures(Tensor globalBD, Tensor patchesBNP, int gridHeight, int gridWidth) {}
