package org.vesalius.phantom;

import org.vesalius.io.InputException;

/**
 * What to write.
 *
 * @param train studies of this split; patients are never shared between splits
 * @param seed equal seeds give equal bytes, on any number of threads
 * @param volumes a CT volume beside each pair of radiographs, about 2 MB and half a second a study
 * @param maskFiles each mask also as a PNG of its own
 */
public record PhantomOptions(int train, int val, int test, long seed, boolean volumes, boolean maskFiles) {
    /** Counts must not be negative, and their sum must be positive. */
    public PhantomOptions {
        if (train < 0 || val < 0 || test < 0 || train + val + test == 0) {
            throw InputException.of(
                    "phantom", "at least one study", train + " + " + val + " + " + test, "ask for more");
        }
    }

    /** What the demo uses: 1,600 / 200 / 300 studies. */
    public static PhantomOptions standard(long seed) {
        return new PhantomOptions(1600, 200, 300, seed, false, false);
    }
}
