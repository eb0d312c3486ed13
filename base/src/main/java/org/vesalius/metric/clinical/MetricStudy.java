package org.vesalius.metric.clinical;

import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Correlation;
import org.vesalius.metric.Interval;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextScores;

/** Whether a metric of reports orders them as radiologists do, who counted their errors (Yu et al., Patterns 2023). The sign is turned so that 1 is full agreement, whichever way a metric runs. */
public final class MetricStudy {
    private MetricStudy() {}

    /**
     * Of one metric.
     *
     * @param pairs that have both a score and a count
     * @param kendall tau_b
     */
    public record OfMetric(String metric, int pairs, Interval kendall, Interval pearson) {}

    /** A metric's values against the errors of each pair, NaN for none; the bootstrap draws whole studies, of which every candidate is a row. */
    public static OfMetric of(TextMetric metric, TextScores scores, double[] errors, Bootstrap bootstrap) {
        double[] good = scores.items();
        int pairs = 0;
        for (int i = 0; i < good.length; i++) {
            pairs += Double.isNaN(good[i]) || Double.isNaN(errors[i]) ? 0 : 1;
            // few errors go with high scores, many with long distances
            good[i] = metric.lowerIsBetter() ? good[i] : -good[i];
        }
        return new OfMetric(
                metric.name(),
                pairs,
                bootstrap.interval(times -> Correlation.kendallTauB(good, errors, times)),
                bootstrap.interval(times -> Correlation.pearson(good, errors, times)));
    }
}
