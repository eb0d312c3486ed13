package org.vesalius.metric.clinical;

/** What follows for a sentence from another. */
public enum Nli {
    /** It is said there too. */
    ENTAILMENT,
    /** Neither it nor its contrary is said there. */
    NEUTRAL,
    /** Its contrary is said there. */
    CONTRADICTION
}
