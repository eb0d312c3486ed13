package org.vesalius.nn;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * Scaled dot-product attention, and the self-attention layer of torch's {@code MultiheadAttention}.
 *
 * <p>A mask is boolean, true where a query may look at a key, or float and added to the scores; it broadcasts to [B, heads, T, S]. Shapes: B samples, T queries, S keys, D size.
 */
public final class Attention {
    private final Params params;
    private final int heads;
    private final double dropout;
    private final Tensor inWeight;
    private final Tensor inBias;
    private final Linear out;

    private Attention(Params params, int size, int heads, double dropout, Init in, Init out) {
        this.params = params;
        this.heads = heads;
        this.dropout = dropout;
        inWeight = params.parameter("in_proj_weight", in, 3L * size, size);
        inBias = params.parameter("in_proj_bias", Init.zeros(), 3L * size);
        this.out = Linear.of(params.at("out_proj"), size, size, out, Init.zeros());
    }

    /** Self-attention. Keys: {@code in_proj_weight}, {@code in_proj_bias} (query, key, value stacked), {@code out_proj.*}; filled as torch does. */
    public static Attention of(Params params, int size, int heads, double dropout) {
        return of(params, size, heads, dropout, new Init.XavierUniform(), new Init.FanInUniform());
    }

    /** As above, with given fills for the stacked and the output projection. */
    public static Attention of(Params params, int size, int heads, double dropout, Init in, Init out) {
        return new Attention(params, size, heads, dropout, in, out);
    }

    /** [B, T, D] to the same shape. */
    public Tensor forward(Tensor xBTD, @Nullable Tensor mask) {
        return Scope.returning(() -> {
            Tensor stacked = torch.linear(xBTD, inWeight, Tensors.optional(inBias));
            long size = xBTD.size(2);
            return out.forward(multiHead(
                    stacked.narrow(2, 0, size),
                    stacked.narrow(2, size, size),
                    stacked.narrow(2, 2 * size, size),
                    heads,
                    mask,
                    params.training() ? dropout : 0));
        });
    }

    /** What the first position of {@link #forward}'s input attends to: [B, T]. */
    public Tensor firstLooks(Tensor xBTD, @Nullable Tensor mask) {
        return firstLooks(xBTD, xBTD, mask);
    }

    /** Attention of one side to another, by the same projections: [B, T, D] and [B, S, D] to [B, T, D]. */
    public Tensor across(Tensor xBTD, Tensor otherBSD, @Nullable Tensor mask) {
        return Scope.returning(() -> out.forward(multiHead(
                projected(xBTD, 0),
                projected(otherBSD, 1),
                projected(otherBSD, 2),
                heads,
                mask,
                params.training() ? dropout : 0)));
    }

    /** Projected keys and values, both [B, S, D]: what decoding token by token keeps. */
    public record KeyValue(Tensor keyBSD, Tensor valueBSD) {}

    /** The keys and values of [B, S, D]; both belong to the open scope. */
    public KeyValue keyValue(Tensor otherBSD) {
        try (var scope = Scope.open()) {
            long size = otherBSD.size(2);
            Tensor stacked = torch.linear(
                    otherBSD, inWeight.narrow(0, size, 2 * size), Tensors.optional(inBias.narrow(0, size, 2 * size)));
            return new KeyValue(
                    scope.release(stacked.narrow(2, 0, size)), scope.release(stacked.narrow(2, size, size)));
        }
    }

    /** As {@link #across(Tensor, Tensor, Tensor)}, to keys and values that were kept. */
    public Tensor across(Tensor xBTD, KeyValue other, @Nullable Tensor mask) {
        return Scope.returning(() -> out.forward(multiHead(
                projected(xBTD, 0), other.keyBSD(), other.valueBSD(), heads, mask, params.training() ? dropout : 0)));
    }

    /** What the first position of {@code xBTD} attends to in {@link #across}: [B, S]. */
    public Tensor firstLooks(Tensor xBTD, Tensor otherBSD, @Nullable Tensor mask) {
        return Scope.returning(
                () -> firstLooks(projected(xBTD.narrow(1, 0, 1), 0), projected(otherBSD, 1), heads, mask));
    }

    /** Query (0), key (1) or value (2). */
    private Tensor projected(Tensor xBTD, long part) {
        long size = xBTD.size(2);
        return torch.linear(
                xBTD, inWeight.narrow(0, part * size, size), Tensors.optional(inBias.narrow(0, part * size, size)));
    }

    /** What the first query attends to, the mean over heads, without gradient: [B, S], rows that sum to one. */
    public static Tensor firstLooks(Tensor queryBTD, Tensor keyBSD, int heads, @Nullable Tensor mask) {
        try (var _ = Gradients.off()) {
            return Scope.returning(() -> {
                Tensor firstBH1D = split(queryBTD.narrow(1, 0, 1), heads);
                Tensor keysBHSD = split(keyBSD, heads);
                Tensor scoreBH1S = firstBH1D.matmul(keysBHSD.transpose(2, 3)).div(new Scalar(Math.sqrt((double)
                        keysBHSD.size(3))));
                if (mask != null) {
                    scoreBH1S = scoreBH1S.masked_fill(mask.logical_not(), new Scalar(Double.NEGATIVE_INFINITY));
                }
                return scoreBH1S.softmax(3).mean(1).squeeze(1);
            });
        }
    }

    /** Heads attend separately, each to its part of D, and are joined again: [B, T, D]. No projections. */
    public static Tensor multiHead(
            Tensor queryBTD, Tensor keyBSD, Tensor valueBSD, int heads, @Nullable Tensor mask, double dropout) {
        return Scope.returning(() -> {
            Tensor attended = torch.scaled_dot_product_attention(
                    split(queryBTD, heads),
                    split(keyBSD, heads),
                    split(valueBSD, heads),
                    Tensors.optional(mask),
                    dropout,
                    false,
                    new DoubleOptional(),
                    false);
            return attended.transpose(1, 2).flatten(2, 3);
        });
    }

    /** The mask for keys padded at the end: int64 [B, S] with 1 for tokens, to boolean [B, 1, 1, S]. */
    public static Tensor padding(Tensor maskBS) {
        return Scope.returning(() -> maskBS.ne(new Scalar(0)).unsqueeze(1).unsqueeze(1));
    }

    /** The mask with which position t looks at positions 0 … t: boolean [T, T]. */
    public static Tensor causal(long length, Device device) {
        return Scope.returning(() ->
                device.move(torch.ones(new long[] {length, length}, new TensorOptions(ScalarType.Bool))
                        .tril()));
    }

    private static Tensor split(Tensor xBTD, int heads) {
        return xBTD.unflatten(2, heads, xBTD.size(2) / heads).transpose(1, 2);
    }
}
