package org.vesalius.train;

import java.time.Duration;
import java.util.Locale;
import org.vesalius.io.Progress;

/**
 * What a training would need: memory from the shapes ({@link Footprint}), time from a few real steps.
 *
 * @param freeBytes what the system can give now
 * @param steps of the whole training
 * @param secondsPerStep measured, or 0 where the memory does not suffice to try
 */
public record Estimate(
        long parameters, long memoryBytes, long freeBytes, long studies, long steps, double secondsPerStep) {
    /** Whether the memory suffices. */
    public boolean fits() {
        return memoryBytes <= freeBytes;
    }

    /** For people. */
    public String text() {
        String memory = String.format(
                Locale.ROOT,
                "%,d parameters, %,d studies, %,d steps%nmemory: about %.1f GiB of %.1f GiB free%s",
                parameters,
                studies,
                steps,
                memoryBytes / (double) (1L << 30),
                freeBytes / (double) (1L << 30),
                fits() ? "" : ": does not fit; set budget.batch lower and budget.accumulate higher");
        return fits()
                ? memory
                        + String.format(
                                Locale.ROOT,
                                "%ntime:   about %s (%.2f s a step)",
                                Progress.clock(Duration.ofMillis((long) (1000 * secondsPerStep * steps))),
                                secondsPerStep)
                : memory;
    }
}
