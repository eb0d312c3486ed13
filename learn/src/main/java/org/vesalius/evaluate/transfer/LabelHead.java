package org.vesalius.evaluate.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.infer.Inference;
import org.vesalius.io.Progress;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * A linear layer that says which labels are there, on the features of an image tower that stays as it is, or of a copy of one that learns too. Labels of which nothing is known in a picture take no part in the loss, the mean of binary
 * cross-entropies of the known ones. Shapes: B pictures, F features, K labels.
 */
public final class LabelHead implements AutoCloseable {
    private static final String PREFIX = "image.";

    private final Params params;
    private final Linear head;
    private final Optional<Inference> tower;

    private LabelHead(int features, int labels, long seed, Optional<Inference> tower) {
        params = Params.create(seed);
        head = Linear.of(params.at("labels"), features, labels);
        this.tower = tower;
    }

    /** On features that stay as they are. */
    public static LabelHead onFeatures(int features, int labels, long seed) {
        return new LabelHead(features, labels, seed, Optional.empty());
    }

    /** On a copy of the model's image tower, which learns too. */
    public static LabelHead onTower(Inference model, int labels, long seed) {
        Inference copy = model.copy();
        copy.model().params().freeze(name -> !name.startsWith(PREFIX));
        int side = model.spec().transform().size();
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            Tensor empty = Tensors.zeros(1, model.spec().transform().channels(), side, side);
            int features = (int) copy.model().images(empty).featuresBF().size(1);
            return new LabelHead(features, labels, seed, Optional.of(copy));
        }
    }

    /**
     * What is learnt from.
     *
     * @param inputs of a picture by number: its features, or what the tower sees of it as C, H, W one after the other
     * @param truth 1, 0 or NaN for unknown, of a picture by number
     */
    public record Lesson(int items, IntFunction<float[]> inputs, IntFunction<double[]> truth) {}

    /** Trains; the weights of the least loss on the second lesson are kept. */
    public Fitting.Fitted fit(Fitting.Plan plan, Lesson train, Lesson validation, Progress progress, String stage) {
        List<Params> trained = new ArrayList<>(List.of(params));
        tower.ifPresent(model -> trained.add(model.model().params()));
        return Fitting.run(
                plan,
                trained,
                train.items,
                batch -> Scope.returning(() -> loss(train, batch)),
                () -> -meanLoss(plan.batch(), validation),
                progress,
                stage);
    }

    /** The probability of each label. Shape: items x K. */
    public double[][] probabilities(int items, IntFunction<float[]> inputs, int batch) {
        List<double[]> rows = new ArrayList<>();
        for (int from = 0; from < items; from += batch) {
            int[] some = IntStream.range(from, Math.min(items, from + batch)).toArray();
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                for (float[] row : Tensors.rows(logits(inputs, some).sigmoid())) {
                    rows.add(IntStream.range(0, row.length)
                            .mapToDouble(k -> row[k])
                            .toArray());
                }
            }
        }
        return rows.toArray(double[][]::new);
    }

    private double meanLoss(int batch, Lesson lesson) {
        double sum = 0;
        double known = 0;
        for (int from = 0; from < lesson.items; from += batch) {
            int[] some =
                    IntStream.range(from, Math.min(lesson.items, from + batch)).toArray();
            double weight = IntStream.of(some)
                    .mapToLong(i -> IntStream.range(0, lesson.truth.apply(i).length)
                            .filter(k -> !Double.isNaN(lesson.truth.apply(i)[k]))
                            .count())
                    .sum();
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                sum += weight * Tensors.value(loss(lesson, some));
                known += weight;
            }
        }
        return known == 0 ? 0 : sum / known;
    }

    private Tensor loss(Lesson lesson, int[] batch) {
        Tensor logitsBK = logits(lesson.inputs, batch);
        int labels = (int) logitsBK.size(1);
        float[] truth = new float[batch.length * labels];
        float[] known = new float[batch.length * labels];
        for (int b = 0; b < batch.length; b++) {
            double[] own = lesson.truth.apply(batch[b]);
            for (int k = 0; k < labels; k++) {
                truth[b * labels + k] = own[k] == 1 ? 1 : 0;
                known[b * labels + k] = Double.isNaN(own[k]) ? 0 : 1;
            }
        }
        Tensor knownBK = Tensors.of(known, batch.length, labels);
        Tensor lossBK = torch.softplus(logitsBK).sub(logitsBK.mul(Tensors.of(truth, batch.length, labels)));
        return lossBK.mul(knownBK).sum().div(knownBK.sum().clamp_min(new Scalar(1.0)));
    }

    private Tensor logits(IntFunction<float[]> inputs, int[] batch) {
        float[] first = inputs.apply(batch[0]);
        float[] all = new float[Math.multiplyExact(batch.length, first.length)];
        for (int b = 0; b < batch.length; b++) {
            System.arraycopy(b == 0 ? first : inputs.apply(batch[b]), 0, all, b * first.length, first.length);
        }
        if (tower.isEmpty()) {
            return head.forward(Tensors.of(all, batch.length, first.length));
        }
        Inference model = tower.get();
        int side = model.spec().transform().size();
        int channels = model.spec().transform().channels();
        Tensor imgBCHW = Tensors.of(all, batch.length, channels, side, side);
        return head.forward(model.model().images(imgBCHW).featuresBF());
    }

    @Override
    public void close() {
        tower.ifPresent(Inference::close);
        params.close();
    }
}
