package org.vesalius.evaluate;

import org.vesalius.metric.Bootstrap;

/**
 * A number that is still a function of the rows, so that it can be drawn again, alone or together with the same number of another model. Components as in {@link Measure}.
 *
 * @param draws how rows are drawn
 * @param statistic the number for a draw
 */
public record Estimate(
        String metric,
        String subject,
        String part,
        double chance,
        int rows,
        int positives,
        boolean counted,
        Bootstrap draws,
        Bootstrap.Statistic statistic) {
    /** Its value with its range. */
    public Measure measure() {
        return new Measure(metric, subject, part, draws.interval(statistic), chance, rows, positives, counted);
    }

    /** As {@link Measure#id}. */
    public String id() {
        return Measure.id(metric, subject, part);
    }

    /** The same under another metric's name. */
    Estimate named(String other) {
        return new Estimate(other, subject, part, chance, rows, positives, counted, draws, statistic);
    }
}
