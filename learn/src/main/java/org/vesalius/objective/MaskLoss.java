package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Segmentation masks per query. Shapes: B samples, Q queries, … space of any dimension. Smoothing is 1e-7 in numerator and denominator (SAT: Zhao et al., 2023, arXiv 2312.17183, released code).
 */
public final class MaskLoss {
    private static final double SMOOTH = 1e-7;

    private MaskLoss() {}

    /** Dice with squared denominators plus binary cross-entropy, mean over the queries that {@code validBQ} marks with 1. */
    public static Tensor dicePlusBce(Tensor logitsBQ, Tensor targetsBQ, Tensor validBQ) {
        return Scope.returning(() -> {
            Tensor lossBQ = dice(logitsBQ, targetsBQ).add(bce(logitsBQ, targetsBQ));
            return lossBQ.mul(validBQ).sum().div(validBQ.sum().add(new Scalar(1e-14)));
        });
    }

    /** 1 − (2 Σ p·t + s) / (Σ p² + t² + s) per query: [B, Q]. */
    public static Tensor dice(Tensor logitsBQ, Tensor targetsBQ) {
        Shapes.check("targetsBQ…", targetsBQ, Shapes.of(logitsBQ));
        return Scope.returning(() -> {
            Tensor p = logitsBQ.flatten(2, -1).sigmoid();
            Tensor t = targetsBQ.flatten(2, -1);
            Tensor overlap = p.mul(t).sum(2).mul(new Scalar(2)).add(new Scalar(SMOOTH));
            Tensor total = p.mul(p).add(t.mul(t)).sum(2).add(new Scalar(SMOOTH));
            return overlap.div(total).neg().add(new Scalar(1));
        });
    }

    /** Mean binary cross-entropy per query: [B, Q]. */
    public static Tensor bce(Tensor logitsBQ, Tensor targetsBQ) {
        Shapes.check("targetsBQ…", targetsBQ, Shapes.of(logitsBQ));
        return Scope.returning(() -> {
            Tensor x = logitsBQ.flatten(2, -1);
            // −log σ(x) where the target is 1, −log σ(−x) where it is 0
            return torch.softplus(x).sub(x.mul(targetsBQ.flatten(2, -1))).mean(2);
        });
    }
}
