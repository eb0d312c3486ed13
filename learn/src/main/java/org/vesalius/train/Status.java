package org.vesalius.train;

import java.util.Locale;

/** How a run ended, or that it has not; {@link #words} is what the manifest says. */
enum Status {
    RUNNING,
    INTERRUPTED,
    FINISHED,
    STOPPED_EARLY;

    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
