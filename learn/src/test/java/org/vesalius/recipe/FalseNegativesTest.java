package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.objective.Direction;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Example;

/** Studies 0 and 1 say the same in other spacing, 2 and 3 are normal in other words, 4 is alone. */
class FalseNegativesTest {
    private static final Map<String, LabelState> NOTHING =
            Map.of("Edema", LabelState.NEGATIVE, "Pneumonia", LabelState.BLANK);
    private static final Map<String, LabelState> EFFUSION = Map.of("Pleural Effusion", LabelState.POSITIVE);
    private static final List<Example> EXAMPLES = List.of(
            Example.of(0, List.of("Small effusion."), EFFUSION),
            Example.of(1, List.of("small  EFFUSION."), EFFUSION),
            Example.of(2, List.of("Clear lungs."), NOTHING),
            Example.of(3, List.of("No edema."), Map.of("No Finding", LabelState.POSITIVE)),
            Example.of(4, List.of("Large effusion."), EFFUSION));
    private static final boolean[][] FIT = {
        {false, true, false, false, false},
        {true, false, false, false, false},
        {false, false, false, true, false},
        {false, false, true, false, false},
        {false, false, false, false, false}
    };

    private static final float[] LOGITS = new float[25];

    static {
        for (int i = 0; i < LOGITS.length; i++) {
            LOGITS[i] = (float) Math.sin(i * 1.7) * 3;
        }
    }

    private static double contrast(FalseNegatives rule) {
        try (var _ = Scope.open()) {
            return Tensors.value(rule.contrast(Tensors.of(LOGITS, 5, 5), EXAMPLES, Direction.average()));
        }
    }

    /** The mean of both directions, in plain loops; a pair counts as negative unless {@code without}, as positive if own or {@code with}. */
    private static double byHand(boolean without, boolean with) {
        double loss = 0;
        for (int direction = 0; direction < 2; direction++) {
            for (int i = 0; i < 5; i++) {
                double sum = 0;
                double positive = 0;
                int positives = 0;
                for (int j = 0; j < 5; j++) {
                    float logit = direction == 0 ? LOGITS[i * 5 + j] : LOGITS[j * 5 + i];
                    sum += without && FIT[i][j] ? 0 : Math.exp(logit);
                    if (i == j || (with && FIT[i][j])) {
                        positive += logit;
                        positives++;
                    }
                }
                loss += (Math.log(sum) - positive / positives) / 10;
            }
        }
        return loss;
    }

    @Test
    void keptTheyArePushedApart() {
        assertThat(contrast(FalseNegatives.KEEP)).isCloseTo(byHand(false, false), within(1e-5));
    }

    @Test
    void leftOutTheyAreNoPartOfTheSum() {
        assertThat(contrast(FalseNegatives.LEAVE_OUT)).isCloseTo(byHand(true, false), within(1e-5));
    }

    @Test
    void asPositivesTheyShareTheTarget() {
        assertThat(contrast(FalseNegatives.POSITIVE)).isCloseTo(byHand(false, true), within(1e-5));
    }

    @Test
    void nothingSaidAtAllIsNotNormal() {
        assertThat(FalseNegatives.normal(Map.of())).isFalse();
        assertThat(FalseNegatives.normal(Map.of("Edema", LabelState.UNCERTAIN, "Mass", LabelState.NEGATIVE)))
                .isFalse();
        assertThat(FalseNegatives.normal(NOTHING)).isTrue();
    }
}
