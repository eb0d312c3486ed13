package org.vesalius.metric.clinical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextScores;

class MetricStudyTest {
    private static final Bootstrap ROWS = Bootstrap.byRow(4, 50, 1);
    private static final double[] ERRORS = {0, 1, 2, 5};
    private static final TextMetric HIGH = ClinicalMetrics.match().getFirst();
    private static final TextMetric LOW =
            GivenFeatures.radCliq(List.of(new RadCliq.Features(0, 0, 0, 0))).getFirst();

    @Test
    void agreementIsPositiveWhicheverWayAMetricRuns() {
        TextScores falling = TextScores.mean(new double[] {.9, .7, .4, .1});
        TextScores rising = TextScores.mean(new double[] {.1, .4, .7, .9});
        assertEquals(1, MetricStudy.of(HIGH, falling, ERRORS, ROWS).kendall().value(), 1e-12);
        assertEquals(-1, MetricStudy.of(HIGH, rising, ERRORS, ROWS).kendall().value(), 1e-12);
        assertEquals(1, MetricStudy.of(LOW, rising, ERRORS, ROWS).kendall().value(), 1e-12);
        assertTrue(MetricStudy.of(LOW, rising, ERRORS, ROWS).pearson().value() > .9);
    }

    @Test
    void aPairWithoutAScoreOrACountIsLeftOut() {
        TextScores scores = TextScores.mean(new double[] {.9, Double.NaN, .4, .1});
        MetricStudy.OfMetric of = MetricStudy.of(HIGH, scores, new double[] {0, 1, 2, Double.NaN}, ROWS);
        assertEquals(2, of.pairs());
        assertEquals(1, of.kendall().value(), 1e-12);
    }
}
