package org.vesalius.train;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.checkpoint.StateFile;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;

/** Weights, moments and counters of one training, and the one step that moves them. */
final class Training implements AutoCloseable {
    private static final String COUNTERS = "counters";

    private final Plan plan;
    private final Params params;
    private final DualEncoder model;
    private final Method.Step method;
    private final Optional<GradientCache> cache;
    private final Optimizer optimizer;
    private final Average average;
    private final long total;
    private Counters counters;

    /** Fresh weights from the plan's seed; {@code total} updates are planned. */
    Training(Plan plan, Params params, Tokenizer tokenizer, long total) {
        this.plan = plan;
        this.params = params;
        this.total = total;
        model = DualEncoder.build(params, plan.model(), tokenizer);
        method = plan.method().begin(params.at("method"), model);
        params.freeze(name -> plan.frozen().stream().anyMatch(name::startsWith));
        cache = GradientCache.of(plan, method, params);
        optimizer = new Optimizer(params, plan.optim());
        average = new Average(params, plan.ema());
        counters = Counters.start(plan.seed());
    }

    Params params() {
        return params;
    }

    DualEncoder model() {
        return model;
    }

    Counters counters() {
        return counters;
    }

    void counters(Counters now) {
        counters = now;
    }

    double rate() {
        return plan.schedule().factor(counters.step(), total, counters.drops());
    }

    /** One update from {@code plan.budget().accumulate()} batches; returns the mean of each loss term, the total and the gradient's norm. */
    SequencedMap<String, Double> update(BatchSource batches) throws IOException, InterruptedException {
        params.training(true);
        SequencedMap<String, Double> sums = new LinkedHashMap<>();
        int parts = plan.budget().accumulate();
        @Nullable Ready last = null;
        for (int part = 0; part < parts; part++) {
            last = batches.next();
            long seed = Seed.mix(plan.seed(), counters.step(), part);
            backward(last, seed, parts).forEach((name, value) -> sums.merge(name, value / parts, Double::sum));
        }
        double norm = optimizer.clip();
        if (!Double.isFinite(norm)) {
            throw diverged("gradient", last == null ? List.of() : last.examples());
        }
        double rate = rate();
        optimizer.step(rate);
        method.afterUpdate();
        average.follow(optimizer.updates());
        params.clearGradients();
        if (last != null) {
            counters = counters.afterStep(last.next());
        }
        sums.put("gradientNorm", norm);
        sums.put("lr", rate * plan.optim().lr());
        return sums;
    }

    /** Where batches come from. */
    @FunctionalInterface
    interface BatchSource {
        Ready next() throws IOException, InterruptedException;
    }

    private Map<String, Double> backward(Ready ready, long seed, int parts) {
        try (var _ = Scope.open()) {
            Seed.torch(seed);
            Losses losses = cache.isPresent() ? cached(cache.get(), ready, seed, parts) : plain(ready, seed, parts);
            double value = Tensors.value(losses.total());
            if (!Double.isFinite(value)) {
                throw diverged("loss", Culprits.of(model, ready));
            }
            SequencedMap<String, Double> values = new LinkedHashMap<>(losses.values());
            values.put("loss", value);
            return values;
        }
    }

    private Losses plain(Ready ready, long seed, int parts) {
        Losses losses = losses(ready, seed);
        Tensor loss = losses.total();
        (parts == 1 ? loss : loss.div(new Scalar((double) parts))).backward();
        return losses;
    }

    private Losses cached(GradientCache there, Ready ready, long seed, int parts) {
        try (var _ = Autocast.of(plan.precision(), params.device())) {
            return there.backward(ready.batch(plan.model(), params.device(), seed), seed, 1.0 / parts);
        }
    }

    /** The loss terms of a batch; they belong to the open scope. */
    Losses losses(Ready ready, long seed) {
        Batch batch = ready.batch(plan.model(), params.device(), seed);
        Losses losses = new Losses();
        try (var _ = Autocast.of(plan.precision(), params.device())) {
            method.losses(batch, losses);
        }
        return losses;
    }

    /** One picture of each study, as the model's images; they belong to the open scope. */
    Batch.Pictures pictures(Ready ready, int picture) {
        return ready.pictures(picture, plan.model(), params.device());
    }

    private InputException diverged(String what, List<Example> examples) {
        return new InputException("training stopped at step " + (counters.step() + 1) + ": the " + what
                + " is not a finite number; manifest rows "
                + examples.stream()
                        .map(example -> Integer.toString(example.row()))
                        .toList()
                + "; look at these studies, or set optim.lr lower or optim.clip to 1");
    }

    /** Runs {@code work} with the averaged weights in place, where the plan has them. */
    void withAverages(IoAction work) throws IOException {
        average.swap();
        try {
            work.run();
        } finally {
            average.swap();
        }
    }

    /** What may fail on the disk. */
    @FunctionalInterface
    interface IoAction {
        void run() throws IOException;
    }

    /** Writes all that resuming needs, whole or not at all. */
    void save(RunDir run) throws IOException {
        StateFile.save(run.state(), everything(), Map.of(COUNTERS, Json.line(counters)));
    }

    /** Takes up where {@link #save} stopped. */
    void restore(RunDir run) throws IOException {
        String found = StateFile.restore(run.state(), everything()).get(COUNTERS);
        if (found == null) {
            throw InputException.of("state of the run", "a saved training", "other weights", "train again");
        }
        counters = Json.parse(found, Counters.class, "state of the run");
        optimizer.updates(counters.step());
    }

    private SequencedMap<String, Tensor> everything() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        params.state().forEach((name, tensor) -> all.put("weights." + name, tensor));
        optimizer.moments().forEach((name, tensor) -> all.put("moments." + name, tensor));
        average.tensors().forEach((name, tensor) -> all.put("averages." + name, tensor));
        return all;
    }

    @Override
    public void close() {
        optimizer.close();
        average.close();
        model.close();
    }
}
