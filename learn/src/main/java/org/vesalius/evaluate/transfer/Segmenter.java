package org.vesalius.evaluate.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.infer.Inference;
import org.vesalius.io.Progress;
import org.vesalius.nn.Params;
import org.vesalius.objective.PixelLoss;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** A tower with a head that says where structures are. Shapes: B pictures, K structures, S pixels a side. */
public final class Segmenter implements AutoCloseable {
    /** What is made small. */
    public enum Loss {
        /** LoVT. */
        DICE,
        /** GLoRIA and MGCA. */
        MIXED,
        /** LViT. */
        DICE_BCE;

        private Tensor of(Tensor logits, Tensor truth, Tensor known) {
            return switch (this) {
                case DICE -> PixelLoss.dice(logits, truth, known);
                case MIXED -> PixelLoss.mixed(logits, truth, known);
                case DICE_BCE -> Scope.returning(() -> PixelLoss.dicePlusBalancedBce(logits.sigmoid(), truth, known));
            };
        }
    }

    /**
     * What is trained.
     *
     * @param unet a U-Net's decoder, else a 1×1 convolution
     * @param frozen the tower stays as it is
     * @param side of the pictures in pixels
     * @param textSize of what is told of a picture, or 0
     * @param width of the U-Net's first step
     * @param byLoss the best epoch is that of the least validation loss, else that of the highest validation Dice
     */
    public record Spec(
            boolean unet,
            boolean frozen,
            int side,
            int structures,
            int textSize,
            int width,
            Loss loss,
            boolean byLoss) {}

    private final Spec spec;
    private final Tower tower;
    private final Params params;
    private final PixelHead head;

    /** With a new head, filled by {@code seed}, on a copy of the model's tower. */
    public Segmenter(Inference model, Spec spec, long seed) {
        this.spec = spec;
        tower = new Tower(model, spec.frozen, spec.unet ? Integer.MAX_VALUE : 1, spec.side);
        params = Params.create(seed, model.model().params().device());
        head = new PixelHead(
                params,
                spec.unet ? PixelHead.Kind.UNET : PixelHead.Kind.LINEAR,
                tower.shapes(),
                spec.structures,
                spec.textSize,
                spec.width,
                spec.side);
    }

    /** Trains on the first pictures, chooses by the second. */
    public Fitting.Fitted fit(
            Fitting.Plan plan,
            int train,
            IntFunction<Square> trainSquares,
            int validation,
            IntFunction<Square> validationSquares,
            Progress progress,
            String stage) {
        List<Params> trained =
                Stream.concat(Stream.of(params), tower.trained().stream()).toList();
        return Fitting.run(
                plan,
                trained,
                train,
                batch -> loss(Arrays.stream(batch).mapToObj(trainSquares).toList()),
                () -> validate(plan.batch(), validation, validationSquares),
                progress,
                stage);
    }

    private Tensor loss(List<Square> squares) {
        return Scope.returning(() -> spec.loss.of(logits(squares), truth(squares), known(squares)));
    }

    /** Minus the mean loss, or the mean soft-free Dice of pictures and structures that hold something. */
    private double validate(int batch, int count, IntFunction<Square> squares) {
        double sum = 0;
        int n = 0;
        for (int from = 0; from < count; from += batch) {
            List<Square> some = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + batch); i++) {
                some.add(squares.apply(i));
            }
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                if (spec.byLoss) {
                    sum -= Tensors.value(loss(some)) * some.size();
                    n += some.size();
                    continue;
                }
                float[] logits = Tensors.floats(logits(some));
                int area = spec.side * spec.side;
                for (int b = 0; b < some.size(); b++) {
                    for (int k = 0; k < spec.structures; k++) {
                        double dice = dice(
                                logits,
                                (b * spec.structures + k) * area,
                                some.get(b).mask(k));
                        sum += Double.isNaN(dice) ? 0 : dice;
                        n += Double.isNaN(dice) ? 0 : 1;
                    }
                }
            }
        }
        return n == 0 ? 0 : sum / n;
    }

    /** NaN where nothing is to be found. */
    private static double dice(float[] logits, int from, boolean[] truth) {
        int both = 0;
        int found = 0;
        int all = 0;
        for (int i = 0; i < truth.length; i++) {
            boolean in = logits[from + i] >= 0;
            both += in && truth[i] ? 1 : 0;
            found += in ? 1 : 0;
            all += truth[i] ? 1 : 0;
        }
        return all == 0 ? Double.NaN : 2.0 * both / (found + all);
    }

    private Tensor logits(List<Square> squares) {
        return Scope.returning(() -> {
            float[] texts = new float[squares.size() * spec.textSize];
            for (int b = 0; b < squares.size() && spec.textSize > 0; b++) {
                System.arraycopy(squares.get(b).text(), 0, texts, b * spec.textSize, spec.textSize);
            }
            Tensor textBT = params.device().move(Tensors.of(texts, squares.size(), spec.textSize));
            return head.forward(tower.maps(squares), textBT);
        });
    }

    private Tensor truth(List<Square> squares) {
        int area = spec.side * spec.side;
        float[] truth = new float[Math.multiplyExact(squares.size() * spec.structures, area)];
        for (int b = 0; b < squares.size(); b++) {
            for (int k = 0; k < spec.structures; k++) {
                boolean[] mask = squares.get(b).mask(k);
                for (int i = 0; i < mask.length; i++) {
                    truth[(b * spec.structures + k) * area + i] = mask[i] ? 1 : 0;
                }
            }
        }
        return params.device().move(Tensors.of(truth, squares.size(), spec.structures, spec.side, spec.side));
    }

    private Tensor known(List<Square> squares) {
        float[] known = new float[squares.size() * spec.structures];
        for (int i = 0; i < known.length; i++) {
            known[i] = squares.get(i / spec.structures).known(i % spec.structures) ? 1 : 0;
        }
        return params.device().move(Tensors.of(known, squares.size(), spec.structures, 1, 1));
    }

    /** For each structure a probability a pixel: K x S·S. */
    public float[][] probabilities(Square square) {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            int area = spec.side * spec.side;
            return Tensors.rows(logits(List.of(square)).sigmoid().reshape(spec.structures, area));
        }
    }

    @Override
    public void close() {
        params.close();
        tower.close();
    }
}
