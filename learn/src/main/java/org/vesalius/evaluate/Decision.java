package org.vesalius.evaluate;

import org.vesalius.metric.Thresholds;

/** From which score on a label is called present. */
enum Decision {
    /** That of the best F1 on validation studies. */
    VALIDATION(Thresholds.MAX_F1),
    /** One half. */
    HALF("threshold[.5]@1"),
    /** That of the best F1 on the very studies that are scored: as MedKLIP's published F1 and accuracy are (quirk Q11). */
    SCORED("threshold[max-f1,scored-labels,highest-of-equals]@1");

    private static final double ONE_HALF = 0.5;
    private final String rule;

    Decision(String rule) {
        this.rule = rule;
    }

    /** From the settings {@code threshold} and {@code Q11}. */
    static Decision of(Settings settings) {
        return settings.on("Q11") ? SCORED : settings.text("threshold").equals("half") ? HALF : VALIDATION;
    }

    /** The settings that {@link #of} reads. */
    static Setting quirk() {
        return Setting.quirk(
                "Q11",
                "thresholds are chosen on the labels that are scored, as MedKLIP's F1 and accuracy were",
                "f1",
                "mcc",
                "accuracy",
                "sensitivity",
                "specificity");
    }

    static Setting setting() {
        return Setting.choice(
                "threshold",
                "where a label is called present: best F1 on validation studies, or one half (CheXzero's and BioViL's comparison of both sides)",
                "validation",
                "half");
    }

    /** A metric that needs it. */
    String metric(String name) {
        return name + "[" + rule + "]@1";
    }

    /** NaN where nothing can be chosen. */
    double threshold(LabelScores scored, LabelScores validation) {
        return switch (this) {
            case HALF -> ONE_HALF;
            case SCORED -> Thresholds.maxF1(scored.scores(), scored.positive());
            case VALIDATION -> Thresholds.maxF1(validation.scores(), validation.positive());
        };
    }
}
