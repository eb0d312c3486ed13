package org.vesalius.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Normalises the last dimension. Keys: {@code weight}, {@code bias}. */
public final class LayerNorm {
    private final int size;
    private final double epsilon;
    private final Tensor weight;
    private final Tensor bias;

    private LayerNorm(Params params, int size, double epsilon) {
        this.size = size;
        this.epsilon = epsilon;
        weight = params.parameter("weight", Init.ones(), size);
        bias = params.parameter("bias", Init.zeros(), size);
    }

    /** ε is 1e-5, torch's default. */
    public static LayerNorm of(Params params, int size) {
        return of(params, size, 1e-5);
    }

    /** BERT and ViT use other ε than torch's default: 1e-12 and 1e-6. */
    public static LayerNorm of(Params params, int size, double epsilon) {
        return new LayerNorm(params, size, epsilon);
    }

    /** [..., size] to the same shape. */
    public Tensor forward(Tensor x) {
        return Scope.returning(() -> torch.layer_norm(
                x, new long[] {size}, Tensors.optional(weight), Tensors.optional(bias), epsilon, true));
    }
}
