package org.vesalius.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.metric.Rows.FIRST;
import static org.vesalius.metric.Rows.POSITIVE;
import static org.vesalius.metric.Rows.SECOND;
import static org.vesalius.metric.Rows.flags;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final double[] SPEC = {.1, .4, .4, .8, .35};
    private static final double[] STEPS = {.95, .85, .75, .65, .55, .45, .35, .25, .15, .05};

    @Test
    void aTieIsHalfAWin() {
        // specification of the downstream systems, section 8.4
        assertThat(Ranking.auroc(SPEC, flags("00111"))).isEqualTo(.75);
        assertThat(Ranking.averagePrecision(SPEC, flags("00111"))).isCloseTo(.8055556, within(1e-7));
        assertThat(Ranking.auroc(STEPS, flags("1101010000"))).isEqualTo(.875);
        assertThat(Ranking.averagePrecision(STEPS, flags("1101010000"))).isCloseTo(.8541667, within(1e-7));
    }

    @Test
    void theRankStatisticEqualsTheMannWhitneyU() {
        assertThat(Ranking.auroc(FIRST, POSITIVE)).isCloseTo(.6733333333333333, within(1e-14));
        assertThat(Ranking.auroc(SECOND, POSITIVE)).isCloseTo(.6383333333333333, within(1e-14));
        assertThat(Ranking.averagePrecision(FIRST, POSITIVE)).isCloseTo(.8690849077536382, within(1e-14));
        assertThat(Ranking.averagePrecision(SECOND, POSITIVE)).isCloseTo(.8473689851731017, within(1e-14));
    }

    @Test
    void constantScoresGiveChance() {
        double[] constant = new double[POSITIVE.length];
        assertThat(Ranking.auroc(constant, POSITIVE)).isEqualTo(.5);
        assertThat(Ranking.averagePrecision(constant, POSITIVE)).isEqualTo(.75);
    }

    @Test
    void oneClassAloneHasNoArea() {
        assertThat(Ranking.auroc(new double[] {1, 2}, flags("11"))).isNaN();
        assertThat(Ranking.averagePrecision(new double[] {1, 2}, flags("00"))).isNaN();
    }

    @Test
    void theAreaUnderTheCurveIsTheRankStatistic() {
        var curve = Ranking.roc(FIRST, POSITIVE);
        double area = 0;
        for (int i = 1; i < curve.size(); i++) {
            var a = curve.get(i - 1);
            var b = curve.get(i);
            area += (b.falsePositiveRate() - a.falsePositiveRate()) * (a.truePositiveRate() + b.truePositiveRate()) / 2;
        }
        assertThat(area).isCloseTo(Ranking.auroc(FIRST, POSITIVE), within(1e-14));
        assertThat(curve.getLast().truePositiveRate()).isEqualTo(1);
    }

    @Test
    void drawingARowTwiceIsWritingItTwice() {
        int[] times = new int[FIRST.length];
        Arrays.setAll(times, i -> i % 3);
        int n = Arrays.stream(times).sum();
        double[] scores = new double[n];
        boolean[] positive = new boolean[n];
        for (int i = 0, at = 0; i < times.length; i++) {
            for (int t = 0; t < times[i]; t++) {
                scores[at] = FIRST[i];
                positive[at++] = POSITIVE[i];
            }
        }
        assertThat(Ranking.aurocOf(FIRST, POSITIVE).of(times))
                .isCloseTo(Ranking.auroc(scores, positive), within(1e-14));
        assertThat(Ranking.averagePrecisionOf(FIRST, POSITIVE).of(times))
                .isCloseTo(Ranking.averagePrecision(scores, positive), within(1e-14));
    }

    @Test
    void aScoreThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> Ranking.auroc(new double[] {1, Double.NaN}, flags("10")))
                .hasMessageContaining("NaN");
    }
}
