package org.vesalius.recipe;

import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.BatchNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;

/** ContIG's encoder of a vector with one hidden layer (H1): matrix, ReLU, batch norm; then the head: matrix, ReLU, matrix. */
final class VectorEncoder {
    private final Linear hidden;
    private final BatchNorm norm;
    private final Linear first;
    private final Linear last;

    private VectorEncoder(Params params, int in, int width, int out) {
        hidden = Linear.of(params.at("hidden"), in, width);
        norm = BatchNorm.of(params.at("norm"), width);
        first = Linear.of(params.at("first"), width, width);
        last = Linear.of(params.at("last"), width, out);
    }

    static VectorEncoder of(Params params, Modality modality, int width, int out) {
        return new VectorEncoder(params, modality.size(), width, out);
    }

    /** [B, size of the modality] to [B, out]. */
    Tensor forward(Tensor xBV) {
        return Scope.returning(() -> last.forward(
                first.forward(norm.forward(hidden.forward(xBV).relu())).relu()));
    }
}
