package org.vesalius.io;

import java.time.Duration;

/** Long work shows how far it is; whoever runs it decides where that is shown. */
public interface Progress {
    /** Work that nobody watches. */
    Progress SILENT = new Progress() {
        @Override
        public void start(String stage, long total) {}

        @Override
        public void at(long done, String note) {}

        @Override
        public void end(String note) {}
    };

    /** A stage begins; {@code total} units of work, or 0 when nobody knows. */
    void start(String stage, long total);

    /** {@code done} units are finished; {@code note} is a few words such as a loss, or empty. */
    void at(long done, String note);

    /** The stage is over. */
    void end(String note);

    /** The time that is left at the pace so far. */
    static Duration left(Duration spent, long done, long total) {
        return done <= 0 || total <= done ? Duration.ZERO : Duration.ofMillis(spent.toMillis() * (total - done) / done);
    }

    /** {@code 1:02:03} or {@code 2:03}. */
    static String clock(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds >= 3600
                ? "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
                : "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
