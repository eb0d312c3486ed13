package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/** Hinges that want a pair's score above another's by a margin. Shapes: B samples, D size. */
public final class Ranking {
    private Ranking() {}

    /**
     * Both modalities against the next sample of the batch (the last one's next is the first), mean over samples of [s(next image, text) − s(pair) + m]₊ + [s(next text, image) − s(pair) + m]₊ with dot
     * products and a margin a sample (joint_cxr: Chauhan et al., MICCAI 2020, arXiv 2008.09884).
     */
    public static Tensor rollingImpostor(Tensor imgBD, Tensor txtBD, Tensor marginsB) {
        Shapes.check("txtBD", txtBD, Shapes.of(imgBD));
        Shapes.check("marginsB", marginsB, imgBD.size(0));
        return Scope.returning(() -> {
            Tensor pairB = imgBD.mul(txtBD).sum(1);
            Tensor wrongImageB = imgBD.roll(new long[] {-1}, 0).mul(txtBD).sum(1);
            Tensor wrongTextB = txtBD.roll(new long[] {-1}, 0).mul(imgBD).sum(1);
            return wrongImageB
                    .sub(pairB)
                    .add(marginsB)
                    .relu()
                    .add(wrongTextB.sub(pairB).add(marginsB).relu())
                    .mean();
        });
    }

    /** Mean of [d(anchor, positive) − d(anchor, negative) + margin]₊ for given distances. */
    public static Tensor triplet(Tensor positiveB, Tensor negativeB, double margin) {
        return Scope.returning(
                () -> positiveB.sub(negativeB).add(new Scalar(margin)).relu().mean());
    }

    /** TransE: Bordes et al., NeurIPS 2013: heads plus relations near their tails and away from false ones, L1 distance, mean hinge. L2-normalise before, as ARL does, or not. */
    public static Tensor transE(Tensor headBD, Tensor relationBD, Tensor tailBD, Tensor falseTailBD, double margin) {
        return Scope.returning(() -> {
            Tensor reachedBD = headBD.add(relationBD);
            return triplet(
                    reachedBD.sub(tailBD).abs().sum(1),
                    reachedBD.sub(falseTailBD).abs().sum(1),
                    margin);
        });
    }
}
