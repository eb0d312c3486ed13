package org.vesalius.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.metric.Rows.flags;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalTest {
    // specification of the downstream systems, section 8.4: ranks 1, 1, 3
    private static final float[][] SPEC = {{.9f, .1f, .3f}, {.2f, .8f, .7f}, {.6f, .5f, .4f}};

    @Test
    void theSpecificationsRanks() {
        String[] own = {"100", "010", "001"};
        assertThat(IntStream.range(0, 3).mapToDouble(i -> Retrieval.rank(SPEC[i], flags(own[i]))))
                .containsExactly(1.0, 1.0, 3.0);
        for (int k : new int[] {1, 2}) {
            double recall = IntStream.range(0, 3)
                    .mapToDouble(i -> Retrieval.hitAtK(SPEC[i], flags(own[i]), k))
                    .average()
                    .orElseThrow();
            assertThat(recall).isCloseTo(2 / 3.0, within(1e-15));
        }
    }

    @Test
    void anyItemOfTheSameTextIsAHit() {
        float[] scores = {.1f, .9f, .5f, .4f};
        assertThat(Retrieval.hitAtK(scores, flags("1000"), 2)).isZero();
        assertThat(Retrieval.hitAtK(scores, flags("1010"), 2)).isEqualTo(1);
        assertThat(Retrieval.rank(scores, flags("1010"))).isEqualTo(2);
        assertThat(Retrieval.reciprocalRank(scores, flags("1010"))).isEqualTo(.5);
    }

    @Test
    void scoringEverythingAlikeGivesChance() {
        float[] flat = new float[20];
        boolean[] relevant = flags("10100000000000000100");
        for (int k : new int[] {1, 5, 10, 20, 30}) {
            assertThat(Retrieval.hitAtK(flat, relevant, k)).isCloseTo(Retrieval.chanceHitAtK(20, 3, k), within(1e-12));
            assertThat(Retrieval.precisionAtK(flat, relevant, k)).isCloseTo(3 / 20.0, within(1e-12));
        }
        assertThat(Retrieval.hitAtK(flat, flags("10000000000000000000"), 5)).isCloseTo(5 / 20.0, within(1e-12));
        assertThat(Retrieval.rank(flat, flags("10000000000000000000"))).isEqualTo(10.5);
    }

    @Test
    void tiesAreExpectations() {
        float[] scores = {.9f, .5f, .5f, .5f, .1f};
        assertThat(Retrieval.hitAtK(scores, flags("01000"), 1)).isZero();
        assertThat(Retrieval.hitAtK(scores, flags("01000"), 2)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(Retrieval.hitAtK(scores, flags("01000"), 4)).isEqualTo(1);
        // places 2, 3, 4 with 1/3 each
        assertThat(Retrieval.reciprocalRank(scores, flags("01000")))
                .isCloseTo((1 / 2.0 + 1 / 3.0 + 1 / 4.0) / 3, within(1e-12));
        assertThat(Retrieval.shareAtK(scores, flags("11000"), 2)).isCloseTo((1 + 1 / 3.0) / 2, within(1e-12));
    }

    @Test
    void precisionCountsTheClass() {
        float[] scores = {.9f, .8f, .7f, .6f, .5f};
        assertThat(Retrieval.precisionAtK(scores, flags("10110"), 2)).isEqualTo(.5);
        assertThat(Retrieval.precisionAtK(scores, flags("10110"), 5)).isEqualTo(.6);
    }

    @Test
    void nothingRelevantIsNoQuery() {
        assertThat(Retrieval.hitAtK(SPEC[0], flags("000"), 1)).isNaN();
        assertThat(Retrieval.rank(SPEC[0], flags("000"))).isNaN();
    }

    @Test
    void chanceIsOneMinusTheMissesInARow() {
        assertThat(Retrieval.chanceHitAtK(200, 1, 5)).isCloseTo(.025, within(1e-12));
        assertThat(Retrieval.chanceHitAtK(10, 2, 3)).isCloseTo(1 - 8 * 7 * 6 / (10.0 * 9 * 8), within(1e-12));
        assertThat(Retrieval.chanceHitAtK(5, 3, 3)).isEqualTo(1);
    }

    @Test
    void theMedianFollowsTheDraw() {
        double[] ranks = {1, 5, 9};
        assertThat(Retrieval.median(ranks)).isEqualTo(5);
        assertThat(Retrieval.medianOf(ranks).of(new int[] {0, 1, 3})).isEqualTo(9);
    }
}
