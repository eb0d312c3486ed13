package org.vesalius.metric.clinical;

import java.util.Arrays;
import org.vesalius.io.InputException;
import org.vesalius.report.LabelState;

/** What the four states of a label count as in published tables of "clinical efficacy". Tables under different rules do not compare. Always printed (switch Q20 of the protocols). */
public enum CeRule {
    /** Present is positive, all else is not: CvT2DistilGPT2's code, R2Gen's table. */
    POS("CE-pos"),
    /** Present and uncertain are positive: IFCC, f1chexbert, vilmedic, RadEval. */
    RRG("CE-rrg"),
    /** Uncertain and blank are 0, macro over the 14 only: CXR-RePaiR. The states count as in {@link #POS}; the average differs. */
    REPAIR("CE-repair"),
    /** Present and uncertain are two classes of a label, counted together (IFCC, {@code eval_prf.py --uncertain}): an uncertain one for a present one is both missed and false. */
    UNC("CE-unc");

    private final String id;

    CeRule(String id) {
        this.id = id;
    }

    /** As in names of metrics. */
    public String id() {
        return id;
    }

    /** 0 for not positive; equal numbers above 0 are hits. */
    int code(LabelState state) {
        return switch (state) {
            case POSITIVE -> 1;
            case UNCERTAIN ->
                switch (this) {
                    case POS, REPAIR -> 0;
                    case RRG -> 1;
                    case UNC -> 2;
                };
            case NEGATIVE, BLANK -> 0;
        };
    }

    /**
     * By its name.
     *
     * @throws InputException for another, with the nearest
     */
    public static CeRule of(String id) {
        return Arrays.stream(values())
                .filter(rule -> rule.id.equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "rule of clinical efficacy",
                        id,
                        Arrays.stream(values()).map(CeRule::id).toList()));
    }
}
