package org.vesalius.train;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;

/** What a recipe does with a batch: a record of constants, so that {@code --set method.lambda=0.5} reaches them. */
@FunctionalInterface
public interface Method {
    /** Registers in {@code own} what the method learns beside the model (a temperature, a head) and returns its step. */
    Step begin(Params own, DualEncoder model);

    /** One forward pass. */
    @FunctionalInterface
    interface Step {
        /** Adds the named loss terms of a batch. */
        void losses(Batch batch, Losses losses);

        /** After an update of the weights: clamp a temperature, move a momentum encoder. */
        default void afterUpdate() {}
    }

    /** A step whose loss needs nothing of a pair but a vector of its image and one of its text (or more such vectors), so that a large batch can be embedded in chunks ({@code budget.chunk}). */
    interface VectorStep extends Step {
        /** The vectors of the pairs of a part of a batch: in each, row i is pair i. */
        List<Tensor> vectors(Batch part);

        /** Adds the named loss terms of the vectors of all pairs. */
        void losses(Batch batch, List<Tensor> vectors, Losses losses);

        @Override
        default void losses(Batch batch, Losses losses) {
            losses(batch, vectors(batch), losses);
        }
    }
}
