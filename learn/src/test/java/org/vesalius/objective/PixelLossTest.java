package org.vesalius.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

class PixelLossTest {
    private static final float[] P = {.9f, .8f, .3f, .1f};
    private static final float[] T = {1, 1, 0, 0};

    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    private static Tensor picture(float... values) {
        return Tensors.of(values, 1, 1, 2, values.length / 2);
    }

    private static Tensor all() {
        return Tensors.ones(1, 1, 1, 1);
    }

    private static float[] logits(float... p) {
        float[] logits = new float[p.length];
        for (int i = 0; i < p.length; i++) {
            logits[i] = (float) Math.log(p[i] / (1 - p[i]));
        }
        return logits;
    }

    @Test
    void lvitsLossIsThatOfTheAuthorsCode() {
        // downstream.md section 8.5: run with LViT's utils.py
        assertThat(Tensors.value(PixelLoss.lvitDice(picture(P), picture(T)))).isCloseTo(.042253, within(1e-6));
        assertThat(Tensors.value(PixelLoss.balancedBce(picture(P), picture(T), all())))
                .isCloseTo(.197635, within(1e-6));
        assertThat(Tensors.value(PixelLoss.dicePlusBalancedBce(picture(P), picture(T), all())))
                .isCloseTo(.119944, within(1e-6));
    }

    @Test
    void gloriasSoftDiceIsThatOfTheAuthorsCode() {
        // downstream.md section 8.5
        assertThat(Tensors.value(PixelLoss.softDice(picture(.9f, .8f, .2f, .1f), picture(T), 1)))
                .isCloseTo(.88, within(1e-6));
    }

    @Test
    void theMixedLossIsTenTimesFocalMinusTheLogarithmOfDice() {
        double focal = 0;
        for (int i = 0; i < P.length; i++) {
            double right = T[i] == 1 ? P[i] : 1 - P[i];
            focal -= (1 - right) * (1 - right) * Math.log(right) / P.length;
        }
        double dice = (2 * 1.7 + 1) / (2.1 + 2 + 1);
        assertThat(Tensors.value(PixelLoss.mixed(picture(logits(P)), picture(T), all())))
                .isCloseTo(10 * focal - Math.log(dice), within(1e-5));
    }

    @Test
    void diceOfAStructureThatABatchDoesNotHaveCostsNothing() {
        float[] logits = logits(P);
        assertThat(Tensors.value(PixelLoss.dice(picture(logits), picture(T), all())))
                .isCloseTo(1 - 2 * 1.7 / 4.1, within(1e-6));
        assertThat(Tensors.value(PixelLoss.dice(picture(logits), picture(0, 0, 0, 0), all())))
                .isZero();
    }

    @Test
    void whatNobodyLookedForHasNoPartInAnyLoss() {
        Tensor logits = Tensors.of(logits(.9f, .8f, .3f, .1f, .6f, .6f, .6f, .6f), 1, 2, 2, 2);
        Tensor truth = Tensors.of(new float[] {1, 1, 0, 0, 1, 0, 0, 0}, 1, 2, 2, 2);
        Tensor first = Tensors.of(new float[] {1, 0}, 1, 2, 1, 1);
        Tensor alone = picture(logits(P));
        assertThat(Tensors.value(PixelLoss.mixed(logits, truth, first)))
                .isCloseTo(Tensors.value(PixelLoss.mixed(alone, picture(T), all())), within(1e-5));
        assertThat(Tensors.value(PixelLoss.dicePlusBalancedBce(logits.sigmoid(), truth, first)))
                .isCloseTo(.119944, within(1e-5));
        // the mean over both structures, one of which costs nothing
        assertThat(2 * Tensors.value(PixelLoss.dice(logits, truth, first)))
                .isCloseTo(Tensors.value(PixelLoss.dice(alone, picture(T), all())), within(1e-5));
    }
}
