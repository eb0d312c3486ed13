package org.vesalius.vision;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Swin's halving of the grid: four neighbours side by side, normalised, to twice the width. Keys: {@code reduction.weight}, {@code norm.*}. */
final class PatchMerging {
    private final Linear reduction;
    private final LayerNorm norm;

    PatchMerging(Params params, int width) {
        reduction = Linear.withoutBias(params.at("reduction"), 4 * width, 2 * width);
        norm = LayerNorm.of(params.at("norm"), 4 * width);
    }

    /** [B, H, W, C] to [B, ⌈H/2⌉, ⌈W/2⌉, 2C]; odd sides are padded with zeros. */
    Tensor forward(Tensor xBHWC) {
        return Scope.returning(() -> {
            Tensor even = torch.constant_pad_nd(xBHWC, 0, 0, 0, xBHWC.size(2) % 2, 0, xBHWC.size(1) % 2);
            // torchvision's order: (0,0), (1,0), (0,1), (1,1) as (row, column)
            List<Tensor> four = List.of(every(even, 0, 0), every(even, 1, 0), every(even, 0, 1), every(even, 1, 1));
            return reduction.forward(norm.forward(Tensors.cat(four, -1)));
        });
    }

    private static Tensor every(Tensor xBHWC, int row, int column) {
        LongOptional end = new LongOptional();
        return torch.slice(torch.slice(xBHWC, 1, new LongOptional(row), end, 2), 2, new LongOptional(column), end, 2);
    }
}
