package org.vesalius.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;

/** The update rules of {@link Optim}, with their moments as named tensors, so that they can be saved. The formulas are torch's. */
public final class Optimizer implements AutoCloseable {
    private static final String FIRST = "first.";
    private static final String SECOND = "second.";
    private static final String SLOW = "slow.";

    private final Optim plan;
    private final SequencedMap<String, Tensor> parameters;
    private final SequencedMap<String, Tensor> moments = new LinkedHashMap<>();
    private long updates;

    /** For the parameters that are trainable now. */
    public Optimizer(Params params, Optim plan) {
        this.plan = plan;
        parameters = params.trainable();
        parameters.forEach((name, parameter) -> {
            boolean first = plan.kind() != Optim.Kind.SGD || plan.momentum() > 0;
            if (first) {
                moments.put(
                        FIRST + name,
                        Scope.owned(() -> parameter.detach().clone().zero_()));
            }
            if (plan.kind() != Optim.Kind.SGD) {
                moments.put(
                        SECOND + name,
                        Scope.owned(() -> parameter.detach().clone().zero_()));
            }
            if (plan.lookahead().every() > 0) {
                moments.put(SLOW + name, Scope.owned(() -> parameter.detach().clone()));
            }
        });
    }

    /** The moments by name, to be saved or filled. */
    SequencedMap<String, Tensor> moments() {
        return moments;
    }

    /** Updates done. */
    long updates() {
        return updates;
    }

    /** Goes on after so many updates. */
    void updates(long done) {
        updates = done;
    }

    /** The norm of all gradients together; above the plan's limit they are scaled down to it. */
    public double clip() {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            double squares = 0;
            for (Tensor parameter : parameters.values()) {
                Tensor gradient = parameter.grad();
                if (gradient.defined()) {
                    double norm = gradient.norm().item_double();
                    squares += norm * norm;
                }
            }
            double norm = Math.sqrt(squares);
            if (plan.clip() > 0 && norm > plan.clip()) {
                Scalar factor = new Scalar(plan.clip() / (norm + 1e-6)); // as torch's clip_grad_norm_
                for (Tensor parameter : parameters.values()) {
                    Tensor gradient = parameter.grad();
                    if (gradient.defined()) {
                        gradient.mul_(factor);
                    }
                }
            }
            return norm;
        }
    }

    /** One update of every parameter that has a gradient, at {@code share} of the plan's rate. */
    public void step(double share) {
        updates++;
        double rate = plan.lr() * share;
        for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                Tensor gradient = entry.getValue().grad();
                if (gradient.defined()) {
                    update(entry.getKey(), entry.getValue(), gradient, rate * plan.factor(entry.getKey()));
                }
                if (plan.lookahead().every() > 0 && updates % plan.lookahead().every() == 0) {
                    Tensor slow = moment(SLOW + entry.getKey());
                    slow.lerp_(entry.getValue(), new Scalar(plan.lookahead().part()));
                    entry.getValue().copy_(slow);
                }
            }
        }
    }

    private void update(String name, Tensor parameter, Tensor gradient, double rate) {
        double decay = decays(parameter) ? plan.weightDecay() : 0;
        switch (plan.kind()) {
            case SGD -> sgd(name, parameter, decayed(parameter, gradient, decay), rate);
            case ADAM -> adam(name, parameter, decayed(parameter, gradient, decay), rate);
            case ADAMW -> {
                if (decay > 0) {
                    parameter.mul_(new Scalar(1 - rate * decay));
                }
                adam(name, parameter, gradient, rate);
            }
        }
    }

    /** Biases, norms and temperatures have at most one dimension and do not decay. */
    private static boolean decays(Tensor parameter) {
        return parameter.dim() > 1;
    }

    private static Tensor decayed(Tensor parameter, Tensor gradient, double decay) {
        return decay > 0 ? gradient.add(parameter, new Scalar(decay)) : gradient;
    }

    private void sgd(String name, Tensor parameter, Tensor gradient, double rate) {
        Tensor direction = gradient;
        if (plan.momentum() > 0) {
            direction = moment(FIRST + name);
            direction.mul_(new Scalar(plan.momentum())).add_(gradient);
        }
        parameter.add_(direction, new Scalar(-rate));
    }

    private void adam(String name, Tensor parameter, Tensor gradient, double rate) {
        Tensor first = moment(FIRST + name);
        Tensor second = moment(SECOND + name);
        first.lerp_(gradient, new Scalar(1 - plan.beta1()));
        second.mul_(new Scalar(plan.beta2())).addcmul_(gradient, gradient, new Scalar(1 - plan.beta2()));
        double firstBias = 1 - Math.pow(plan.beta1(), (double) updates);
        double secondBias = 1 - Math.pow(plan.beta2(), (double) updates);
        Tensor spread = second.sqrt().div_(new Scalar(Math.sqrt(secondBias))).add_(new Scalar(plan.eps()));
        parameter.addcdiv_(first, spread, new Scalar(-rate / firstBias));
    }

    private Tensor moment(String name) {
        Tensor moment = moments.get(name);
        if (moment == null) {
            throw new IllegalStateException("no moment " + name);
        }
        return moment;
    }

    @Override
    public void close() {
        moments.values().forEach(Tensor::close);
        moments.clear();
    }
}
