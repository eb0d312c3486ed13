package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * The similarity of every image and every text through words that attend to regions: Huang et al., "GLoRIA: A Multimodal Global-Local Representation Learning Framework for Label-efficient Medical Image
 * Recognition", ICCV 2021. The matrix then goes to {@link Contrast}: {@code paired(10·similarity, sum())}.
 *
 * <p>Shapes: B images, R regions, J texts, T words, D size; {@code wordMaskJT} is 1 (or true) for words that take part.
 */
public final class LocalContrast {
    /** The released configuration's temperatures: 4 for attention, 5 for aggregation. */
    public static final Temperatures GLORIA = new Temperatures(4, 5);

    /** Factors on the scores of attention over regions, and of the sum over words. */
    public record Temperatures(double attention, double aggregation) {}

    private LocalContrast() {}

    /** log Σ_t exp(t₂ · cos(word, its attended region)): [B, J]. */
    public static Tensor similarity(Tensor regionsBRD, Tensor wordsJTD, Tensor wordMaskJT, Temperatures temperatures) {
        return Scope.returning(() -> {
            Tensor attentionBJTR = attention(regionsBRD, wordsJTD, wordMaskJT, temperatures.attention());
            Tensor attendedBJTD = attended(attentionBJTR, regionsBRD);
            Tensor cosineBJT = cosine(attendedBJTD, wordsJTD.unsqueeze(0));
            Tensor scoreBJT = cosineBJT
                    .mul(new Scalar(temperatures.aggregation()))
                    .masked_fill(absent(wordMaskJT), new Scalar(Double.NEGATIVE_INFINITY));
            return scoreBJT.logsumexp(2);
        });
    }

    /** Each word's weights over regions: a softmax over the text's words, then one over regions of {@code factor} times it: [B, J, T, R]. */
    public static Tensor attention(Tensor regionsBRD, Tensor wordsJTD, Tensor wordMaskJT, double factor) {
        return attention(regionsBRD, null, wordsJTD, wordMaskJT, factor);
    }

    /** As above, where regions whose {@code regionMaskBR} is 0 are not attended to: words that attend to regions of a missing view, or regions in the place of words that attend to words (LIMITR). */
    public static Tensor attention(
            Tensor regionsBRD, @Nullable Tensor regionMaskBR, Tensor wordsJTD, Tensor wordMaskJT, double factor) {
        Shapes.check("wordsJTD", wordsJTD, Shapes.ANY, Shapes.ANY, regionsBRD.size(2));
        Shapes.check("wordMaskJT", wordMaskJT, wordsJTD.size(0), wordsJTD.size(1));
        return Scope.returning(() -> {
            Tensor scoreBJTR = Tensors.einsum("brd,jtd->bjtr", regionsBRD, wordsJTD);
            Tensor overWordsBJTR = scoreBJTR
                    .masked_fill(absent(wordMaskJT).unsqueeze(3), new Scalar(Double.NEGATIVE_INFINITY))
                    .softmax(2)
                    .mul(new Scalar(factor));
            if (regionMaskBR != null) {
                Tensor hiddenB11R = regionMaskBR.eq(new Scalar(0)).unsqueeze(1).unsqueeze(1);
                overWordsBJTR = overWordsBJTR.masked_fill(hiddenB11R, new Scalar(Double.NEGATIVE_INFINITY));
            }
            return overWordsBJTR.softmax(3);
        });
    }

    /** What each word attends to: regions averaged by {@link #attention}, [B, J, T, D]. */
    public static Tensor attended(Tensor attentionBJTR, Tensor regionsBRD) {
        return Tensors.einsum("bjtr,brd->bjtd", attentionBJTR, regionsBRD);
    }

    private static Tensor absent(Tensor wordMaskJT) {
        return wordMaskJT.eq(new Scalar(0)).unsqueeze(0);
    }

    private static Tensor cosine(Tensor x, Tensor y) {
        // the product of both lengths at least 1e-8; bounded before the root, whose slope at 0 would make the gradient
        // of a word of zeros infinite
        Tensor lengths = squared(x).mul(squared(y)).clamp_min(new Scalar(1e-16)).sqrt();
        return x.mul(y).sum(-1).div(lengths);
    }

    private static Tensor squared(Tensor x) {
        return x.mul(x).sum(new long[] {-1}, false, new ScalarTypeOptional());
    }
}
