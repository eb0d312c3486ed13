package org.vesalius.model;

import org.bytedeco.pytorch.Tensor;

/**
 * Images as the model sees them. Shapes: B images, F the tower's size, D joint size, N = gridHeight x gridWidth patches in row-major order. Joint vectors are not normalised.
 *
 * @param featuresBF the tower's own global features
 */
public record ImageSide(Tensor featuresBF, Tensor imgBD, Tensor patchesBND, int gridHeight, int gridWidth) {}
