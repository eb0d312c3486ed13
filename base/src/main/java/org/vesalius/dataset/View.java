package org.vesalius.dataset;

import java.util.Locale;

/** How the picture was taken or cut; the distributed names of the views are many, these are what they mean. */
public enum View {
    PA,
    AP,
    /** Portable film of a lying patient. */
    AP_SUPINE,
    LATERAL,
    OBLIQUE,
    AXIAL,
    CORONAL,
    SAGITTAL,
    UNKNOWN;

    /** The view that a data set's own word means, {@code UNKNOWN} for a word that is not known. */
    public static View of(String word) {
        return switch (word.strip().toUpperCase(Locale.ROOT).replace('_', ' ')) {
            case "PA", "POSTERO-ANTERIOR" -> PA;
            case "AP", "AP ERECT", "ANTERO-POSTERIOR" -> AP;
            case "AP SUPINE", "AP HORIZONTAL" -> AP_SUPINE;
            case "L", "LL", "RL", "LATERAL", "LAT", "LEFT LATERAL", "RIGHT LATERAL", "XTABLE LATERAL" -> LATERAL;
            case "LAO", "RAO", "LPO", "RPO", "OBLIQUE" -> OBLIQUE;
            case "AXIAL" -> AXIAL;
            case "CORONAL" -> CORONAL;
            case "SAGITTAL" -> SAGITTAL;
            default -> UNKNOWN;
        };
    }

    /** Whether a chest radiograph of this view shows the patient from the front or the back. */
    public boolean frontal() {
        return this == PA || this == AP || this == AP_SUPINE;
    }
}
