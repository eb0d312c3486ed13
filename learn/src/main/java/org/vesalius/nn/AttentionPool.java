package org.vesalius.nn;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;

/** One vector from several by attention whose only query is their mean (LoVT). Keys are those of {@link Attention}. Shapes: B samples, N vectors, D size. */
public final class AttentionPool {
    private static final int HEADS = 8;

    private final Attention attention;

    private AttentionPool(Attention attention) {
        this.attention = attention;
    }

    /**
     * A pool.
     *
     * @param pooledBD the vector
     * @param weightsBN how much each counted, the mean over heads, without gradient; rows sum to one
     */
    public record Pooled(Tensor pooledBD, Tensor weightsBN) {}

    /** With eight heads. */
    public static AttentionPool of(Params params, int size) {
        if (size % HEADS != 0) {
            throw InputException.of(
                    "attention pool", "vectors of a multiple of " + HEADS, size + "", "choose another width");
        }
        return new AttentionPool(Attention.of(params, size, HEADS, 0));
    }

    /** Pools the vectors where {@code maskBN} is not 0, or all. The result belongs to the open scope. */
    public Pooled pool(Tensor xBND, @Nullable Tensor maskBN) {
        try (var scope = Scope.open()) {
            Tensor mask = maskBN == null ? null : Attention.padding(maskBN);
            Tensor meanB1D = mean(xBND, maskBN);
            return new Pooled(
                    scope.release(attention.across(meanB1D, xBND, mask).squeeze(1)),
                    scope.release(attention.firstLooks(meanB1D, xBND, mask)));
        }
    }

    private static Tensor mean(Tensor xBND, @Nullable Tensor maskBN) {
        if (maskBN == null) {
            return xBND.mean(new long[] {1}, true, new ScalarTypeOptional());
        }
        Tensor maskBN1 = maskBN.to(ScalarType.Float).unsqueeze(2);
        Tensor count = maskBN1.sum(new long[] {1}, true, new ScalarTypeOptional());
        return xBND.mul(maskBN1)
                .sum(new long[] {1}, true, new ScalarTypeOptional())
                .div(count);
    }
}
