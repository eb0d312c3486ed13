package org.vesalius.metric;

/** What a ratio without a denominator is worth, as scikit-learn's {@code zero_division}. Macro averages depend on it heavily, so a table says which. */
public enum ZeroDivision {
    /** 0, and it counts in the mean: the convention of the published tables. */
    ZERO("0"),
    /** 1, and it counts in the mean. */
    ONE("1"),
    /** NaN, and left out of the mean. */
    UNDEFINED("nan");

    private final String name;

    ZeroDivision(String name) {
        this.name = name;
    }

    /** As it stands in a metric's name. */
    public String lower() {
        return name;
    }

    double apply(double numerator, double denominator) {
        if (denominator != 0) {
            return numerator / denominator;
        }
        return switch (this) {
            case ZERO -> 0;
            case ONE -> 1;
            case UNDEFINED -> Double.NaN;
        };
    }
}
