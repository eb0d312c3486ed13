package org.vesalius.identity;

/** What was done to an element of a header. */
public enum Done {
    /** Removed, as the profile says. */
    REMOVED,
    /** Private, and removed. */
    PRIVATE_REMOVED,
    /** Private, safe by the standard, and kept. */
    PRIVATE_KEPT,
    /** Emptied. */
    EMPTIED,
    /** Replaced by a dummy or a surrogate. */
    REPLACED,
    /** Text that was scrubbed. */
    CLEANED,
    /** A unique identifier that was replaced. */
    UID_REPLACED,
    /** A date that was shifted. */
    DATE_SHIFTED,
    /** Kept as it was. */
    KEPT
}
