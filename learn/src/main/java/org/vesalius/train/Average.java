package org.vesalius.train;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;

/** The exponential moving average of the trained weights. */
final class Average implements AutoCloseable {
    private final double decay;
    private final SequencedMap<String, Tensor> weights;
    private final SequencedMap<String, Tensor> averages = new LinkedHashMap<>();

    /** Starts as a copy; a decay of 0 keeps nothing. */
    Average(Params params, double decay) {
        this.decay = decay;
        weights = params.trainable();
        if (decay > 0) {
            weights.forEach((name, weight) ->
                    averages.put(name, Scope.owned(() -> weight.detach().clone())));
        }
    }

    /** By name, to be saved or filled. */
    SequencedMap<String, Tensor> tensors() {
        return averages;
    }

    /** After an update; young averages follow faster: {@code min(decay, (1 + n) / (10 + n))}. */
    void follow(long updates) {
        double now = Math.min(decay, (1.0 + updates) / (10.0 + updates));
        averages.forEach((name, average) -> {
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                average.lerp_(weight(name), new Scalar(1 - now));
            }
        });
    }

    /** Averages take the place of the weights, and the other way round. */
    void swap() {
        averages.forEach((name, average) -> {
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                Tensor held = average.clone();
                average.copy_(weight(name));
                weight(name).copy_(held);
            }
        });
    }

    private Tensor weight(String name) {
        Tensor weight = weights.get(name);
        if (weight == null) {
            throw new IllegalStateException("no weight " + name);
        }
        return weight;
    }

    @Override
    public void close() {
        averages.values().forEach(Tensor::close);
        averages.clear();
    }
}
