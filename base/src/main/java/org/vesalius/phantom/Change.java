package org.vesalius.phantom;

/** A finding against the prior study of the same patient. */
public enum Change {
    /** No prior study. */
    FIRST,
    NEW,
    RESOLVED,
    BETTER,
    WORSE,
    UNCHANGED
}
