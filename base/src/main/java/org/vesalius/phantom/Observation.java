package org.vesalius.phantom;

/**
 * One finding of one study.
 *
 * @param id within its study
 * @param severity 0 just visible … 1 plain
 * @param form a seed of its shape, the same in follow-up studies
 * @param priorSeverity of the study before, or -1
 */
public record Observation(
        String id,
        Finding finding,
        Side side,
        Zone zone,
        double severity,
        long form,
        Change change,
        double priorSeverity) {
    /** Whether it is there now. */
    public boolean present() {
        return change != Change.RESOLVED;
    }

    /** A linear map of the severity. */
    double scaled(double least, double most) {
        return least + (most - least) * severity;
    }
}
