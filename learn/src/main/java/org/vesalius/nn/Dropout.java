package org.vesalius.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * In training, zeroes each value with a probability and divides the rest by the remaining share; otherwise the identity. It draws from the engine's global generator ({@code Seed.torch}), so a step is
 * reproducible when the generator is seeded at its start.
 */
public final class Dropout {
    private final Params params;
    private final double probability;

    private Dropout(Params params, double probability) {
        this.params = params;
        this.probability = probability;
    }

    /** {@code params} only tells whether the model is training. */
    public static Dropout of(Params params, double probability) {
        return new Dropout(params, probability);
    }

    /** Any shape to the same shape. */
    public Tensor forward(Tensor x) {
        return probability == 0 || !params.training() ? x : torch.dropout(x, probability, true);
    }
}
