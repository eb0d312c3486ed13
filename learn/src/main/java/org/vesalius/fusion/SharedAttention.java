package org.vesalius.fusion;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.nn.BatchNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;

/**
 * Attention both ways between the local vectors of two sides by one matrix of scores and its transpose, all projections shared by both sides, with a batch norm at the end (LoVT: Müller et al., ECCV 2022,
 * arXiv 2112.02889). Keys: {@code score.*} (queries and keys alike), {@code value.*}, {@code out.*}, {@code norm.*}. Shapes: B pairs, N regions, S sentences, D size.
 */
public final class SharedAttention {
    private final Linear score;
    private final Linear value;
    private final Linear out;
    private final BatchNorm norm;

    private SharedAttention(Params params, int size) {
        score = Linear.of(params.at("score"), size, size);
        value = Linear.of(params.at("value"), size, size);
        out = Linear.of(params.at("out"), size, size);
        norm = BatchNorm.of(params.at("norm"), size);
    }

    /** On vectors of {@code size}. */
    public static SharedAttention of(Params params, int size) {
        return new SharedAttention(params, size);
    }

    /**
     * The partners from the other side.
     *
     * @param ofRegionsBND what each region hears of the text
     * @param ofSentencesBSD what each sentence sees of the image
     */
    public record Partners(Tensor ofRegionsBND, Tensor ofSentencesBSD) {}

    /** Partners of all; sentences where {@code maskBS} is 0 are not attended to, and their own partners come from zeros. They belong to the open scope. */
    public Partners attend(Tensor regionsBND, Tensor sentencesBSD, Tensor maskBS) {
        try (var scope = Scope.open()) {
            Scalar root = new Scalar(Math.sqrt((double) regionsBND.size(2)));
            Tensor hiddenB1S = maskBS.eq(new Scalar(0)).unsqueeze(1);
            Tensor scoreBNS = score.forward(regionsBND)
                    .matmul(score.forward(sentencesBSD).transpose(1, 2))
                    .div(root);
            Tensor heardBND = scoreBNS.masked_fill(hiddenB1S, new Scalar(Double.NEGATIVE_INFINITY))
                    .softmax(2)
                    .matmul(value.forward(sentencesBSD));
            Tensor seenBSD = scoreBNS.transpose(1, 2)
                    .softmax(2)
                    .matmul(value.forward(regionsBND))
                    .mul(maskBS.to(ScalarType.Float).unsqueeze(2));
            return new Partners(scope.release(normed(heardBND)), scope.release(normed(seenBSD)));
        }
    }

    /** Where each sentence looks: rows over regions that sum to one, [B, S, N]. */
    public Tensor looks(Tensor regionsBND, Tensor sentencesBSD) {
        return Scope.returning(() -> score.forward(sentencesBSD)
                .matmul(score.forward(regionsBND).transpose(1, 2))
                .div(new Scalar(Math.sqrt((double) regionsBND.size(2))))
                .softmax(2));
    }

    private Tensor normed(Tensor xBND) {
        Tensor rows = out.forward(xBND).reshape(-1, xBND.size(2));
        return norm.forward(rows).view_as(xBND);
    }
}
