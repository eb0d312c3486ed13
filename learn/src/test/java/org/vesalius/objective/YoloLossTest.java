package org.vesalius.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;

class YoloLossTest {
    private static final List<YoloLoss.Anchor> ANCHORS =
            List.of(new YoloLoss.Anchor(.2, .2), new YoloLoss.Anchor(.5, .25), new YoloLoss.Anchor(.5, .6));

    /** The same loss a second time, cell by cell and in probabilities, as the published code has it. */
    private static double plainly(float[] out, List<List<YoloLoss.Truth>> truths, int kinds, int h, int w) {
        double n = truths.size() * 3.0 * h * w;
        double x = 0, y = 0, ww = 0, hh = 0, object = 0, nothing = 0, kind = 0;
        for (int b = 0; b < truths.size(); b++) {
            for (int a = 0; a < 3; a++) {
                for (int row = 0; row < h; row++) {
                    for (int column = 0; column < w; column++) {
                        YoloLoss.Truth mine = null;
                        boolean near = false;
                        for (YoloLoss.Truth t : truths.get(b)) {
                            if ((int) (t.x() * w) == column && (int) (t.y() * h) == row) {
                                near |= overlap(ANCHORS.get(a), t) > .5;
                                mine = best(t) == a ? t : mine;
                            }
                        }
                        int[] at = new int[5 + kinds];
                        for (int v = 0; v < at.length; v++) {
                            at[v] = ((b * 3 + a) * (5 + kinds) + v) * h * w + row * w + column;
                        }
                        if (!near) {
                            nothing -= Math.log(1 - sigmoid(out[at[4]]));
                        }
                        if (mine != null) {
                            x += entropy(sigmoid(out[at[0]]), mine.x() * w - column);
                            y += entropy(sigmoid(out[at[1]]), mine.y() * h - row);
                            ww += Math.pow(
                                    out[at[2]]
                                            - Math.log(mine.width()
                                                    / ANCHORS.get(a).width()),
                                    2);
                            hh += Math.pow(
                                    out[at[3]]
                                            - Math.log(mine.height()
                                                    / ANCHORS.get(a).height()),
                                    2);
                            object -= Math.log(sigmoid(out[at[4]]));
                            for (int k = 0; k < kinds; k++) {
                                kind += entropy(sigmoid(out[at[5 + k]]), k == mine.kind() ? 1 : 0);
                            }
                        }
                    }
                }
            }
        }
        return (2.5 * (x + y + ww + hh) + object + .5 * nothing) / n + (kinds > 1 ? kind / (n * kinds) : 0);
    }

    private static int best(YoloLoss.Truth t) {
        int best = 0;
        for (int a = 1; a < 3; a++) {
            best = overlap(ANCHORS.get(a), t) > overlap(ANCHORS.get(best), t) ? a : best;
        }
        return best;
    }

    private static double overlap(YoloLoss.Anchor a, YoloLoss.Truth t) {
        double both = Math.min(a.width(), t.width()) * Math.min(a.height(), t.height());
        return both / (a.width() * a.height() + t.width() * t.height() - both);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double entropy(double p, double t) {
        return -t * Math.log(p) - (1 - t) * Math.log(1 - p);
    }

    private static float[] random(int n) {
        RandomGenerator random = Seed.random(5);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void itIsThePlainLoss() {
        List<List<YoloLoss.Truth>> truths = List.of(
                List.of(new YoloLoss.Truth(.3, .7, .22, .18, 1), new YoloLoss.Truth(.9, .1, .45, .5, 0)), List.of());
        for (int kinds : List.of(1, 2)) {
            List<List<YoloLoss.Truth>> known = kinds == 2
                    ? truths
                    : truths.stream()
                            .map(list -> list.stream()
                                    .map(t -> new YoloLoss.Truth(t.x(), t.y(), t.width(), t.height(), 0))
                                    .toList())
                            .toList();
            float[] out = random(2 * 3 * (5 + kinds) * 4 * 5);
            try (var _ = Scope.open()) {
                Tensor outBCHW = Tensors.of(out, 2, 3L * (5 + kinds), 4, 5);
                assertThat(Tensors.value(YoloLoss.of(outBCHW, ANCHORS, known, kinds)))
                        .isCloseTo(plainly(out, known, kinds, 4, 5), within(1e-5));
            }
        }
    }

    @Test
    void aBoxAtTheFarEdgeBelongsToTheLastCell() {
        try (var _ = Scope.open()) {
            Tensor out = Tensors.zeros(1, 18, 2, 2);
            YoloLoss.Truth edge = new YoloLoss.Truth(1, 1, .2, .2, 0);
            // place: 2 × ln 2 × 2.5; object ln 2; nothing: 11 of 12 cells
            double expected = (2 * 2.5 * Math.log(2) + Math.log(2) + .5 * 11 * Math.log(2)) / 12;
            assertThat(Tensors.value(YoloLoss.of(out, ANCHORS, List.of(List.of(edge)), 1)))
                    .isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void descentFindsTheBox() {
        YoloLoss.Truth truth = new YoloLoss.Truth(.3, .7, .22, .18, 0);
        try (var _ = Scope.open()) {
            Tensor out = Tensors.zeros(1, 18, 4, 4);
            out.set_requires_grad(true);
            for (int step = 0; step < 300; step++) {
                try (var _ = Scope.open()) {
                    YoloLoss.of(out, ANCHORS, List.of(List.of(truth)), 1).backward();
                    try (var _ = Gradients.off()) {
                        out.sub_(out.grad().mul(Tensors.scalar(5)));
                        out.grad().zero_();
                    }
                }
            }
            float[] values = Tensors.floats(out.select(1, 4));
            int cell = 2 * 4 + 1;
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i] > 0).isEqualTo(i == cell);
            }
            assertThat(Tensors.floats(out.select(1, 2))[cell]).isCloseTo((float) Math.log(1.1), within(1e-2f));
        }
    }
}
