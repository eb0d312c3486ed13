package org.vesalius.shard;

/** Where the split of a prepared set comes from. */
public enum SplitRule {
    /** The published split where every study has one and no patient is in two of its parts, otherwise by hash. */
    AUTO,
    /** The published split, or an error. */
    OFFICIAL,
    /** By a hash of seed and patient. */
    HASH
}
