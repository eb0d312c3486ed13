package org.vesalius.objective;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * The contrast of two views of the same samples, where all 2B−2 other views are negatives: Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020, arXiv
 * 2002.05709. Shapes: B samples, D size.
 */
public final class NtXent {
    private NtXent() {}

    /** Mean over 2B views; cosine (0 where a vector is zero) divided by {@code tau}. */
    public static Tensor loss(Tensor firstBD, Tensor secondBD, double tau) {
        Shapes.check("secondBD", secondBD, Shapes.of(firstBD));
        return Scope.returning(() -> {
            long samples = firstBD.size(0);
            Tensor viewsVD = Tensors.normalize(Tensors.cat(List.of(firstBD, secondBD), 0));
            Tensor simVV = viewsVD.matmul(viewsVD.t()).div(new Scalar(tau));
            Tensor othersVV = Contrast.leaveOut(
                    simVV, torch.eye(2 * samples, simVV.options()).gt(new Scalar(0)));
            Tensor partnersV = Tensors.cat(List.of(simVV.diagonal(samples, 0, 1), simVV.diagonal(-samples, 0, 1)), 0);
            return othersVV.logsumexp(1).sub(partnersV).mean();
        });
    }
}
