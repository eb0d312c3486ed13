package org.vesalius.train;

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
}
