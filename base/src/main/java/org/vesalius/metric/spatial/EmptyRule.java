package org.vesalius.metric.spatial;

/** What an overlap is worth where a mask is empty (quirk Q17: papers differ, so a table must say which). A mask that is found where there is none scores 0 under every rule but {@link #SKIP}. */
public enum EmptyRule {
    /** Two empty masks agree: 1 (SAT; SIIM's competition). */
    ONE("one"),
    /** An item whose truth is empty is left out (NaN), whatever was found there (SIIM, "skipped"). */
    SKIP("skip"),
    /** Two empty masks give 0 (scikit-learn's jaccard_score with its default zero_division). */
    ZERO("zero"),
    /** Two empty masks give NaN, 0 / 0 as it stands. */
    UNDEFINED("undefined");

    private final String name;

    EmptyRule(String name) {
        this.name = name;
    }

    /** As it stands in a metric's name. */
    public String lower() {
        return name;
    }

    /** {@code ratio} where the rule leaves it. */
    double apply(boolean truthEmpty, boolean foundEmpty, double ratio) {
        return switch (this) {
            case ONE -> truthEmpty && foundEmpty ? 1 : ratio;
            case SKIP -> truthEmpty ? Double.NaN : ratio;
            case ZERO -> truthEmpty && foundEmpty ? 0 : ratio;
            case UNDEFINED -> truthEmpty && foundEmpty ? Double.NaN : ratio;
        };
    }
}
