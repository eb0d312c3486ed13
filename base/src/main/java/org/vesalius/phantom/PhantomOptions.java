package org.vesalius.phantom;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * What to write.
 *
 * @param train studies of this split; patients are never shared between splits
 * @param seed equal seeds give equal bytes, on any number of threads
 * @param volumes a CT volume beside each pair of radiographs, about 2 MB and half a second a study
 * @param maskFiles each mask also as a PNG of its own
 * @param slices the CT as DICOM slices, about 4 MB a study; left out of {@code phantom.json} where it is not asked for
 * @param followed share of patients who come again, of 0 to 1; null, and left out of {@code phantom.json}, for the usual {@value #FOLLOWED}
 */
public record PhantomOptions(
        int train,
        int val,
        int test,
        long seed,
        boolean volumes,
        boolean maskFiles,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        boolean slices,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double followed) {
    /** The usual share of patients who come again. */
    public static final double FOLLOWED = 0.28;

    /** Counts must not be negative, and their sum must be positive. */
    public PhantomOptions {
        if (followed != null && !(followed >= 0 && followed <= 1)) {
            throw InputException.of("--followed", "a share of 0 to 1", followed.toString(), "correct it");
        }
        if (train < 0 || val < 0 || test < 0 || train + val + test == 0) {
            throw InputException.of(
                    "phantom", "at least one study", train + " + " + val + " + " + test, "ask for more");
        }
    }

    /** Without DICOM slices. */
    public PhantomOptions(int train, int val, int test, long seed, boolean volumes, boolean maskFiles) {
        this(train, val, test, seed, volumes, maskFiles, false, null);
    }

    /** The share of patients who come again. */
    double comingAgain() {
        return followed == null ? FOLLOWED : followed;
    }

    /** What the demo uses: 1,600 / 200 / 300 studies. */
    public static PhantomOptions standard(long seed) {
        return new PhantomOptions(1600, 200, 300, seed, false, false);
    }
}
