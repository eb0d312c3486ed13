package org.vesalius.phantom;

/** The patient's own side. */
public enum Side {
    LEFT(1),
    RIGHT(-1),
    /** Both sides, or the middle. */
    BOTH(0);

    private final int sign;

    Side(int sign) {
        this.sign = sign;
    }

    /** The sign of x: left is positive. */
    int sign() {
        return sign;
    }
}
