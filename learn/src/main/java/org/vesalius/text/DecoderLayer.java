package org.vesalius.text;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Attention.KeyValue;
import org.vesalius.nn.Dropout;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;

/** Torch's {@code TransformerDecoderLayer} with the norms after each part and GELU; keys are torch's. Shapes: B texts, T new tokens, S tokens so far, M cells of the memory, D size. */
final class DecoderLayer {
    private final Attention self;
    private final Attention cross;
    private final Linear linear1;
    private final Linear linear2;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final LayerNorm norm3;
    private final Dropout dropout;

    DecoderLayer(Params params, CaptionDecoder.Config config, Init init) {
        int size = config.size();
        self = Attention.of(params.at("self_attn"), size, config.heads(), config.dropout(), init, init);
        cross = Attention.of(params.at("multihead_attn"), size, config.heads(), config.dropout(), init, init);
        linear1 = Linear.of(params.at("linear1"), size, config.intermediate(), init, Init.zeros());
        linear2 = Linear.of(params.at("linear2"), config.intermediate(), size, init, Init.zeros());
        norm1 = LayerNorm.of(params.at("norm1"), size);
        norm2 = LayerNorm.of(params.at("norm2"), size);
        norm3 = LayerNorm.of(params.at("norm3"), size);
        dropout = Dropout.of(params, config.dropout());
    }

    /** Keys and values of the tokens [B, T, D] themselves. */
    KeyValue tokens(Tensor xBTD) {
        return self.keyValue(xBTD);
    }

    /** Keys and values of what is looked at, [B, M, D]. */
    KeyValue memory(Tensor memoryBMD) {
        return cross.keyValue(memoryBMD);
    }

    /** [B, T, D] to the same shape, given all tokens so far (S of them, these included) and what is looked at; the mask is [T, S], true where a token may look. */
    Tensor forward(Tensor xBTD, KeyValue tokens, KeyValue memory, @Nullable Tensor mask) {
        return Scope.returning(() -> {
            Tensor read = norm1.forward(xBTD.add(dropout.forward(self.across(xBTD, tokens, mask))));
            Tensor seen = norm2.forward(read.add(dropout.forward(cross.across(read, memory, null))));
            Tensor hidden = dropout.forward(Activation.GELU.apply(linear1.forward(seen)));
            return norm3.forward(seen.add(dropout.forward(linear2.forward(hidden))));
        });
    }
}
