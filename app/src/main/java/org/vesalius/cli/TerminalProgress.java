package org.vesalius.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.vesalius.io.Progress;

/** One line a stage: rewritten in place on a terminal, a fresh line every ten seconds elsewhere. */
final class TerminalProgress implements Progress {
    private static final int WIDTH = 110;
    private static final long TERMINAL_MILLIS = 200;
    private static final long LOG_MILLIS = 10_000;

    private final PrintWriter err;
    private final boolean terminal = Boolean.getBoolean("vesalius.terminal");

    private String stage = "";
    private long total;
    private long began;
    private long shown;

    /** What was done at the first report, and when: the pace is counted from there, since work may be resumed or come in batches. */
    private long first = -1;

    private long firstMillis;

    TerminalProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public synchronized void start(String name, long units) {
        stage = name;
        total = units;
        began = System.nanoTime();
        shown = 0;
        first = -1;
        show(name, false);
    }

    @Override
    public synchronized void at(long done, String note) {
        long millis = spent().toMillis();
        if (first < 0) {
            first = done;
            firstMillis = millis;
        }
        if (millis - shown < (terminal ? TERMINAL_MILLIS : LOG_MILLIS)) {
            return;
        }
        shown = millis;
        StringBuilder line = new StringBuilder(stage);
        if (total > 0) {
            line.append("  %3d%%  %d/%d".formatted(100 * done / total, done, total));
            if (done > first) {
                Duration pace = Duration.ofMillis(millis - firstMillis);
                line.append("  %s left".formatted(Progress.clock(Progress.left(pace, done - first, total - first))));
            }
        } else {
            line.append("  %d  %s".formatted(done, Progress.clock(spent())));
        }
        show(line + (note.isEmpty() ? "" : "  " + note), false);
    }

    @Override
    public synchronized void end(String note) {
        show("%s  done in %s%s".formatted(stage, Progress.clock(spent()), note.isEmpty() ? "" : "  " + note), true);
    }

    private Duration spent() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void show(String line, boolean last) {
        if (terminal) {
            String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
            err.print("\r" + cut + " ".repeat(WIDTH - cut.length()) + (last ? "\n" : ""));
        } else {
            err.println(line);
        }
        err.flush();
    }
}
