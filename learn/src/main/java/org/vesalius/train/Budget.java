package org.vesalius.train;

/**
 * How much is trained, and how often it is looked at.
 *
 * @param batch pairs that are contrasted together
 * @param chunk pairs that are embedded together where the batch's activations would not fit ({@link GradientCache}), or 0 for all at once; the loss is the batch's either way
 * @param accumulate batches whose gradients are summed for one update; each is contrasted on its own
 * @param epochs passes over the training studies; used when {@code steps} is 0
 * @param steps updates, or 0
 * @param validateEvery updates between two validations, or 0 for one an epoch
 * @param monitor what decides which weights are best
 * @param patience validations without gain after which training stops, or 0 for never
 */
public record Budget(
        int batch, int chunk, int accumulate, int epochs, int steps, int validateEvery, Monitor monitor, int patience) {
    /** A figure on the validation split. */
    public enum Monitor {
        /** The method's loss; less is better. */
        LOSS,
        /** Recall of the own image among the first five for each text; more is better. */
        RECALL
    }

    /** So many epochs at a batch size, validated once an epoch, never stopped early. */
    public static Budget epochs(int batch, int epochs) {
        return new Budget(batch, 0, 1, epochs, 0, 0, Monitor.LOSS, 0);
    }

    /** So many updates at a batch size, validated once an epoch, never stopped early. */
    public static Budget steps(int batch, int steps) {
        return new Budget(batch, 0, 1, 0, steps, 0, Monitor.LOSS, 0);
    }

    /** With another figure that decides which weights are best. */
    public Budget withMonitor(Monitor other) {
        return new Budget(batch, chunk, accumulate, epochs, steps, validateEvery, other, patience);
    }

    /** Stopped after so many validations without gain. */
    public Budget withPatience(int validations) {
        return new Budget(batch, chunk, accumulate, epochs, steps, validateEvery, monitor, validations);
    }
}
