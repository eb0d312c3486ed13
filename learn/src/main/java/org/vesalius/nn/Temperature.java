package org.vesalius.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** What a similarity is divided by before the softmax: fixed, or learned as the logarithm of its inverse with a ceiling (CLIP). */
public sealed interface Temperature {
    /** Similarities divided by the temperature. */
    Tensor scale(Tensor similarity);

    /** The factor that similarities are multiplied with now, 1/temperature. */
    double factor();

    /** To be called after every optimiser step: keeps a learned factor below its ceiling. */
    default void clamp() {}

    /** Always {@code tau}. */
    static Temperature fixed(double tau) {
        return new Fixed(tau);
    }

    /** A parameter {@code logit_scale} (without dimensions) on {@code params} that begins at {@code tau}; its exponential is at most {@code ceiling}, CLIP's being 100. */
    static Temperature learned(Params params, double tau, double ceiling) {
        return new Learned(params.parameter("logit_scale", new Init.Constant(Math.log(1 / tau))), ceiling);
    }

    /** See {@link #fixed}. */
    record Fixed(double tau) implements Temperature {
        @Override
        public Tensor scale(Tensor similarity) {
            return similarity.div(new Scalar(tau));
        }

        @Override
        public double factor() {
            return 1 / tau;
        }
    }

    /** See {@link #learned}. */
    record Learned(Tensor logitScale, double ceiling) implements Temperature {
        @Override
        public Tensor scale(Tensor similarity) {
            return Scope.returning(() -> similarity.mul(logitScale.exp()));
        }

        @Override
        public double factor() {
            return Math.exp(Tensors.value(logitScale));
        }

        @Override
        public void clamp() {
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                // below, the factor may go down to 1, as in the authors' released code of open_clip
                logitScale.clamp_max_(new Scalar(Math.log(ceiling))).clamp_min_(new Scalar(0));
            }
        }
    }
}
