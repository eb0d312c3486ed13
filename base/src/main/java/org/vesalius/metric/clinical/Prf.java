package org.vesalius.metric.clinical;

/** Precision, recall and their harmonic mean. A ratio without a denominator is 0, as sklearn's {@code zero_division=0} has it, so a class that is in neither side lowers a macro mean. */
public record Prf(double precision, double recall, double f1) {
    /** Nothing found, nothing right. */
    static final Prf NONE = new Prf(0, 0, 0);

    /** From counts. */
    public static Prf of(double truePositives, double falsePositives, double falseNegatives) {
        return new Prf(
                ratio(truePositives, truePositives + falsePositives),
                ratio(truePositives, truePositives + falseNegatives),
                ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives));
    }

    /** The harmonic mean of both, 0 when either is 0. */
    static double harmonic(double precision, double recall) {
        return precision > 0 && recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }

    Prf plus(Prf other, double weight) {
        return new Prf(precision + weight * other.precision, recall + weight * other.recall, f1 + weight * other.f1);
    }

    Prf over(double n) {
        return n > 0 ? new Prf(precision / n, recall / n, f1 / n) : new Prf(Double.NaN, Double.NaN, Double.NaN);
    }

    private static double ratio(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }
}
