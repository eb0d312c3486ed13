package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Pairwise sigmoid contrast: Zhai et al., "Sigmoid Loss for Language Image Pre-Training", ICCV 2023, arXiv 2303.15343. Shapes: B pairs.
 */
public final class SigLip {
    private SigLip() {}

    /** Σ over all pairs of −log σ(±(scale·sim + bias)), + on the diagonal, divided by B. The paper begins at scale 10, bias −10. */
    public static Tensor loss(Tensor simBB, Tensor scale, Tensor bias) {
        Shapes.check("simBB", simBB, simBB.size(0), simBB.size(0));
        return Scope.returning(() -> {
            Tensor logitsBB = simBB.mul(scale).add(bias);
            Tensor signsBB =
                    torch.eye(simBB.size(0), simBB.options()).mul(new Scalar(2)).sub(new Scalar(1));
            return torch.log_sigmoid(signsBB.mul(logitsBB)).sum().neg().div(new Scalar((double) simBB.size(0)));
        });
    }

    /** With a fixed scale and bias. */
    public static Tensor loss(Tensor simBB, double scale, double bias) {
        return Scope.returning(() -> loss(
                simBB,
                torch.full(new long[] {}, new Scalar(scale), simBB.options()),
                torch.full(new long[] {}, new Scalar(bias), simBB.options())));
    }
}
