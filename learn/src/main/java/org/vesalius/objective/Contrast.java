package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.io.InputException;
import org.vesalius.nn.Temperature;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * Contrast on a matrix of logits: the one place that turns scores into a softmax over samples. What differs between methods is said by the arguments: the {@link Direction} rule, the {@link Temperature},
 * hard, soft or several positives, and pairs left out by −∞.
 *
 * <p>Shapes: B images (rows), T texts (columns), D joint size, K candidates. Where T &gt; B the extra columns (a queue) are negatives of the rows only. A loss is a mean over its rows.
 */
public final class Contrast {
    private Contrast() {}

    /** InfoNCE of paired features: row i of both belongs together, all other rows are negatives; features are L2-normalised here. */
    public static Tensor infoNce(Tensor imgBD, Tensor txtBD, Temperature temperature, Direction direction) {
        return Scope.returning(() -> paired(temperature.scale(cosine(imgBD, txtBD)), direction));
    }

    /** Cosine of every pair. */
    public static Tensor cosine(Tensor imgBD, Tensor txtTD) {
        Shapes.check("txtTD", txtTD, Shapes.ANY, imgBD.size(1));
        return Scope.returning(
                () -> Tensors.normalize(imgBD).matmul(Tensors.normalize(txtTD).t()));
    }

    /** Both directions of a square matrix whose diagonal holds the pairs. */
    public static Tensor paired(Tensor logitsBB, Direction direction) {
        Shapes.check("logitsBB", logitsBB, logitsBB.size(0), logitsBB.size(0));
        return Scope.returning(() -> direction.combine(rows(logitsBB), rows(logitsBB.t())));
    }

    /** Both directions with a distribution of targets for each row of {@code logitsBT}, and one for each row of its transpose. */
    public static Tensor soft(Tensor logitsBT, Tensor targetsBT, Tensor targetsTB, Direction direction) {
        return Scope.returning(() -> direction.combine(rows(logitsBT, targetsBT), rows(logitsBT.t(), targetsTB)));
    }

    /** Both directions where each sample has the positives that {@code positivesBT} marks with true; each row's and column's share equally. Every row and column needs one. */
    public static Tensor multiPositive(Tensor logitsBT, Tensor positivesBT, Direction direction) {
        return Scope.returning(
                () -> soft(logitsBT, shares(positivesBT, logitsBT), shares(positivesBT.t(), logitsBT), direction));
    }

    /** One direction: mean over rows of −log softmax at the diagonal. */
    public static Tensor rows(Tensor logitsBT) {
        if (logitsBT.size(0) > logitsBT.size(1)) {
            throw InputException.of(
                    "logitsBT",
                    "at least as many columns as rows",
                    logitsBT.size(0) + "x" + logitsBT.size(1),
                    "transpose it, or drop rows without a partner");
        }
        return Scope.returning(
                () -> torch.log_softmax(logitsBT, 1).diagonal().mean().neg());
    }

    /** One direction with a distribution over columns as each row's target: mean over rows of the cross-entropy. */
    public static Tensor rows(Tensor logitsBT, Tensor targetsBT) {
        Shapes.check("targetsBT", targetsBT, Shapes.of(logitsBT));
        return Scope.returning(() -> {
            // a pair that is left out has log-probability −∞ and weight 0: their product counts as 0
            Tensor logBT = torch.log_softmax(logitsBT, 1).masked_fill(targetsBT.eq(new Scalar(0)), new Scalar(0));
            return targetsBT.mul(logBT).sum(1).mean().neg();
        });
    }

    /** Lists of candidates of which the first is the positive (MedKLIP's positions, pixel contrast): mean over rows of −log softmax at column 0. */
    public static Tensor candidates(Tensor logitsBK) {
        return Scope.returning(
                () -> torch.log_softmax(logitsBK, 1).select(1, 0).mean().neg());
    }

    /** {@code logitsBT} where pairs marked true are left out (−∞): same-class pairs, missing samples. */
    public static Tensor leaveOut(Tensor logitsBT, Tensor pairsBT) {
        return Scope.returning(() -> logitsBT.masked_fill(pairsBT, new Scalar(Double.NEGATIVE_INFINITY)));
    }

    /** Pairs of different samples with the same class: true off the diagonal where {@code classesB} agree (JoImTeR). */
    public static Tensor sameClass(Tensor classesB) {
        return Scope.returning(() -> {
            long size = classesB.size(0);
            Tensor equalBB = classesB.unsqueeze(1).eq(classesB.unsqueeze(0));
            Tensor diagonalBB =
                    torch.eye(size, new TensorOptions(ScalarType.Bool)).to(equalBB.device(), ScalarType.Bool);
            return equalBB.logical_and(diagonalBB.logical_not());
        });
    }

    /** The similarity of a text and the best of an image's queries: [B, Q, D] and [T, D], both normalised, to [B, T] (BLIP-2). */
    public static Tensor bestQuery(Tensor queriesBQD, Tensor txtTD) {
        return Scope.returning(
                () -> Tensors.einsum("bqd,td->bqt", queriesBQD, txtTD).amax(new long[] {1}, false));
    }

    /** One-hot targets on the diagonal, of which {@code share} is spread evenly over all columns (label smoothing). */
    public static Tensor smoothed(Tensor logitsBT, double share) {
        return Scope.returning(
                () -> diagonal(logitsBT).mul(new Scalar(1 - share)).add(new Scalar(share / logitsBT.size(1))));
    }

    /** {@code alpha} times the softmax of a momentum model's logits plus the rest on the diagonal, without gradient (ALBEF). */
    public static Tensor distilled(Tensor momentumLogitsBT, double alpha) {
        return Scope.returning(() -> momentumLogitsBT
                .detach()
                .softmax(1)
                .mul(new Scalar(alpha))
                .add(diagonal(momentumLogitsBT).mul(new Scalar(1 - alpha))));
    }

    /** Row softmax of the raw dot products of label vectors, [B, L] and [T, L] to [B, T] (MedCLIP: no cosine, no clamp). */
    public static Tensor labelTargets(Tensor imgLabelsBL, Tensor txtLabelsTL) {
        return Scope.returning(() -> imgLabelsBL.matmul(txtLabelsTL.t()).softmax(1));
    }

    private static Tensor shares(Tensor positives, Tensor like) {
        Tensor counts = positives.to(like.scalar_type());
        Tensor total = counts.sum(new long[] {1}, true, new ScalarTypeOptional());
        if (Tensors.value(total.min()) == 0) {
            throw new InputException(
                    "positivesBT: expected a positive in every row and column, got none in one; leave that sample out");
        }
        return counts.div(total);
    }

    private static Tensor diagonal(Tensor likeBT) {
        return torch.eye(likeBT.size(0), likeBT.size(1), likeBT.options());
    }
}
