package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * Attention over slices drawn to where a finding is: RP3D-Diag (Zheng et al., 2023, arXiv 2312.16151). Shapes: B samples, S slices.
 */
public final class AttentionGuidance {
    private static final double FLOOR = 1e-5;

    private AttentionGuidance() {}

    /** The mean of both Kullback-Leibler divergences between attention and target, averaged over samples; both are kept above 1e-5. */
    public static Tensor symmetricKl(Tensor attentionBS, Tensor targetBS) {
        Shapes.check("targetBS", targetBS, Shapes.of(attentionBS));
        return Scope.returning(() -> {
            Tensor p = attentionBS.clamp_min(new Scalar(FLOOR));
            Tensor g = targetBS.clamp_min(new Scalar(FLOOR));
            // KL(g‖p) + KL(p‖g) = Σ (g − p)(log g − log p)
            return g.sub(p).mul(g.log().sub(p.log())).sum().div(new Scalar(2.0 * attentionBS.size(0)));
        });
    }

    /** A Gaussian around each sample's centre slice, deviation {@code fraction} of the number of slices, nothing from its cut-off slice on; rows sum to one. Float64. */
    public static Tensor truncatedGaussian(double[] centres, double[] cutoffs, int slices, double fraction) {
        double[] target = new double[centres.length * slices];
        for (int row = 0; row < centres.length; row++) {
            double sum = 0;
            for (int slice = 0; slice < slices; slice++) {
                double z = (slice - centres[row]) / (slices * fraction);
                double weight = slice < cutoffs[row] ? Math.exp(-0.5 * z * z) : 0;
                target[row * slices + slice] = weight;
                sum += weight;
            }
            for (int slice = 0; slice < slices; slice++) {
                target[row * slices + slice] /= sum;
            }
        }
        return Tensors.of(target, centres.length, slices);
    }
}
