package org.vesalius.nn;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Stochastic depth (Huang et al., ECCV 2016, arXiv 1603.09382): in training a branch is left out for a share of the samples, and the rest is divided by what remains. */
public final class DropPath {
    private final Params params;
    private final double share;

    private DropPath(Params params, double share) {
        this.params = params;
        this.share = share;
    }

    /** {@code params} only tells whether the model is training. */
    public static DropPath of(Params params, double share) {
        return new DropPath(params, share);
    }

    /** Any shape [B, …] to the same shape. */
    public Tensor forward(Tensor x) {
        if (share == 0 || !params.training()) {
            return x;
        }
        return Scope.returning(() -> {
            long[] perSample = new long[Math.toIntExact(x.dim())];
            Arrays.fill(perSample, 1);
            perSample[0] = x.size(0);
            Tensor kept =
                    params.device().move(Tensors.full(1 - share, perSample).bernoulli());
            return x.mul(kept.div(new Scalar(1 - share)));
        });
    }
}
