package org.vesalius.report.label;

import org.vesalius.report.LabelState;

/** States as a sentence names them. */
final class Words {
    private Words() {}

    static String of(LabelState state) {
        return switch (state) {
            case POSITIVE -> "asserted";
            case NEGATIVE -> "denied";
            case UNCERTAIN -> "doubted";
            case BLANK -> "not said";
        };
    }
}
