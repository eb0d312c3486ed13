package org.vesalius.io;

/**
 * One thing that was left out, and why; the rest went on.
 *
 * @param where a manifest row, a line number or a pseudonymous key: never a path, since hospital file names carry names
 */
public record Problem(Kind kind, String where, String reason) {
    /** What is wrong with the thing that was left out. */
    public enum Kind {
        /** It is named but not there. */
        MISSING,
        /** It is there but cannot be read. */
        BROKEN,
        /** It is readable but contradicts its set. */
        INCONSISTENT,
        /** It could not be joined with its other half. */
        UNMATCHED,
        /** It is of a kind that is left out on purpose. */
        SKIPPED
    }
}
