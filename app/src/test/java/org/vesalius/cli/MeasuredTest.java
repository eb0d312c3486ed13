package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasuredTest {
    @Test
    void aTextScoresTheShareOfOtherImagesThatAreFartherEquallyFarOnesHalf() {
        float[][] images = {{1, 0}, {0, 1}, {0, 1}};
        float[][] texts = {{1, 0}, {0, 1}, {1, 0}};
        // the first finds its own before both others; the second shares its place with the third; the third's own is
        // behind one and level with another
        assertThat(Measured.shares(images, texts)).containsExactly(1, 0.75, 0.25);
    }
}
