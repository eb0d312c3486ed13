package org.vesalius.text;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * BERT's head that names hidden tokens: a dense layer, GELU, a norm, and a product with a vector a token. Keys are Hugging Face's below {@code cls.predictions.}: {@code transform.dense.*}, {@code transform.LayerNorm.*}, {@code bias}, and {@code
 * decoder.weight} where the vectors are its own. Shapes: D the tower's size, V vocabulary.
 */
public final class MlmHead {
    private static final Init NORMAL = Init.normal(0.02);
    private static final double EPSILON = 1e-12;

    private final Linear dense;
    private final LayerNorm norm;
    private final Tensor wordsVD;
    private final Tensor bias;

    private MlmHead(Params params, Tensor wordsVD) {
        int size = Math.toIntExact(wordsVD.size(1));
        Params transform = params.at("transform");
        dense = Linear.of(transform.at("dense"), size, size, NORMAL, Init.zeros());
        norm = LayerNorm.of(transform.at("LayerNorm"), size, EPSILON);
        this.wordsVD = wordsVD;
        bias = params.parameter("bias", Init.zeros(), wordsVD.size(0));
    }

    /** Answers with the vectors that the tower reads words by, [V, D] (BERT, CXR-BERT): {@code embeddings.word_embeddings.weight} of a {@link Bert}. */
    public static MlmHead tied(Params params, Tensor wordsVD) {
        return new MlmHead(params, wordsVD);
    }

    /** Answers with vectors of its own. */
    public static MlmHead untied(Params params, int size, int vocabulary) {
        return new MlmHead(params, params.at("decoder").parameter("weight", NORMAL, vocabulary, size));
    }

    /** [..., D] to logits [..., V]. */
    public Tensor forward(Tensor x) {
        return Scope.returning(() ->
                torch.linear(norm.forward(Activation.GELU.apply(dense.forward(x))), wordsVD, Tensors.optional(bias)));
    }
}
