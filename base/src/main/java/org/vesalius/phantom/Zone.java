package org.vesalius.phantom;

/** A third of a lung by height, with the lobe that a report would name there. */
public enum Zone {
    UPPER,
    MIDDLE,
    LOWER;

    /** The lobe as radiologists say it. */
    public String lobe(Side side) {
        return switch (this) {
            case UPPER -> "upper lobe";
            case MIDDLE -> side == Side.LEFT ? "lingula" : "middle lobe";
            case LOWER -> "lower lobe";
        };
    }
}
