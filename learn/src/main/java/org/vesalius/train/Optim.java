package org.vesalius.train;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which optimiser, with its constants.
 *
 * @param momentum of SGD
 * @param weightDecay on matrices and kernels; biases, norms and temperatures have none
 * @param clip the greatest norm of all gradients together, or 0 for none
 * @param lookahead weights that follow those of the rule more slowly
 * @param shares parameters that move at another rate
 */
public record Optim(
        Kind kind,
        double lr,
        double beta1,
        double beta2,
        double eps,
        double momentum,
        double weightDecay,
        double clip,
        Lookahead lookahead,
        List<Share> shares) {
    /**
     * Zhang, Lucas, Ba, Hinton, "Lookahead Optimizer: k steps forward, 1 step back", NeurIPS 2019, arXiv 1907.08610: after every so many updates, slow weights go a part of the way to the fast ones, which go on from there.
     *
     * @param every updates between two such steps, or 0 for never
     * @param part of the way, of 0 to 1
     */
    public record Lookahead(int every, double part) {
        /** None. */
        public static final Lookahead NONE = new Lookahead(0, 0);
    }

    /**
     * Parameters that move at a share of the rate.
     *
     * @param prefix of their names ({@code text.}); of several that fit, the longest counts
     * @param factor on the rate, which may be above 1
     */
    public record Share(String prefix, double factor) {}

    public Optim {
        lookahead = Objects.requireNonNullElse(lookahead, Lookahead.NONE); // settings need not name it
        shares = shares == null ? List.of() : List.copyOf(shares);
    }

    private static Optim of(
            Kind kind, double lr, double beta1, double beta2, double eps, double momentum, double weightDecay) {
        return new Optim(kind, lr, beta1, beta2, eps, momentum, weightDecay, 0, Lookahead.NONE, List.of());
    }

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
        return of(Kind.ADAMW, lr, 0.9, 0.999, 1e-8, 0, 0.01);
    }

    /** Adam with betas .9 and .999, no decay, no clipping. */
    public static Optim adam(double lr) {
        return of(Kind.ADAM, lr, 0.9, 0.999, 1e-8, 0, 0);
    }

    /** SGD with momentum, no decay, no clipping. */
    public static Optim sgd(double lr, double momentum) {
        return of(Kind.SGD, lr, 0, 0, 0, momentum, 0);
    }

    /** With other betas. */
    public Optim withBetas(double first, double second) {
        return new Optim(kind, lr, first, second, eps, momentum, weightDecay, clip, lookahead, shares);
    }

    /** With another ε. */
    public Optim withEps(double other) {
        return new Optim(kind, lr, beta1, beta2, other, momentum, weightDecay, clip, lookahead, shares);
    }

    /** With another weight decay. */
    public Optim withWeightDecay(double decay) {
        return new Optim(kind, lr, beta1, beta2, eps, momentum, decay, clip, lookahead, shares);
    }

    /** With another greatest gradient norm. */
    public Optim withClip(double norm) {
        return new Optim(kind, lr, beta1, beta2, eps, momentum, weightDecay, norm, lookahead, shares);
    }

    /** With slow weights that go {@code part} of the way after each {@code every} updates. */
    public Optim withLookahead(int every, double part) {
        return new Optim(kind, lr, beta1, beta2, eps, momentum, weightDecay, clip, new Lookahead(every, part), shares);
    }

    /** With a share of the rate for the parameters whose names begin so. */
    public Optim withShare(String prefix, double factor) {
        List<Share> more = Stream.concat(shares.stream(), Stream.of(new Share(prefix, factor)))
                .toList();
        return new Optim(kind, lr, beta1, beta2, eps, momentum, weightDecay, clip, lookahead, more);
    }

    /** The factor on the rate of a parameter. */
    double factor(String name) {
        Share longest = new Share("", 1);
        for (Share share : shares) {
            boolean longer = share.prefix().length() >= longest.prefix().length();
            longest = name.startsWith(share.prefix()) && longer ? share : longest;
        }
        return longest.factor();
    }
}
