package org.vesalius.fusion;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * Torch's {@code MultiheadAttention} between two sides, which also tells where it looked. Keys: {@code in_proj_weight} and {@code in_proj_bias} (query, key, value stacked), {@code out_proj.*}. A mask is boolean, true where a query may look at a key, and
 * broadcasts to [B, heads, T, S]. Shapes: B samples, T queries, S keys, D size.
 */
public final class CrossAttention {
    private final Params params;
    private final int size;
    private final int heads;
    private final double dropout;
    private final Tensor inWeight;
    private final Tensor inBias;
    private final Linear out;

    private CrossAttention(Params params, int size, int heads, double dropout) {
        this.params = params;
        this.size = size;
        this.heads = heads;
        this.dropout = dropout;
        inWeight = params.parameter("in_proj_weight", new Init.XavierUniform(), 3L * size, size);
        inBias = params.parameter("in_proj_bias", Init.zeros(), 3L * size);
        out = Linear.of(params.at("out_proj"), size, size, new Init.FanInUniform(), Init.zeros());
    }

    /** Registered in {@code params}, filled as torch does; {@code heads} must divide {@code size}. */
    public static CrossAttention of(Params params, int size, int heads, double dropout) {
        return new CrossAttention(params, size, heads, dropout);
    }

    /**
     * What was found, and where.
     *
     * @param mapBTS each query's weights over the keys, the mean over heads; rows sum to one (before dropout)
     */
    public record Found(Tensor outBTD, Tensor mapBTS) {}

    /** {@code keyBSD} and {@code valueBSD} may differ by a code of their places. */
    public Found forward(Tensor queryBTD, Tensor keyBSD, Tensor valueBSD, @Nullable Tensor mask) {
        Shapes.check("valueBSD", valueBSD, Shapes.of(keyBSD));
        try (var scope = Scope.open()) {
            Tensor queryBHTD = split(project(queryBTD, 0));
            Tensor keyBHSD = split(project(keyBSD, 1));
            Tensor scoreBHTS =
                    queryBHTD.matmul(keyBHSD.transpose(2, 3)).div(new Scalar(Math.sqrt(size / (double) heads)));
            if (mask != null) {
                scoreBHTS = scoreBHTS.masked_fill(mask.logical_not(), new Scalar(Double.NEGATIVE_INFINITY));
            }
            Tensor weightsBHTS = scoreBHTS.softmax(3);
            Tensor keptBHTS =
                    params.training() && dropout > 0 ? torch.dropout(weightsBHTS, dropout, true) : weightsBHTS;
            Tensor mixedBTD =
                    keptBHTS.matmul(split(project(valueBSD, 2))).transpose(1, 2).flatten(2, 3);
            return new Found(scope.release(out.forward(mixedBTD)), scope.release(weightsBHTS.mean(1)));
        }
    }

    /** By the n-th of the three stacked matrices. */
    private Tensor project(Tensor x, int which) {
        long from = (long) which * size;
        return torch.linear(x, inWeight.narrow(0, from, size), Tensors.optional(inBias.narrow(0, from, size)));
    }

    private Tensor split(Tensor xBTD) {
        return xBTD.unflatten(2, heads, size / heads).transpose(1, 2);
    }
}
