package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

class PointingTest {
    @Test
    void aGridIsEnlargedBetweenTheCentresOfItsCellsAndStaysBeyondThem() {
        try (var _ = Scope.open()) {
            Pointing.Look look = new Pointing.Look(Tensors.of(new float[] {0, 4, 8, 12}, 4), 2, 2);
            float[] map = Pointing.enlarged(look, 4);
            // centres of cells lie at 1 and 3 of 4 pixels; a pixel's centre at 0.5 is beyond the first
            assertThat(map[0]).isZero();
            assertThat(map[1]).isCloseTo(1, within(1e-6f));
            assertThat(map[2]).isCloseTo(3, within(1e-6f));
            assertThat(map[3]).isEqualTo(4);
            assertThat(map[5]).isCloseTo(1 + 2, within(1e-6f));
            assertThat(map[15]).isEqualTo(12);
        }
    }
}
