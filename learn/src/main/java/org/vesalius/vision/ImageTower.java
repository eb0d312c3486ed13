package org.vesalius.vision;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Scope;

/** An image encoder. Shapes: B images, C channels, H and W pixels. Its parameters belong to the {@code Params} it was built on. */
public interface ImageTower {
    /** Features of normalised images. */
    ImageFeatures encode(Tensor imgBCHW);

    /**
     * Maps of what the tower sees from fine to coarse, for heads that say where something is: one [B, C, H, W] for each of its resolutions, the coarsest last. A tower that has one resolution gives its patches
     * alone.
     */
    default List<Tensor> pyramid(Tensor imgBCHW) {
        return Scope.returningAll(() -> List.of(Grids.map(encode(imgBCHW))));
    }

    /** The length of a global vector. */
    int globalSize();

    /** The length of a patch vector. */
    int patchSize();
}
