package org.vesalius.vision;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * One vector of a map by attention: the mean of its cells asks the cells and itself, each at a learned place (Radford et al., CLIP's residual networks, arXiv 2103.00020; PRIOR has the same). The patches are what each cell alone would
 * answer, which training did not ask of them but which puts them into the space of the vector.
 *
 * <p>Keys are OpenAI's: {@code positional_embedding}, {@code q_proj.*}, {@code k_proj.*}, {@code v_proj.*}, {@code c_proj.*}. Shapes: B images, C channels, H and W cells, N = HW, D size of the vector.
 */
final class PlacedPool {
    private final int heads;
    private final Tensor positions;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear out;

    /** A pool on {@code params} of maps of {@code size} channels and {@code side} × {@code side} cells, filled as OpenAI's code does; other maps have their places interpolated. */
    PlacedPool(Params params, int size, int heads, int side, int outSize) {
        this.heads = heads;
        Init scaled = Init.normal(1 / Math.sqrt(size));
        positions = params.parameter("positional_embedding", scaled, 1 + (long) side * side, size);
        query = Linear.of(params.at("q_proj"), size, size, scaled, Init.zeros());
        key = Linear.of(params.at("k_proj"), size, size, scaled, Init.zeros());
        value = Linear.of(params.at("v_proj"), size, size, scaled, Init.zeros());
        out = Linear.of(params.at("c_proj"), size, outSize, scaled, Init.zeros());
    }

    /** The vector [B, D] and the patches [B, N, D] of a map, which belong to the open scope. */
    ImageFeatures pool(Tensor mapBCHW) {
        int height = Shapes.size(mapBCHW, 2);
        int width = Shapes.size(mapBCHW, 3);
        try (var scope = Scope.open()) {
            Tensor cellsBNC = mapBCHW.flatten(2, 3).transpose(1, 2);
            Tensor meanB1C = mapBCHW.mean(2, 3).unsqueeze(1);
            Tensor placedBTC = Tensors.cat(List.of(meanB1C, cellsBNC), 1)
                    .add(Positions.resize(positions.unsqueeze(0), height, width));
            Tensor valuesBTC = value.forward(placedBTC);
            Tensor askedB1C = Attention.multiHead(
                    query.forward(placedBTC.narrow(1, 0, 1)), key.forward(placedBTC), valuesBTC, heads, null, 0);
            Tensor patchesBND = out.forward(valuesBTC.narrow(1, 1, (long) height * width));
            return new ImageFeatures(
                    scope.release(out.forward(askedB1C).squeeze(1)), scope.release(patchesBND), height, width);
        }
    }
}
