package org.vesalius.dicom;

import org.jspecify.annotations.Nullable;

/** The value representation of an element (PS3.5 section 6.2). */
public enum Vr {
    AE,
    AS,
    AT,
    CS,
    DA,
    DS,
    DT,
    FL,
    FD,
    IS,
    LO,
    LT,
    OB,
    OD,
    OF,
    OL,
    OV,
    OW,
    PN,
    SH,
    SL,
    SQ,
    SS,
    ST,
    SV,
    TM,
    UC,
    UI,
    UL,
    UN,
    UR,
    US,
    UT,
    UV;

    /** Whether the explicit encoding has two reserved bytes and a length of four. */
    public boolean isLong() {
        return switch (this) {
            case OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT, UV -> true;
            default -> false;
        };
    }

    /** Whether the value is text. */
    public boolean isText() {
        return switch (this) {
            case AE, AS, CS, DA, DS, DT, IS, LO, LT, PN, SH, ST, TM, UC, UI, UR, UT -> true;
            default -> false;
        };
    }

    /** Whether the text is in the character set that the data set names. */
    public boolean isCharsetText() {
        return switch (this) {
            case LO, LT, PN, SH, ST, UC, UT -> true;
            default -> false;
        };
    }

    /** Whether a backslash separates values. */
    public boolean isMultiple() {
        return switch (this) {
            case LT, ST, UT, UR -> false;
            default -> isText();
        };
    }

    /** Bytes of one binary number, also the unit of byte swapping; 1 where there is nothing to swap. */
    public int unit() {
        return switch (this) {
            case SS, US, OW, AT -> 2;
            case FL, OF, OL, SL, UL -> 4;
            case FD, OD, OV, SV, UV -> 8;
            default -> 1;
        };
    }

    /** By its two letters. */
    static @Nullable Vr of(int first, int second) {
        for (Vr vr : VALUES) {
            if (vr.name().charAt(0) == first && vr.name().charAt(1) == second) {
                return vr;
            }
        }
        return null;
    }

    private static final Vr[] VALUES = values();
}
