package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Losses of the published segmentation transfers, pixel by pixel. Shapes: B images, K structures, H×W pixels. A structure that nobody looked for on a picture is left out: {@code knownBK11} holds 1 where
 * somebody did, else 0.
 */
public final class PixelLoss {
    private static final double EPSILON = 1e-7;
    private static final double LVIT_SMOOTH = 1e-5;
    private static final double NOTHING = 1e-12;

    private PixelLoss() {}

    /** The soft Dice coefficient of everything together, (2 Σ p·t + smooth) / (Σ p + Σ t + smooth), as GLoRIA's code flattens a whole batch. */
    public static Tensor softDice(Tensor p, Tensor t, double smooth) {
        Shapes.check("t", t, Shapes.of(p));
        return Scope.returning(() -> {
            Tensor overlap = p.mul(t).sum().mul(new Scalar(2)).add(new Scalar(smooth));
            return overlap.div(p.sum().add(t.sum()).add(new Scalar(smooth)));
        });
    }

    /** Binary cross-entropy of each value times (1 − p of the right answer)^γ (Lin et al., "Focal loss for dense object detection", ICCV 2017, without α). */
    public static Tensor focal(Tensor logits, Tensor t, double gamma) {
        Shapes.check("t", t, Shapes.of(logits));
        return Scope.returning(() -> {
            // the margin by which the answer is right: x where t is 1, −x where it is 0
            Tensor right = logits.mul(t.mul(new Scalar(2)).sub(new Scalar(1)));
            Tensor wrong = right.neg();
            return torch.log_sigmoid(wrong).mul(new Scalar(gamma)).exp().mul(torch.softplus(wrong));
        });
    }

    /** GLoRIA's MixedLoss: 10 · mean focal loss of γ 2 − ln(soft Dice, smooth 1). */
    public static Tensor mixed(Tensor logitsBKHW, Tensor tBKHW, Tensor knownBK11) {
        return Scope.returning(() -> {
            Tensor focal = meanOfKnown(focal(logitsBKHW, tBKHW, 2), knownBK11);
            Tensor p = logitsBKHW.sigmoid().mul(knownBK11);
            Tensor dice = softDice(p, tBKHW.mul(knownBK11), 1);
            return focal.mul(new Scalar(10)).sub(dice.log());
        });
    }

    /** LoVT's Dice loss (segmentation_models_pytorch 0.1, binary, no smoothing): for each structure 1 − Dice of the whole batch, 0 where the batch has none of it; the mean over structures. */
    public static Tensor dice(Tensor logitsBKHW, Tensor tBKHW, Tensor knownBK11) {
        Shapes.check("tBKHW", tBKHW, Shapes.of(logitsBKHW));
        return Scope.returning(() -> {
            Tensor p = byStructure(logitsBKHW.sigmoid().mul(knownBK11));
            Tensor t = byStructure(tBKHW.mul(knownBK11));
            Tensor total = p.sum(1).add(t.sum(1)).clamp_min(new Scalar(EPSILON));
            Tensor lossK = p.mul(t).sum(1).mul(new Scalar(-2)).div(total).add(new Scalar(1));
            return lossK.mul(t.sum(1).gt(new Scalar(0))).mean();
        });
    }

    /**
     * LViT's loss on probabilities: half of {1 − Dice with squared denominators, smooth 1e-5, p and t halved before}, the mean over pictures and structures, and half of a cross-entropy that weighs the foreground of the batch as
     * much as its background.
     */
    public static Tensor dicePlusBalancedBce(Tensor pBKHW, Tensor tBKHW, Tensor knownBK11) {
        Shapes.check("tBKHW", tBKHW, Shapes.of(pBKHW));
        return Scope.returning(() -> {
            Tensor dice = meanOfKnown(lvitDice(pBKHW, tBKHW).unsqueeze(2).unsqueeze(3), knownBK11);
            return dice.add(balancedBce(pBKHW, tBKHW, knownBK11)).mul(new Scalar(0.5));
        });
    }

    /** One minus LViT's Dice of each picture and structure: [B, K]. */
    static Tensor lvitDice(Tensor pBKHW, Tensor tBKHW) {
        return Scope.returning(() -> {
            Tensor p = pBKHW.flatten(2, -1).mul(new Scalar(0.5));
            Tensor t = tBKHW.flatten(2, -1).mul(new Scalar(0.5));
            Tensor overlap = p.mul(t).sum(2).mul(new Scalar(2)).add(new Scalar(LVIT_SMOOTH));
            Tensor total = p.mul(p).add(t.mul(t)).sum(2).add(new Scalar(LVIT_SMOOTH));
            return overlap.div(total).neg().add(new Scalar(1));
        });
    }

    /** Half the mean of −ln p over the foreground plus half the mean of −ln(1 − p) over the background. */
    static Tensor balancedBce(Tensor pBKHW, Tensor tBKHW, Tensor knownBK11) {
        return Scope.returning(() -> {
            Tensor front = tBKHW.mul(knownBK11);
            Tensor back = tBKHW.neg().add(new Scalar(1)).mul(knownBK11);
            Tensor hit = logarithm(pBKHW).mul(front).sum().div(front.sum().add(new Scalar(NOTHING)));
            Tensor quiet = logarithm(pBKHW.neg().add(new Scalar(1)))
                    .mul(back)
                    .sum()
                    .div(back.sum().add(new Scalar(NOTHING)));
            return hit.add(quiet).mul(new Scalar(-0.5));
        });
    }

    private static Tensor logarithm(Tensor p) {
        return p.clamp_min(new Scalar(NOTHING)).log();
    }

    /** [B, K, H, W] as [K, B·H·W]. */
    private static Tensor byStructure(Tensor xBKHW) {
        return xBKHW.transpose(0, 1).flatten(1, -1);
    }

    private static Tensor meanOfKnown(Tensor xBKHW, Tensor knownBK11) {
        Tensor count = knownBK11.expand_as(xBKHW).sum().add(new Scalar(NOTHING));
        return xBKHW.mul(knownBK11).sum().div(count);
    }
}
