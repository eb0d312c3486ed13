package org.vesalius.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Normalises groups of channels of each sample over space; ε is 1e-5. Keys: {@code weight}, {@code bias}. */
public final class GroupNorm {
    private final int groups;
    private final Tensor weight;
    private final Tensor bias;

    private GroupNorm(Params params, int groups, int channels) {
        this.groups = groups;
        weight = params.parameter("weight", Init.ones(), channels);
        bias = params.parameter("bias", Init.zeros(), channels);
    }

    /** {@code groups} must divide {@code channels}. */
    public static GroupNorm of(Params params, int groups, int channels) {
        return new GroupNorm(params, groups, channels);
    }

    /** [B, C, …] to the same shape. */
    public Tensor forward(Tensor x) {
        return Scope.returning(
                () -> torch.group_norm(x, groups, Tensors.optional(weight), Tensors.optional(bias), 1e-5, true));
    }
}
