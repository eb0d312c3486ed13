package org.vesalius.metric;

/** Where a score is cut into yes and no. */
public enum OperatingPoint {
    /** The best F1. */
    MAX_F1("max-f1") {
        @Override
        public double threshold(double[] scores, boolean[] positive) {
            return Thresholds.maxF1(scores, positive);
        }
    },
    /** The best Matthews correlation, as CheXzero chooses. */
    MAX_MCC("max-mcc") {
        @Override
        public double threshold(double[] scores, boolean[] positive) {
            return Thresholds.maxMcc(scores, positive);
        }
    },
    /** The best sum of sensitivity and specificity. */
    YOUDEN("youden") {
        @Override
        public double threshold(double[] scores, boolean[] positive) {
            return Thresholds.youden(scores, positive);
        }
    },
    /** As many found as a specificity of .9 allows. */
    SPECIFICITY_90("specificity>=.9") {
        @Override
        public double threshold(double[] scores, boolean[] positive) {
            return Thresholds.atSpecificity(scores, positive, HIGH);
        }
    },
    /** As few false alarms as a sensitivity of .9 allows. */
    SENSITIVITY_90("sensitivity>=.9") {
        @Override
        public double threshold(double[] scores, boolean[] positive) {
            return Thresholds.atSensitivity(scores, positive, HIGH);
        }
    },
    /** Probability .5, chosen by nobody. */
    HALF(".5") {
        @Override
        public double threshold(double[] scores, boolean[] positive) {
            return EVEN;
        }
    };

    private static final double HIGH = .9;
    private static final double EVEN = .5;

    private final String name;

    OperatingPoint(String name) {
        this.name = name;
    }

    /** Which rows a threshold is chosen on. */
    public enum ChosenOn {
        /** Rows that are not scored. */
        VALIDATION("validation"),
        /** Quirk Q11, as MedKLIP's F1: the rows that are then scored, with their labels. Optimistic, and said so in the name. */
        TEST_LABELS("test-labels(Q11)");

        private final String name;

        ChosenOn(String name) {
            this.name = name;
        }
    }

    /** Name, mode and version. */
    public String name(ChosenOn rows) {
        return "threshold[" + name + "," + rows.name + ",highest-of-equals]@1";
    }

    /** As on the command line. */
    public String lower() {
        return name;
    }

    /** The score from which on rows are called positive; NaN where the rows cannot say. */
    public abstract double threshold(double[] scores, boolean[] positive);
}
