package org.vesalius.text;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * Torch's {@code MultiheadAttention} in two steps, so that keys and values can be kept and attended to again. Keys: {@code in_proj_weight}, {@code in_proj_bias} (query, key, value stacked), {@code out_proj.*}. Shapes: B samples, T queries, S
 * keys, D size.
 */
final class MemoryAttention {
    /** Projected keys and values, both [B, S, D]. */
    record KeyValue(Tensor keyBSD, Tensor valueBSD) {}

    private final Params params;
    private final int size;
    private final int heads;
    private final double dropout;
    private final Tensor weight;
    private final Tensor bias;
    private final Linear out;

    MemoryAttention(Params params, int size, int heads, double dropout, Init init) {
        this.params = params;
        this.size = size;
        this.heads = heads;
        this.dropout = dropout;
        weight = params.parameter("in_proj_weight", init, 3L * size, size);
        bias = params.parameter("in_proj_bias", Init.zeros(), 3L * size);
        out = Linear.of(params.at("out_proj"), size, size, init, Init.zeros());
    }

    /** Of [B, S, D]; both belong to the open scope. */
    KeyValue keyValue(Tensor memoryBSD) {
        try (var scope = Scope.open()) {
            Tensor stacked = projected(memoryBSD, size, 2L * size);
            return new KeyValue(
                    scope.release(stacked.narrow(2, 0, size)), scope.release(stacked.narrow(2, size, size)));
        }
    }

    /** [B, T, D] to the same shape; the mask is that of {@link Attention}. */
    Tensor attend(Tensor xBTD, KeyValue memory, @Nullable Tensor mask) {
        return Scope.returning(() -> out.forward(Attention.multiHead(
                projected(xBTD, 0, size),
                memory.keyBSD(),
                memory.valueBSD(),
                heads,
                mask,
                params.training() ? dropout : 0)));
    }

    private Tensor projected(Tensor x, long from, long length) {
        return torch.linear(x, weight.narrow(0, from, length), Tensors.optional(bias.narrow(0, from, length)));
    }
}
