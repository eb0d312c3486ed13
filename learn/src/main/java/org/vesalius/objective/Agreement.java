package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Agreement of two views without negatives. Shapes: B samples, D size. */
public final class Agreement {
    private Agreement() {}

    /** −½ (cos(p₁, sg y₂) + cos(p₂, sg y₁)), means over samples (SimSiam: Chen and He, CVPR 2021, arXiv 2011.10566; PRIOR): p predicted, y projected, sg without gradient. */
    public static Tensor simSiam(Tensor predicted1BD, Tensor projected2BD, Tensor predicted2BD, Tensor projected1BD) {
        return Scope.returning(() -> cosine(predicted1BD, projected2BD.detach())
                .add(cosine(predicted2BD, projected1BD.detach()))
                .mul(new Scalar(-0.5)));
    }

    /** 2 − 2 cos(p, sg y), mean over samples (BYOL: Grill et al., NeurIPS 2020, arXiv 2006.07733). */
    public static Tensor byol(Tensor predictedBD, Tensor targetBD) {
        return Scope.returning(
                () -> cosine(predictedBD, targetBD.detach()).mul(new Scalar(-2)).add(new Scalar(2)));
    }

    /** Cross-entropy of a student against the centred, sharpened, gradient-free teacher, mean over rows (DINO: Caron et al., ICCV 2021, arXiv 2104.14294). Shapes: B rows, K outputs. */
    public static Tensor dino(
            Tensor studentBK, Tensor teacherBK, Tensor centreK, double studentTau, double teacherTau) {
        return Scope.returning(() -> {
            Tensor targetBK =
                    teacherBK.detach().sub(centreK).div(new Scalar(teacherTau)).softmax(1);
            Tensor logBK = torch.log_softmax(studentBK.div(new Scalar(studentTau)), 1);
            return targetBK.mul(logBK).sum(1).mean().neg();
        });
    }

    private static Tensor cosine(Tensor xBD, Tensor yBD) {
        return Tensors.normalize(xBD).mul(Tensors.normalize(yBD)).sum(1).mean();
    }
}
