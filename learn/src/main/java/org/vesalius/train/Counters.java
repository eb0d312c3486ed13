package org.vesalius.train;

import org.vesalius.shard.Cursor;

/**
 * How far a training is: with the weights and moments, all that resuming needs.
 *
 * @param step updates done
 * @param next the place of the next batch
 * @param drops how often the plateau rule lowered the rate
 * @param sinceBest validations since the best one
 * @param best the best monitored figure, as a value where more is better; NaN before the first validation
 */
record Counters(long step, Cursor next, int drops, int sinceBest, double best, long bestStep) {
    static Counters start(long seed) {
        return new Counters(0, Cursor.start(seed), 0, 0, Double.NaN, 0);
    }

    Counters afterStep(Cursor following) {
        return new Counters(step + 1, following, drops, sinceBest, best, bestStep);
    }

    /** Whether a validation's figure is the best so far. */
    boolean improvedBy(double figure) {
        return Double.isNaN(best) || figure > best;
    }

    Counters afterValidation(double figure, Schedule schedule) {
        if (improvedBy(figure)) {
            return new Counters(step, next, drops, 0, figure, step);
        }
        int waited = sinceBest + 1;
        boolean drop = schedule.kind() == Schedule.Kind.PLATEAU && waited % schedule.every() == 0;
        return new Counters(step, next, drops + (drop ? 1 : 0), waited, best, bestStep);
    }
}
