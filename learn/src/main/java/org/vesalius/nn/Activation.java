package org.vesalius.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;

/** The non-linearity between two layers. */
public enum Activation {
    /** max(x, 0). */
    RELU,
    /** x Φ(x), exact. */
    GELU,
    /** GELU by the tanh approximation. */
    GELU_TANH,
    /** x σ(1.702 x), OpenAI's CLIP. */
    QUICK_GELU,
    /** x σ(x). */
    SILU,
    /** tanh. */
    TANH,
    /** None. */
    IDENTITY;

    /** Element-wise. */
    public Tensor apply(Tensor x) {
        return switch (this) {
            case RELU -> x.relu();
            case GELU -> torch.gelu(x);
            case GELU_TANH -> torch.gelu(x, "tanh");
            case QUICK_GELU ->
                Scope.returning(() -> x.mul(x.mul(new Scalar(1.702)).sigmoid()));
            case SILU -> torch.silu(x);
            case TANH -> x.tanh();
            case IDENTITY -> x;
        };
    }
}
