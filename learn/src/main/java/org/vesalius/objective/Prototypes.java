package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Swapped prediction of cluster codes: Caron et al., "Unsupervised Learning of Visual Features by Contrasting Cluster Assignments", NeurIPS 2020, arXiv 2006.09882; across modalities in MGCA. Shapes: B
 * samples, K prototypes; scores are cosines.
 */
public final class Prototypes {
    private Prototypes() {}

    /** Sinkhorn-Knopp codes of scores, without gradient: rows sum to one, columns towards B/K. Keep float32 or wider: exp(score/0.05) overflows half precision. */
    public static Tensor codes(Tensor scoreBK, double epsilon, int iterations) {
        try (var _ = Gradients.off()) {
            return Scope.returning(() -> {
                // a common constant cancels: subtracting the maximum keeps exp in range
                Tensor shareBK = scoreBK.detach()
                        .sub(scoreBK.max())
                        .div(new Scalar(epsilon))
                        .exp();
                shareBK = shareBK.div(shareBK.sum());
                for (int i = 0; i < iterations; i++) {
                    shareBK = shareBK.div(sum(shareBK, 0)).div(new Scalar((double) scoreBK.size(1)));
                    shareBK = shareBK.div(sum(shareBK, 1)).div(new Scalar((double) scoreBK.size(0)));
                }
                return shareBK.div(sum(shareBK, 1));
            });
        }
    }

    /** Half the sum of both cross-entropies, each side predicting the other's codes from its own scores divided by {@code temperature} (MGCA: ε .05, 3 iterations, temperature .2). */
    public static Tensor swapped(
            Tensor imgScoreBK, Tensor txtScoreBK, double epsilon, int iterations, double temperature) {
        Shapes.check("txtScoreBK", txtScoreBK, Shapes.of(imgScoreBK));
        return Scope.returning(() -> {
            Tensor imgCodes = codes(imgScoreBK, epsilon, iterations);
            Tensor txtCodes = codes(txtScoreBK, epsilon, iterations);
            Scalar divisor = new Scalar(temperature);
            return Contrast.rows(txtScoreBK.div(divisor), imgCodes)
                    .add(Contrast.rows(imgScoreBK.div(divisor), txtCodes))
                    .mul(new Scalar(0.5));
        });
    }

    private static Tensor sum(Tensor shareBK, long dimension) {
        return shareBK.sum(new long[] {dimension}, true, new ScalarTypeOptional());
    }
}
