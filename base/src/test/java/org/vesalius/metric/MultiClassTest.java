package org.vesalius.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The values of the first case are also those of scikit-learn's precision_recall_fscore_support(average="macro", zero_division=0). */
class MultiClassTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final int[] TRUTH = {0, 0, 1, 1, 2};
    /** Chosen: 0, 1, 1, 1, 0. */
    private static final double[][] SCORES = {
        {.9, .1, .2}, {.1, .8, .3}, {0, .6, .1}, {.2, .4, .1}, {.5, .4, .3},
    };

    private static double of(Bootstrap.Statistic statistic, int rows) {
        return statistic.of(Ranking.ones(rows));
    }

    @Test
    void accuracyAndMeansAsWorkedByHand() {
        MultiClass found = MultiClass.of(TRUTH, SCORES);
        assertThat(of(found.accuracy(), 5)).isCloseTo(3 / 5.0, CLOSE);
        // class 0: chosen twice, once right, of two; class 1: chosen thrice, both found; class 2: never chosen
        assertThat(of(found.macro(MultiClass.Part.PRECISION), 5)).isCloseTo((1 / 2.0 + 2 / 3.0 + 0) / 3, CLOSE);
        assertThat(of(found.macro(MultiClass.Part.RECALL), 5)).isCloseTo((1 / 2.0 + 1 + 0) / 3, CLOSE);
        assertThat(of(found.macro(MultiClass.Part.F1), 5)).isCloseTo((1 / 2.0 + 4 / 5.0 + 0) / 3, CLOSE);
        assertThat(of(found.of(1, MultiClass.Part.F1), 5)).isCloseTo(4 / 5.0, CLOSE);
    }

    @Test
    void aRowDrawnTwiceCountsTwice() {
        MultiClass found = MultiClass.of(TRUTH, SCORES);
        assertThat(found.accuracy().of(new int[] {2, 0, 1, 0, 1})).isCloseTo(3 / 4.0, CLOSE);
    }

    @Test
    void whoScoresAllAlikeGetsChance() {
        MultiClass flat = MultiClass.of(TRUTH, new double[5][3]);
        assertThat(of(flat.accuracy(), 5)).isCloseTo(1 / 3.0, CLOSE);
        assertThat(of(flat.macro(MultiClass.Part.RECALL), 5)).isCloseTo(1 / 3.0, CLOSE);
    }

    @Test
    void whoIsAlwaysRightHasOneInEverything() {
        double[][] right = new double[5][3];
        for (int n = 0; n < 5; n++) {
            right[n][TRUTH[n]] = 1;
        }
        for (MultiClass.Part part : MultiClass.Part.values()) {
            assertThat(of(MultiClass.of(TRUTH, right).macro(part), 5)).isEqualTo(1);
        }
    }

    @Test
    void aClassThatIsNowhereTakesPartInNoMean() {
        MultiClass found = MultiClass.of(new int[] {0, 0}, new double[][] {{1, 0}, {1, 0}});
        assertThat(of(found.of(1, MultiClass.Part.F1), 2)).isNaN();
        assertThat(of(found.macro(MultiClass.Part.F1), 2)).isEqualTo(1);
    }

    @Test
    void aSingleRowAndOneThatIsNoNumber() {
        assertThat(of(MultiClass.of(new int[] {0}, new double[][] {{0, 1}}).accuracy(), 1))
                .isZero();
        assertThatThrownBy(() -> MultiClass.of(new int[] {0}, new double[][] {{Double.NaN, 1}}))
                .hasMessageContaining("row 0");
    }
}
