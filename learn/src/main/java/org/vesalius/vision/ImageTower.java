package org.vesalius.vision;

import org.bytedeco.pytorch.Tensor;

/** An image encoder. Shapes: B images, C channels, H and W pixels. Its parameters belong to the {@code Params} it was built on. */
public interface ImageTower {
    /** Features of normalised images. */
    ImageFeatures encode(Tensor imgBCHW);

    /** The length of a global vector. */
    int globalSize();

    /** The length of a patch vector. */
    int patchSize();
}
