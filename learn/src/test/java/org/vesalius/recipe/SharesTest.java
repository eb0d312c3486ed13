package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

final class SharesTest {
    @Test
    void theOwnPartnerIsOnTheDiagonalAndEqualOnesCountAHalf() {
        try (var _ = Scope.open()) {
            var scores = Tensors.of(new float[] {3, 1, 2, 5, 5, 0, 9, 8, 7}, 3, 3);
            assertThat(Shares.ofOthers(scores, Drawn.batch(1), "what"))
                    .containsExactly(
                            new Measure.Row(0, "what", 1),
                            new Measure.Row(1, "what", 0.75),
                            new Measure.Row(2, "what", 0));
        }
    }

    @Test
    void aModelThatKnowsNothingScoresAHalf() {
        try (var _ = Scope.open()) {
            assertThat(Shares.ofOthers(Tensors.zeros(3, 3), Drawn.batch(1), ""))
                    .extracting(Measure.Row::value)
                    .containsExactly(0.5, 0.5, 0.5);
        }
    }
}
