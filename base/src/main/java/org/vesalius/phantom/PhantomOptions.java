package org.vesalius.phantom;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.vesalius.io.InputException;

/**
 * What to write.
 *
 * @param train studies of this split; patients are never shared between splits
 * @param seed equal seeds give equal bytes, on any number of threads
 * @param volumes a CT volume beside each pair of radiographs, about 2 MB and half a second a study
 * @param maskFiles each mask also as a PNG of its own
 * @param slices the CT as DICOM slices, about 4 MB a study; left out of {@code phantom.json} where it is not asked for
 */
public record PhantomOptions(
        int train,
        int val,
        int test,
        long seed,
        boolean volumes,
        boolean maskFiles,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        boolean slices) {
    /** Counts must not be negative, and their sum must be positive. */
    public PhantomOptions {
        if (train < 0 || val < 0 || test < 0 || train + val + test == 0) {
            throw InputException.of(
                    "phantom", "at least one study", train + " + " + val + " + " + test, "ask for more");
        }
    }

    /** Without DICOM slices. */
    public PhantomOptions(int train, int val, int test, long seed, boolean volumes, boolean maskFiles) {
        this(train, val, test, seed, volumes, maskFiles, false);
    }

    /** What the demo uses: 1,600 / 200 / 300 studies. */
    public static PhantomOptions standard(long seed) {
        return new PhantomOptions(1600, 200, 300, seed, false, false);
    }
}
