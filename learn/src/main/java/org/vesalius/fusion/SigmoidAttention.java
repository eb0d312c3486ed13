package org.vesalius.fusion;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Attention whose weights are sigmoids, so that they do not sum to one: a region that no sentence speaks of takes nothing, and one that several speak of takes from all. Cheng et al., "PRIOR: Prototype Representation Joint Learning from Medical Images and
 * Reports", ICCV 2023, arXiv 2307.12577. Shapes: B samples, N positions that ask, M that answer, D size.
 */
public final class SigmoidAttention {
    private SigmoidAttention() {}

    /** σ(query keyᵀ / √D): [B, N, M]. */
    public static Tensor weights(Tensor queryBND, Tensor keyBMD) {
        Shapes.check("keyBMD", keyBMD, queryBND.size(0), Shapes.ANY, queryBND.size(2));
        return Scope.returning(() -> queryBND.matmul(keyBMD.transpose(1, 2))
                .div(new Scalar(Math.sqrt((double) queryBND.size(2))))
                .sigmoid());
    }

    /** What each position takes from the other side, [B, N, D]; nothing from positions where {@code maskBM} is 0. */
    public static Tensor attended(Tensor queryBND, Tensor keyBMD, Tensor valueBMD, @Nullable Tensor maskBM) {
        return Scope.returning(() -> {
            Tensor weightsBNM = weights(queryBND, keyBMD);
            if (maskBM != null) {
                Shapes.check("maskBM", maskBM, keyBMD.size(0), keyBMD.size(1));
                weightsBNM = weightsBNM.mul(maskBM.unsqueeze(1).to(weightsBNM.scalar_type()));
            }
            return weightsBNM.matmul(valueBMD);
        });
    }
}
