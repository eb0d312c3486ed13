package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Bounds on mutual information from a critic's scores, to be minimised: Liao et al., "Multimodal Representation Learning via Maximization of Local Mutual Information", MICCAI 2021, arXiv 2103.04537. The
 * diagonal of {@code scoreBB} holds the pairs; all other entries are negatives and share one log-sum-exp.
 */
public final class MutualInformation {
    private MutualInformation() {}

    /** Donsker-Varadhan: lse(negatives) − log(their number) − mean(pairs). */
    public static Tensor donskerVaradhan(Tensor scoreBB) {
        double negatives = (double) scoreBB.size(0) * (scoreBB.size(0) - 1);
        return Scope.returning(() -> infoNce(scoreBB).sub(new Scalar(Math.log(negatives))));
    }

    /** The authors' InfoNCE: lse(negatives) − mean(pairs), positives not in the sum. */
    public static Tensor infoNce(Tensor scoreBB) {
        Shapes.check("scoreBB", scoreBB, scoreBB.size(0), scoreBB.size(0));
        return Scope.returning(() -> {
            Tensor pairsBB = torch.eye(scoreBB.size(0), scoreBB.options()).gt(new Scalar(0));
            return Contrast.leaveOut(scoreBB, pairsBB)
                    .flatten()
                    .logsumexp(0)
                    .sub(scoreBB.diagonal().mean());
        });
    }
}
