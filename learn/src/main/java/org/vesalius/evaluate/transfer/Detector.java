package org.vesalius.evaluate.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.infer.Inference;
import org.vesalius.io.Progress;
import org.vesalius.nn.Params;
import org.vesalius.objective.YoloLoss;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** A tower with YOLOv3's head. Shapes: B pictures, K kinds of boxes. */
public final class Detector implements AutoCloseable {
    /**
     * What is trained, and what counts as found.
     *
     * @param frozen the tower stays as it is
     * @param side of the pictures in pixels
     * @param width of the head on the coarsest grid
     * @param least confidence of a report
     * @param overlap from which the less sure of two boxes of a kind is dropped
     * @param most reports a picture
     * @param byLoss the best epoch is that of the least validation loss, else that of the highest value of what was found
     */
    public record Spec(
            boolean frozen, int side, int kinds, int width, double least, double overlap, int most, boolean byLoss) {}

    private final Spec spec;
    private final Tower tower;
    private final Params params;
    private final YoloHead head;

    /** With a new head, filled by {@code seed}, on a copy of the model's tower. */
    public Detector(Inference model, Spec spec, long seed) {
        this.spec = spec;
        tower = new Tower(model, spec.frozen, YoloHead.LEVELS, spec.side);
        params = Params.create(seed, model.model().params().device());
        head = new YoloHead(params, tower.shapes(), spec.kinds, spec.width);
    }

    /**
     * Trains on the first pictures, chooses by the second.
     *
     * @param value of what was found on the validation pictures, higher is better
     */
    public Fitting.Fitted fit(
            Fitting.Plan plan,
            int train,
            IntFunction<Square> trainSquares,
            int validation,
            IntFunction<Square> validationSquares,
            ToDoubleFunction<List<List<Found>>> value,
            Progress progress,
            String stage) {
        List<Params> trained =
                Stream.concat(Stream.of(params), tower.trained().stream()).toList();
        return Fitting.run(
                plan,
                trained,
                train,
                batch -> loss(Arrays.stream(batch).mapToObj(trainSquares).toList()),
                () -> spec.byLoss
                        ? -meanLoss(plan.batch(), validation, validationSquares)
                        : value.applyAsDouble(IntStream.range(0, validation)
                                .mapToObj(i -> found(validationSquares.apply(i)))
                                .toList()),
                progress,
                stage);
    }

    private Tensor loss(List<Square> squares) {
        return Scope.returning(() -> {
            List<Tensor> outs = head.forward(tower.maps(squares));
            List<List<YoloLoss.Truth>> truths =
                    squares.stream().map(Square::boxes).toList();
            Tensor sum = Tensors.scalar(0);
            sum = params.device().move(sum);
            for (int level = 0; level < outs.size(); level++) {
                sum = sum.add(YoloLoss.of(outs.get(level), YoloHead.anchors(level), truths, spec.kinds));
            }
            return sum;
        });
    }

    private double meanLoss(int batch, int count, IntFunction<Square> squares) {
        double sum = 0;
        for (int from = 0; from < count; from += batch) {
            List<Square> some = IntStream.range(from, Math.min(count, from + batch))
                    .mapToObj(squares)
                    .toList();
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                sum += Tensors.value(loss(some)) * some.size();
            }
        }
        return sum / count;
    }

    /** The boxes on a picture, the surest first. */
    public List<Found> found(Square square) {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            List<Tensor> outs = head.forward(tower.maps(List.of(square)));
            List<Found> all = new ArrayList<>();
            for (int level = 0; level < outs.size(); level++) {
                Tensor out = outs.get(level);
                all.addAll(Found.decode(
                        Tensors.floats(out),
                        YoloHead.anchors(level),
                        spec.kinds,
                        Shapes.size(out, 2),
                        Shapes.size(out, 3),
                        spec.least));
            }
            return Found.suppressed(all, spec.overlap, spec.most);
        }
    }

    @Override
    public void close() {
        params.close();
        tower.close();
    }
}
