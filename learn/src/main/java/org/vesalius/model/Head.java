package org.vesalius.model;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.nn.Activation;
import org.vesalius.nn.BatchNorm;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;

/** From a tower's vectors to joint ones, on the last dimension. Keys: {@code first}, {@code norm} and {@code last} of an MLP with its norm, {@code last} of one matrix, {@code lastNorm}. */
final class Head {
    private static final double LAYER_NORM_EPSILON = 1e-12; // BERT's

    private final UnaryOperator<Tensor> steps;

    private Head(UnaryOperator<Tensor> steps) {
        this.steps = steps;
    }

    static Head of(Params params, Projection projection, int in, int out) {
        int hidden = projection.hidden();
        return switch (projection.kind()) {
            case NONE -> none(in, out);
            case LINEAR -> new Head(linear(params.at("last"), in, out, projection.bias())::forward);
            case MLP -> {
                Linear first = linear(params.at("first"), in, hidden, projection.bias());
                Linear last = linear(params.at("last"), hidden, out, projection.bias());
                yield new Head(x -> last.forward(first.forward(x).relu()));
            }
            case GELU_MLP -> {
                Linear first = linear(params.at("first"), in, hidden, false);
                Linear last = linear(params.at("last"), hidden, out, false);
                yield new Head(x -> last.forward(Activation.GELU.apply(first.forward(x))));
            }
            case BATCH_NORM_MLP -> new Head(batchNormed(params, projection, in, out));
            case BATCH_NORM_MLP_NORMED -> {
                UnaryOperator<Tensor> before = batchNormed(params, projection, in, out);
                BatchNorm norm = BatchNorm.unscaled(params.at("lastNorm"), out);
                yield new Head(x -> rows(norm, before.apply(x)));
            }
            case LAYER_NORM_MLP -> {
                Linear first = linear(params.at("first"), in, hidden, projection.bias());
                LayerNorm norm = LayerNorm.of(params.at("norm"), hidden, LAYER_NORM_EPSILON);
                Linear last = Linear.of(params.at("last"), hidden, out);
                yield new Head(x -> last.forward(norm.forward(Activation.GELU.apply(first.forward(x)))));
            }
        };
    }

    private static Head none(int in, int out) {
        if (in != out) {
            throw InputException.of(
                    "model.jointSize",
                    "the tower's size " + in + " where no head follows",
                    "" + out,
                    "set it, or add a head");
        }
        return new Head(UnaryOperator.identity());
    }

    private static UnaryOperator<Tensor> batchNormed(Params params, Projection projection, int in, int out) {
        Linear first = linear(params.at("first"), in, projection.hidden(), projection.bias());
        BatchNorm norm = BatchNorm.of(params.at("norm"), projection.hidden());
        Linear last = Linear.of(params.at("last"), projection.hidden(), out);
        return x -> last.forward(rows(norm, first.forward(x)).relu());
    }

    /** A batch norm over all vectors of {@code x}, whatever the dimensions before the last. */
    private static Tensor rows(BatchNorm norm, Tensor x) {
        return norm.forward(x.reshape(-1, x.size(-1))).view_as(x);
    }

    private static Linear linear(Params params, int in, int out, boolean bias) {
        return bias ? Linear.of(params, in, out) : Linear.withoutBias(params, in, out);
    }

    Tensor forward(Tensor x) {
        return Scope.returning(() -> steps.apply(x));
    }
}
