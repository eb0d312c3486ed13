package org.vesalius.fusion;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Dropout;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * One score of a pair from a vector of similarity for each of its parts: attention picks the parts that tell, by each part and by their mean (similarity attention filtration: Diao et al., "Similarity Reasoning and Filtration for Image-Text Matching", AAAI
 * 2021, arXiv 2101.01368; in LIMITR). Without the batch norms of the first release, since texts differ in length. Keys: {@code local.*}, {@code global.*}, {@code common.*}, {@code score.*}. Shapes: P pairs, T parts, D size.
 */
public final class SimilarityFilter {
    private static final double DROPPED = 0.4;

    private final Linear local;
    private final Linear global;
    private final Linear common;
    private final Linear score;
    private final Dropout dropout;

    private SimilarityFilter(Params params, int size) {
        local = Linear.of(params.at("local"), size, size);
        global = Linear.of(params.at("global"), size, size);
        common = Linear.of(params.at("common"), size, 1);
        score = Linear.of(params.at("score"), size, 1);
        dropout = Dropout.of(params, DROPPED);
    }

    /** On vectors of {@code size}. */
    public static SimilarityFilter of(Params params, int size) {
        return new SimilarityFilter(params, size);
    }

    /** From the parts that {@code maskPT} marks with 1, to a score between 0 and 1: [P]. */
    public Tensor scores(Tensor similarityPTD, Tensor maskPT) {
        return Scope.returning(() -> {
            Tensor weightsPT = weights(similarityPTD, maskPT);
            Tensor filteredPD = weightsPT.unsqueeze(1).matmul(similarityPTD).squeeze(1);
            return score.forward(Tensors.normalize(filteredPD)).squeeze(1).sigmoid();
        });
    }

    /** How much each part counts; rows sum to one: [P, T]. */
    public Tensor weights(Tensor similarityPTD, Tensor maskPT) {
        return Scope.returning(() -> {
            Tensor shareP1T = maskPT.to(similarityPTD.scalar_type()).unsqueeze(1);
            Tensor meanPD = shareP1T.matmul(similarityPTD).squeeze(1).div(shareP1T.sum(2));
            Tensor eachPTD = dropout.forward(local.forward(similarityPTD).tanh());
            Tensor allP1D = dropout.forward(global.forward(meanPD).tanh()).unsqueeze(1);
            return common.forward(eachPTD.mul(allP1D))
                    .squeeze(2)
                    .masked_fill(maskPT.eq(new Scalar(0)), new Scalar(Double.NEGATIVE_INFINITY))
                    .softmax(1);
        });
    }
}
