package org.vesalius.nn;

import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Scope;

/** Two linear layers with an activation between. */
public final class Mlp {
    private final Linear first;
    private final Activation activation;
    private final Linear second;

    private Mlp(Linear first, Activation activation, Linear second) {
        this.first = first;
        this.activation = activation;
        this.second = second;
    }

    /** Of two layers made by the caller, so that each keeps the key that its published weights use. */
    public static Mlp of(Linear first, Activation activation, Linear second) {
        return new Mlp(first, activation, second);
    }

    /** [..., in] to [..., out]. */
    public Tensor forward(Tensor x) {
        return Scope.returning(() -> second.forward(activation.apply(first.forward(x))));
    }
}
