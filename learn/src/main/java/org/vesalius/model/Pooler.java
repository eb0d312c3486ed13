package org.vesalius.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** One vector a text from one a token. Shapes: T texts, W tokens, D size. */
final class Pooler {
    private static final double NEVER = -1e30;

    private Pooler() {}

    static Tensor pool(TextEncoder.Pool pool, Tensor tokensTWD, Tensor maskTW) {
        return Scope.returning(() -> switch (pool) {
            case CLS -> tokensTWD.select(1, 0);
            case MEAN -> mean(tokensTWD, maskTW);
            case MEAN_WITH_PADDING -> tokensTWD.mean(1);
            case MAX -> max(tokensTWD, maskTW);
            case EOT -> last(tokensTWD, maskTW);
            case SENTENCES -> mean(tokensTWD, maskTW); // until DualEncoder, which has the pool, has pooled them
        });
    }

    /** Each group's greatest values: [T, W, D] by [T, G, W] to [T, G, D], zeros where a text has fewer groups. */
    static Tensor greatest(Tensor tokensTWD, Tensor groupsTGW) {
        return Scope.returning(() -> {
            List<Tensor> groups = new ArrayList<>();
            for (long g = 0; g < groupsTGW.size(1); g++) {
                Tensor insideTW1 = groupsTGW.select(1, g).unsqueeze(2);
                Tensor mostTD = tokensTWD
                        .masked_fill(insideTW1.eq(new Scalar(0)), new Scalar(NEVER))
                        .amax(new long[] {1}, false);
                groups.add(mostTD.masked_fill(insideTW1.sum(1).eq(new Scalar(0)), new Scalar(0)));
            }
            return Tensors.stack(groups, 1);
        });
    }

    private static Tensor mean(Tensor tokensTWD, Tensor maskTW) {
        Tensor maskTW1 = maskTW.to(ScalarType.Float).unsqueeze(2);
        return tokensTWD.mul(maskTW1).sum(1).div(maskTW1.sum(1));
    }

    private static Tensor max(Tensor tokensTWD, Tensor maskTW) {
        Tensor paddedTW1 = maskTW.eq(new Scalar(0)).unsqueeze(2);
        return tokensTWD.masked_fill(paddedTW1, new Scalar(NEVER)).amax(new long[] {1}, false);
    }

    private static Tensor last(Tensor tokensTWD, Tensor maskTW) {
        Tensor lastT = maskTW.sum(1).sub(new Scalar(1));
        Tensor indexT1D = lastT.view(-1, 1, 1).expand(Shapes.of(tokensTWD)[0], 1, Shapes.of(tokensTWD)[2]);
        return tokensTWD.gather(1, indexT1D).squeeze(1);
    }
}
