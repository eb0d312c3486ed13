package org.vesalius.fusion;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * A block that lets a language model look at images without disturbing it at the start: Alayrac et al., "Flamingo: a Visual Language Model for Few-Shot Learning", NeurIPS 2022, arXiv 2204.14198. What was seen, and the feed-forward part after it, pass
 * through tanh of a learned gate that begins at 0, so that the block begins as the identity. A token looks at the last image before it; text before the first image passes unchanged.
 *
 * <p>Keys: {@code attn.*} as in {@link CrossAttention}, {@code norm.*}, {@code attn_gate}, {@code ff.norm.*}, {@code ff.first.weight}, {@code ff.last.weight}, {@code ff_gate}. Shapes: B texts, T tokens, M images, N positions of each, D size.
 */
public final class GatedCrossAttention {
    private final CrossAttention attention;
    private final LayerNorm norm;
    private final Tensor attentionGate;
    private final LayerNorm forwardNorm;
    private final Linear first;
    private final Linear last;
    private final Tensor forwardGate;

    private GatedCrossAttention(Params params, int size, int heads) {
        attention = CrossAttention.of(params.at("attn"), size, heads, 0);
        norm = LayerNorm.of(params.at("norm"), size);
        attentionGate = params.parameter("attn_gate", Init.zeros(), 1);
        Params forward = params.at("ff");
        forwardNorm = LayerNorm.of(forward.at("norm"), size);
        first = Linear.withoutBias(forward.at("first"), size, 4 * size);
        last = Linear.withoutBias(forward.at("last"), 4 * size, size);
        forwardGate = params.parameter("ff_gate", Init.zeros(), 1);
    }

    /** Registered in {@code params}. */
    public static GatedCrossAttention of(Params params, int size, int heads) {
        return new GatedCrossAttention(params, size, heads);
    }

    /**
     * [B, T, D] to the same shape.
     *
     * @param mediaBMND images of the text in order, projected to the size of its tokens
     * @param seenBT int64, how many images stand at or before each token: 0 for text before the first
     */
    public Tensor forward(Tensor xBTD, Tensor mediaBMND, Tensor seenBT) {
        Shapes.check("seenBT", seenBT, xBTD.size(0), xBTD.size(1));
        Shapes.check("mediaBMND", mediaBMND, xBTD.size(0), Shapes.ANY, Shapes.ANY, xBTD.size(2));
        return Scope.returning(() -> {
            long images = mediaBMND.size(1);
            long positions = mediaBMND.size(2);
            Tensor memory = mediaBMND.flatten(1, 2);
            // a token that has seen no image yet may look anywhere, since a softmax needs something; what it finds is
            // dropped
            Tensor imageBT1 = seenBT.clamp_min(new Scalar(1)).sub(new Scalar(1)).unsqueeze(2);
            Tensor ownM = Tensors.range(images).to(seenBT.device(), seenBT.scalar_type());
            Tensor maskB1TS = imageBT1.eq(ownM.view(1, 1, -1))
                    .unsqueeze(3)
                    .expand(-1, -1, -1, positions)
                    .flatten(2, 3)
                    .unsqueeze(1);
            Tensor anyBT1 = seenBT.gt(new Scalar(0)).unsqueeze(2).to(xBTD.scalar_type());
            Tensor found = attention
                    .forward(norm.forward(xBTD), memory, memory, maskB1TS)
                    .outBTD();
            Tensor seen = xBTD.add(found.mul(anyBT1).mul(attentionGate.tanh()));
            Tensor hidden = Activation.GELU.apply(first.forward(forwardNorm.forward(seen)));
            return seen.add(last.forward(hidden).mul(forwardGate.tanh()));
        });
    }
}
