package org.vesalius.train;

/**
 * How the learning rate changes: linear warm-up from 0, then one of four curves.
 *
 * @param floor what the cosine ends at and no curve falls below, as a share of the full rate
 * @param gamma the factor of a step or plateau drop
 * @param every steps between two drops, or validations without gain before a plateau drop
 */
public record Schedule(Kind kind, int warmup, double floor, double gamma, int every) {
    /** The curve after the warm-up. */
    public enum Kind {
        /** Flat. */
        CONSTANT,
        /** Half a cosine down to the floor at the last step. */
        COSINE,
        /** Times gamma each {@code every} steps. */
        STEP,
        /** Times gamma when {@code every} validations brought no gain. */
        PLATEAU
    }

    /** Flat after the warm-up. */
    public static Schedule constant(int warmup) {
        return new Schedule(Kind.CONSTANT, warmup, 0, 1, 1);
    }

    /** Half a cosine to 0 after the warm-up. */
    public static Schedule cosine(int warmup) {
        return new Schedule(Kind.COSINE, warmup, 0, 1, 1);
    }

    /** Times gamma each {@code every} steps. */
    public static Schedule step(double gamma, int every) {
        return new Schedule(Kind.STEP, 0, 0, gamma, every);
    }

    /** Times gamma when {@code patience} validations brought no gain. */
    public static Schedule plateau(double gamma, int patience) {
        return new Schedule(Kind.PLATEAU, 0, 0, gamma, patience);
    }

    /**
     * The share of the full rate at a step.
     *
     * @param step counted from 0
     * @param total steps of the whole training
     * @param drops how often the plateau rule dropped the rate so far
     */
    public double factor(long step, long total, int drops) {
        if (step < warmup) {
            return (step + 1.0) / warmup;
        }
        double curve = switch (kind) {
            case CONSTANT -> 1;
            case COSINE -> {
                double done = (double) (step - warmup) / (double) Math.max(1, total - warmup);
                yield floor + (1 - floor) * 0.5 * (1 + StrictMath.cos(Math.PI * Math.min(1, done)));
            }
            case STEP -> StrictMath.pow(gamma, (double) Math.floorDiv(step - warmup, every));
            case PLATEAU -> StrictMath.pow(gamma, drops);
        };
        return Math.max(floor, curve);
    }
}
