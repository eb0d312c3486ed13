package org.vesalius.train;

/**
 * Which optimiser, with its constants.
 *
 * @param momentum of SGD
 * @param weightDecay on matrices and kernels; biases, norms and temperatures have none
 * @param clip the greatest norm of all gradients together, or 0 for none
 */
public record Optim(
        Kind kind,
        double lr,
        double beta1,
        double beta2,
        double eps,
        double momentum,
        double weightDecay,
        double clip) {
    /** The update rule. */
    public enum Kind {
        /** Weight decay as part of the gradient. */
        ADAM,
        /** Weight decay apart from the gradient (Loshchilov and Hutter 2019). */
        ADAMW,
        /** With momentum; weight decay as part of the gradient. */
        SGD
    }

    /** AdamW with betas .9 and .999, decay .01, no clipping. */
    public static Optim adamW(double lr) {
        return new Optim(Kind.ADAMW, lr, 0.9, 0.999, 1e-8, 0, 0.01, 0);
    }

    /** Adam with betas .9 and .999, no decay, no clipping. */
    public static Optim adam(double lr) {
        return new Optim(Kind.ADAM, lr, 0.9, 0.999, 1e-8, 0, 0, 0);
    }

    /** SGD with momentum, no decay, no clipping. */
    public static Optim sgd(double lr, double momentum) {
        return new Optim(Kind.SGD, lr, 0, 0, 0, momentum, 0, 0);
    }

    /** With other betas. */
    public Optim withBetas(double first, double second) {
        return new Optim(kind, lr, first, second, eps, momentum, weightDecay, clip);
    }

    /** With another ε. */
    public Optim withEps(double other) {
        return new Optim(kind, lr, beta1, beta2, other, momentum, weightDecay, clip);
    }

    /** With another weight decay. */
    public Optim withWeightDecay(double decay) {
        return new Optim(kind, lr, beta1, beta2, eps, momentum, decay, clip);
    }

    /** With another greatest gradient norm. */
    public Optim withClip(double norm) {
        return new Optim(kind, lr, beta1, beta2, eps, momentum, weightDecay, norm);
    }
}
