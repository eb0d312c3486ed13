package org.vesalius.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** {@code x Wᵀ + b} on the last dimension. Keys: {@code weight} [out, in], {@code bias} [out]. */
public final class Linear {
    private final Tensor weight;
    private final @Nullable Tensor bias;

    private Linear(Tensor weight, @Nullable Tensor bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /** With bias; both filled as torch does by default, uniform in ±1/√in. */
    public static Linear of(Params params, int in, int out) {
        Init init = new Init.Uniform(1 / Math.sqrt(in));
        return of(params, in, out, init, init);
    }

    /** With bias, filled as said. */
    public static Linear of(Params params, int in, int out, Init weight, Init bias) {
        return new Linear(params.parameter("weight", weight, out, in), params.parameter("bias", bias, out));
    }

    /** Without bias. */
    public static Linear withoutBias(Params params, int in, int out) {
        return withoutBias(params, in, out, new Init.FanInUniform());
    }

    /** Without bias, filled as said. */
    public static Linear withoutBias(Params params, int in, int out, Init weight) {
        return new Linear(params.parameter("weight", weight, out, in), null);
    }

    /** [..., in] to [..., out]. */
    public Tensor forward(Tensor x) {
        return Scope.returning(() -> torch.linear(x, weight, Tensors.optional(bias)));
    }
}
