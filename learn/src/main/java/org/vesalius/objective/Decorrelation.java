package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/** Agreement of two views that cannot collapse because their dimensions are kept apart. Shapes: B samples, D size. */
public final class Decorrelation {
    /** The weights of invariance, variance and covariance; the paper's are 25, 25, 1. */
    public record Weights(double invariance, double variance, double covariance) {}

    private Decorrelation() {}

    /** VICReg: Bardes et al., ICLR 2022, arXiv 2105.04906. Hinge at deviation 1 with ε 1e-4, variances with B−1. */
    public static Tensor vicReg(Tensor firstBD, Tensor secondBD, Weights weights) {
        Shapes.check("secondBD", secondBD, Shapes.of(firstBD));
        return Scope.returning(() -> {
            Tensor difference = firstBD.sub(secondBD);
            Tensor invariance = difference.mul(difference).mean();
            Tensor variance = hinge(firstBD).add(hinge(secondBD));
            Tensor covariance = offDiagonal(firstBD).add(offDiagonal(secondBD));
            return invariance
                    .mul(new Scalar(weights.invariance()))
                    .add(variance.mul(new Scalar(weights.variance())))
                    .add(covariance.mul(new Scalar(weights.covariance())));
        });
    }

    /** Barlow Twins: Zbontar et al., ICML 2021, arXiv 2103.03230. Cross-correlation of standardised views (B−1, ε 1e-6) against the identity, off-diagonal terms times {@code lambda} (5e-3). */
    public static Tensor barlowTwins(Tensor firstBD, Tensor secondBD, double lambda) {
        Shapes.check("secondBD", secondBD, Shapes.of(firstBD));
        return Scope.returning(() -> {
            Tensor correlationDD =
                    standardised(firstBD).t().matmul(standardised(secondBD)).div(new Scalar((double) firstBD.size(0)));
            Tensor wantedDD = torch.eye(firstBD.size(1), firstBD.options());
            Tensor squaredDD = correlationDD.sub(wantedDD).pow(new Scalar(2));
            Tensor diagonal = squaredDD.trace();
            return diagonal.add(squaredDD.sum().sub(diagonal).mul(new Scalar(lambda)));
        });
    }

    private static Tensor hinge(Tensor xBD) {
        return xBD.var(new long[] {0}, true, false)
                .add(new Scalar(1e-4))
                .sqrt()
                .neg()
                .add(new Scalar(1))
                .relu()
                .mean();
    }

    private static Tensor offDiagonal(Tensor xBD) {
        Tensor centredBD = xBD.sub(xBD.mean(0));
        Tensor covarianceDD = centredBD.t().matmul(centredBD).div(new Scalar((double) (xBD.size(0) - 1)));
        Tensor squaredDD = covarianceDD.mul(covarianceDD);
        return squaredDD.sum().sub(squaredDD.trace()).div(new Scalar((double) xBD.size(1)));
    }

    private static Tensor standardised(Tensor xBD) {
        Tensor deviationD = xBD.std(new long[] {0}, true, false).add(new Scalar(1e-6));
        return xBD.sub(xBD.mean(0)).div(deviationD);
    }
}
