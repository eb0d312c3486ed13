package org.vesalius.train;

import java.time.Duration;
import java.util.Locale;

/** How fast a training is, over its last steps. */
final class Pace {
    private static final double SMOOTHING = 0.05;

    private final int images;
    private final long start = System.nanoTime();
    private long last = start;
    private long saved = start;
    private long steps;
    private double seconds;
    private double waited;

    /** {@code images} a step. */
    Pace(int images) {
        this.images = images;
    }

    /** A step is over; {@code waited} is the whole time that training waited for data so far, in seconds. */
    void step(double waitedSoFar) {
        long now = System.nanoTime();
        double took = (now - last) / 1e9;
        seconds = steps == 0 ? took : seconds + SMOOTHING * (took - seconds);
        last = now;
        steps++;
        waited = waitedSoFar;
    }

    double imagesPerSecond() {
        return seconds > 0 ? images / seconds : 0;
    }

    /** The share of the time since the start that was spent waiting for data. */
    double waitShare() {
        return last > start ? waited / ((last - start) / 1e9) : 0;
    }

    void saved() {
        saved = System.nanoTime();
    }

    Duration sinceSave() {
        return Duration.ofNanos(System.nanoTime() - saved);
    }

    String note(double loss) {
        return String.format(
                Locale.ROOT, "loss %.3f, %.0f images/s, data wait %.0f %%", loss, imagesPerSecond(), 100 * waitShare());
    }
}
