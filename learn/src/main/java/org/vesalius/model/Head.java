package org.vesalius.model;

import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;

/** From a tower's vectors to joint ones, on the last dimension. Keys: {@code first}, {@code last} of an MLP, {@code last} of one matrix. */
final class Head {
    private final Linear[] layers;

    private Head(Linear... layers) {
        this.layers = layers;
    }

    static Head of(Params params, Projection projection, int in, int out) {
        return switch (projection.kind()) {
            case NONE -> {
                if (in != out) {
                    throw InputException.of(
                            "model.jointSize",
                            "the tower's size " + in + " where no head follows",
                            "" + out,
                            "set it, or add a head");
                }
                yield new Head();
            }
            case LINEAR -> new Head(linear(params.at("last"), in, out, projection.bias()));
            case MLP ->
                new Head(
                        linear(params.at("first"), in, projection.hidden(), projection.bias()),
                        linear(params.at("last"), projection.hidden(), out, projection.bias()));
        };
    }

    private static Linear linear(Params params, int in, int out, boolean bias) {
        return bias ? Linear.of(params, in, out) : Linear.withoutBias(params, in, out);
    }

    Tensor forward(Tensor x) {
        return Scope.returning(() -> {
            Tensor y = layers.length == 0 ? x : layers[0].forward(x);
            return layers.length < 2 ? y : layers[1].forward(y.relu());
        });
    }
}
