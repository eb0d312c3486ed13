package org.vesalius.dataset;

import java.util.Locale;

/** The part of a set that a study belongs to. */
public enum Split {
    TRAIN,
    VAL,
    TEST;

    /** As it stands in file names: {@code train}, {@code val}, {@code test}. */
    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }
}
