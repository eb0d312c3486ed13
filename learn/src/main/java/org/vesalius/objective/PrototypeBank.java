package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Vectors as mixtures of learned prototypes: the sentence bank of Cheng et al., "PRIOR: Prototype Representation Joint Learning from Medical Images and Reports", ICCV 2023, arXiv 2307.12577. Shapes: S vectors, K prototypes, D size.
 */
public final class PrototypeBank {
    private static final double TINY = 1e-20;

    private PrototypeBank() {}

    /** How well each prototype fits: dot products, [S, K]. */
    public static Tensor scores(Tensor xSD, Tensor bankKD) {
        Shapes.check("bankKD", bankKD, Shapes.ANY, xSD.size(1));
        return Scope.returning(() -> xSD.matmul(bankKD.t()));
    }

    /** Shares of the prototypes with Gumbel noise from the engine's generator: rows that sum to one, the sharper the smaller {@code tau}. */
    public static Tensor noisy(Tensor scoreSK, double tau) {
        return Scope.returning(() -> {
            Tensor uniformSK = torch.rand_like(scoreSK).clamp_min(new Scalar(TINY));
            // −log(−log u); u = 1 would be infinite
            Tensor gumbelSK =
                    uniformSK.log().neg().clamp_min(new Scalar(TINY)).log().neg();
            return scoreSK.add(gumbelSK).div(new Scalar(tau)).softmax(1);
        });
    }

    /** Shares of the prototypes without noise. */
    public static Tensor shares(Tensor scoreSK, double tau) {
        return Scope.returning(() -> scoreSK.div(new Scalar(tau)).softmax(1));
    }

    /** Mean over vectors of Σ_k p log(p/q), p and q the softmaxes of the scores of what is meant (without gradient) and of what was made of it. */
    public static Tensor divergence(Tensor madeSK, Tensor meantSK) {
        Shapes.check("meantSK", meantSK, Shapes.of(madeSK));
        return Scope.returning(() -> {
            Tensor meant = torch.log_softmax(meantSK.detach(), 1);
            Tensor made = torch.log_softmax(madeSK, 1);
            return meant.exp().mul(meant.sub(made)).sum(1).mean();
        });
    }
}
