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
    private static final double SOON = 0.65;

    /** Whether it is there now. */
    public boolean present() {
        return change != Change.RESOLVED;
    }

    /** From {@code least} at severity 0 to {@code most} at 1, faster at first, so that only the lowest severities are hard to see. */
    double scaled(double least, double most) {
        return least + (most - least) * Math.pow(severity, SOON);
    }
}
