package org.vesalius.vision;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * Swin's attention inside windows of M×M cells, shifted in every second block, with a learned bias for each relative position and head. Keys: {@code relative_position_bias_table} [(2M-1)², heads],
 * {@code relative_position_index} [M⁴], {@code qkv.*}, {@code proj.*}. Shapes: B images, H×W cells, C channels, V windows of all images, N = M² cells of a window.
 */
final class WindowAttention {
    private static final double BLOCKED = -100; // as torchvision: not -∞
    private static final Init NARROW = new Init.TruncatedNormal(0.02);

    private final Params params;
    private final int heads;
    private final int window;
    private final int shift;
    private final Tensor biasTable;
    private final Tensor biasIndex;
    private final Linear qkv;
    private final Linear projection;

    WindowAttention(Params params, int width, int heads, int window, int shift) {
        this.params = params;
        this.heads = heads;
        this.window = window;
        this.shift = shift;
        long span = 2L * window - 1;
        biasTable = params.parameter("relative_position_bias_table", NARROW, span * span, heads);
        try (var _ = Scope.open()) {
            long[] index = relativeIndex(window);
            biasIndex = params.buffer("relative_position_index", Tensors.ofLongs(index, index.length));
        }
        qkv = Linear.of(params.at("qkv"), width, 3 * width, NARROW, Init.zeros());
        projection = Linear.of(params.at("proj"), width, width, NARROW, Init.zeros());
    }

    /** For each pair of cells, the row of the bias table of their offset. */
    static long[] relativeIndex(int window) {
        int cells = window * window;
        long[] index = new long[cells * cells];
        for (int a = 0; a < cells; a++) {
            for (int b = 0; b < cells; b++) {
                int rows = a / window - b / window + window - 1;
                int columns = a % window - b % window + window - 1;
                index[a * cells + b] = (long) rows * (2 * window - 1) + columns;
            }
        }
        return index;
    }

    /** [B, H, W, C] to the same shape. */
    Tensor forward(Tensor xBHWC) {
        return Scope.returning(() -> {
            long height = xBHWC.size(1);
            long width = xBHWC.size(2);
            long moreRows = Math.floorMod(-height, window);
            long moreColumns = Math.floorMod(-width, window);
            Tensor x = torch.constant_pad_nd(xBHWC, 0, 0, 0, moreColumns, 0, moreRows);
            // one window across needs no shift along that side
            long down = window >= x.size(1) ? 0 : shift;
            long right = window >= x.size(2) ? 0 : shift;
            boolean shifted = down + right > 0;
            x = shifted ? torch.roll(x, new long[] {-down, -right}, 1, 2) : x;
            Tensor seen = join(attend(split(x), x, down, right), x);
            seen = shifted ? torch.roll(seen, new long[] {down, right}, 1, 2) : seen;
            return seen.narrow(1, 0, height).narrow(2, 0, width).contiguous();
        });
    }

    private Tensor attend(Tensor windowsVNC, Tensor gridBHWC, long down, long right) {
        long width = windowsVNC.size(2);
        Tensor three = qkv.forward(windowsVNC)
                .reshape(windowsVNC.size(0), windowsVNC.size(1), 3, heads, width / heads)
                .permute(2, 0, 3, 1, 4);
        Tensor query = three.select(0, 0).mul(new Scalar(Math.pow((double) width / heads, -0.5)));
        Tensor scoresVHNN = query.matmul(three.select(0, 1).transpose(-2, -1)).add(bias());
        if (down + right > 0) {
            scoresVHNN = scoresVHNN.add(mask(gridBHWC, down, right));
        }
        Tensor mixed = scoresVHNN.softmax(-1).matmul(three.select(0, 2));
        return projection.forward(mixed.transpose(1, 2).flatten(2, 3));
    }

    /** [1, heads, N, N]. */
    private Tensor bias() {
        long cells = (long) window * window;
        return biasTable
                .index_select(0, biasIndex)
                .view(cells, cells, heads)
                .permute(2, 0, 1)
                .unsqueeze(0);
    }

    /** Cells that the roll brought together from two ends of the image do not see each other: [V, 1, N, N]. */
    private Tensor mask(Tensor gridBHWC, long down, long right) {
        int height = Shapes.size(gridBHWC, 1);
        int width = Shapes.size(gridBHWC, 2);
        float[] region = new float[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                region[y * width + x] = 3 * band(y, height, down) + band(x, width, right);
            }
        }
        Tensor windowsVN = split(Tensors.of(region, 1, height, width, 1)).squeeze(2);
        Tensor apart = windowsVN.unsqueeze(1).ne(windowsVN.unsqueeze(2));
        Tensor maskVNN = params.device().move(apart.to(ScalarType.Float).mul(new Scalar(BLOCKED)));
        return maskVNN.repeat(gridBHWC.size(0), 1, 1).unsqueeze(1);
    }

    /** 0 for cells of whole windows, 1 and 2 for the two parts of the last one. */
    private int band(int at, int length, long moved) {
        return at < length - window ? 0 : at < length - moved ? 1 : 2;
    }

    private Tensor split(Tensor xBHWC) {
        long rows = xBHWC.size(1) / window;
        long columns = xBHWC.size(2) / window;
        return xBHWC.reshape(xBHWC.size(0), rows, window, columns, window, xBHWC.size(3))
                .permute(0, 1, 3, 2, 4, 5)
                .reshape(-1, (long) window * window, xBHWC.size(3));
    }

    private Tensor join(Tensor windowsVNC, Tensor likeBHWC) {
        long rows = likeBHWC.size(1) / window;
        long columns = likeBHWC.size(2) / window;
        return windowsVNC
                .reshape(likeBHWC.size(0), rows, columns, window, window, windowsVNC.size(2))
                .permute(0, 1, 3, 2, 4, 5)
                .reshape(likeBHWC.size(0), likeBHWC.size(1), likeBHWC.size(2), windowsVNC.size(2));
    }
}
