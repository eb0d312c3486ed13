package org.vesalius.objective;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/** Masked language modelling: Devlin et al., "BERT", NAACL 2019, arXiv 1810.04805. Shapes: T texts, W tokens, S positions that are asked for, D size, V vocabulary. */
public final class MaskedTokens {
    private MaskedTokens() {}

    /**
     * The mean cross-entropy over the positions that are asked for, in the whole batch; 0 where none is. All positions may be asked for (masked record modelling).
     *
     * @param targetsTW int64, what stood there, or below 0 where nothing is asked
     * @param head from [S, D] to logits [S, V]; it sees the positions that are asked for only
     */
    public static Tensor loss(Tensor tokensTWD, Tensor targetsTW, UnaryOperator<Tensor> head) {
        Shapes.check("targetsTW", targetsTW, tokensTWD.size(0), tokensTWD.size(1));
        return Scope.returning(() -> {
            Tensor askedS = asked(targetsTW);
            if (askedS.numel() == 0) {
                return tokensTWD.sum().mul(new Scalar(0));
            }
            Tensor logitsSV = head.apply(tokensTWD.flatten(0, 1).index_select(0, askedS));
            Tensor wantedS1 = targetsTW.flatten().index_select(0, askedS).unsqueeze(1);
            return torch.log_softmax(logitsSV, 1).gather(1, wantedS1).mean().neg();
        });
    }

    /** The share of the positions asked for where the likeliest token is the one that stood there, without dimensions; NaN where none is asked for. */
    public static Tensor accuracy(Tensor tokensTWD, Tensor targetsTW, UnaryOperator<Tensor> head) {
        Shapes.check("targetsTW", targetsTW, tokensTWD.size(0), tokensTWD.size(1));
        return Scope.returning(() -> {
            Tensor askedS = asked(targetsTW);
            Tensor logitsSV = head.apply(tokensTWD.flatten(0, 1).index_select(0, askedS));
            Tensor rightS = logitsSV.argmax(new LongOptional(1), false)
                    .eq(targetsTW.flatten().index_select(0, askedS));
            return rightS.to(tokensTWD.scalar_type()).mean();
        });
    }

    private static Tensor asked(Tensor targetsTW) {
        return targetsTW.flatten().ge(new Scalar(0)).nonzero().squeeze(1);
    }
}
