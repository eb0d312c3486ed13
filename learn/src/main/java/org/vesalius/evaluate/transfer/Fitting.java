package org.vesalius.evaluate.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Optim;
import org.vesalius.train.Optimizer;

/** Trains what an evaluation trains: passes over the pictures in an order of the seed's, a validation after each, the weights of the best one in the end. Two runs give the same bits. */
public final class Fitting {
    /**
     * How.
     *
     * @param epochs at most
     * @param patience epochs without a better validation, after which it stops
     * @param drop epochs without a better validation, after which the rate is halved; 0 for never
     */
    public record Plan(Optim optim, int batch, int epochs, int patience, int drop, long seed) {}

    /**
     * What came of it.
     *
     * @param epochs that were run
     * @param best the epoch whose weights were kept, from 1
     * @param validation its validation, higher is better
     */
    public record Fitted(int epochs, int best, double validation) {}

    private final Plan plan;
    private final List<Params> trained;
    private final List<Map<String, Tensor>> best = new ArrayList<>();

    private Fitting(Plan plan, List<Params> trained) {
        this.plan = plan;
        this.trained = List.copyOf(trained);
    }

    /** Trains {@code trained} on {@code items} pictures; the loss is of some of them by number, the validation higher where better. */
    static Fitted run(
            Plan plan,
            List<Params> trained,
            int items,
            Function<int[], Tensor> loss,
            DoubleSupplier validation,
            Progress progress,
            String stage) {
        Fitting fitting = new Fitting(plan, trained);
        List<Optimizer> optimizers = trained.stream()
                .map(params -> new Optimizer(params, plan.optim))
                .toList();
        int steps = Math.ceilDiv(items, plan.batch);
        progress.start(stage, (long) plan.epochs * steps);
        Fitted fitted = new Fitted(0, 0, Double.NEGATIVE_INFINITY);
        double rate = 1;
        for (int epoch = 1; epoch <= plan.epochs && epoch - fitted.best <= plan.patience; epoch++) {
            double mean = fitting.pass(epoch, items, loss, optimizers, rate, progress);
            fitting.training(false);
            double value = validation.getAsDouble();
            boolean better = value > fitted.validation || fitted.best == 0;
            fitted = better ? new Fitted(epoch, epoch, value) : new Fitted(epoch, fitted.best, fitted.validation);
            if (better) {
                fitting.keep();
            } else if (plan.drop > 0 && (epoch - fitted.best) % plan.drop == 0) {
                rate /= 2;
            }
            progress.at((long) epoch * steps, "epoch %d: loss %.4f, validation %.4f".formatted(epoch, mean, value));
        }
        optimizers.forEach(Optimizer::close);
        fitting.restore();
        progress.end("best of %d epochs: %d".formatted(fitted.epochs, fitted.best));
        return fitted;
    }

    private double pass(
            int epoch,
            int items,
            Function<int[], Tensor> loss,
            List<Optimizer> optimizers,
            double rate,
            Progress progress) {
        training(true);
        int[] order = order(items, Seed.mix(plan.seed, epoch));
        double sum = 0;
        int steps = 0;
        for (int from = 0; from < items; from += plan.batch) {
            int[] batch = Arrays.copyOfRange(order, from, Math.min(items, from + plan.batch));
            try (var _ = Scope.open()) {
                Seed.torch(Seed.mix(plan.seed, epoch, from));
                trained.forEach(Params::clearGradients);
                Tensor value = loss.apply(batch);
                sum += finite(Tensors.value(value));
                value.backward();
                optimizers.forEach(optimizer -> {
                    if (plan.optim.clip() > 0) {
                        optimizer.clip();
                    }
                    optimizer.step(rate);
                });
            }
            steps++;
            progress.at((long) (epoch - 1) * Math.ceilDiv(items, plan.batch) + steps, "epoch " + epoch);
        }
        return sum / steps;
    }

    private double finite(double loss) {
        if (!Double.isFinite(loss)) {
            throw InputException.of(
                    "loss of the head", "a finite number", loss + "", "set a lower lr than " + plan.optim.lr());
        }
        return loss;
    }

    private static int[] order(int items, long seed) {
        RandomGenerator random = Seed.random(seed);
        int[] order = new int[items];
        for (int i = 0; i < items; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private void training(boolean on) {
        trained.forEach(params -> params.training(on));
    }

    private void keep() {
        forget();
        for (Params params : trained) {
            Map<String, Tensor> copy = new LinkedHashMap<>();
            params.state()
                    .forEach((name, tensor) ->
                            copy.put(name, Scope.owned(() -> tensor.detach().clone())));
            best.add(copy);
        }
    }

    private void restore() {
        for (int i = 0; i < best.size(); i++) {
            best.get(i).forEach(trained.get(i)::set);
        }
        forget();
        training(false);
    }

    private void forget() {
        best.forEach(copy -> copy.values().forEach(Tensor::close));
        best.clear();
    }
}
