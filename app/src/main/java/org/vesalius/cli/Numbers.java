package org.vesalius.cli;

import java.util.Locale;
import org.vesalius.metric.Interval;

/** Numbers of results as people read them. */
final class Numbers {
    private Numbers() {}

    /** Three decimals, {@code -} for no number. */
    static String of(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** {@code [low, high]}, {@code -} without a range. */
    static String range(Interval interval) {
        return Double.isNaN(interval.low()) ? "-" : "[" + of(interval.low()) + ", " + of(interval.high()) + "]";
    }

    /** Of a test: {@code 0.012}, or {@code <0.001}. */
    static String p(double p) {
        return p < 0.001 ? "<0.001" : of(p);
    }
}
