package org.vesalius.evaluate;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.vesalius.metric.Ranking;

/** A logistic regression on standardised vectors; its L2 penalty is the one of a fixed list with the best AUROC on validation vectors. */
final class Probe {
    private static final double[] PENALTIES = {1, 0.1, 0.01, 0.001, 0.0001};

    private final double[] weights;
    private final Standard standard;

    private Probe(double[] weights, Standard standard) {
        this.weights = weights;
        this.standard = standard;
    }

    /** Each penalty from the strongest, begun where the one before ended; the first of the best on validation, .01 where validation cannot say; empty without both classes. */
    static Optional<Probe> fit(Known train, Known validation) {
        return fit(train, validation, Known::auroc);
    }

    /** As {@link #fit(Known, Known)}, the penalty by the least log loss on validation: for probabilities that are compared with each other, where the order of studies says too little. */
    static Optional<Probe> fitByLoss(Known train, Known validation) {
        return fit(train, validation, (known, weights) -> -known.logLoss(weights));
    }

    private static Optional<Probe> fit(Known train, Known validation, ToDoubleBiFunction<Known, double[]> quality) {
        if (!train.bothClasses()) {
            return Optional.empty();
        }
        LogisticRegression regression = new LogisticRegression(train.rows, train.positive, PENALTIES[0]);
        double[] weights = new double[train.rows[0].length + 1];
        double[] best = weights;
        double bestValue = Double.NEGATIVE_INFINITY;
        for (double penalty : PENALTIES) {
            weights = regression.withPenalty(penalty).fit(weights);
            double value = validation.bothClasses()
                    ? quality.applyAsDouble(validation, weights)
                    : -Math.abs(Math.log10(penalty) + 2);
            if (value > bestValue) {
                bestValue = value;
                best = weights;
            }
        }
        return Optional.of(new Probe(best, train.standard));
    }

    /** Of the positive class, for a vector as it stands. */
    double probability(float[] vector) {
        return LogisticRegression.probability(weights, standard.apply(vector));
    }

    /** Vectors of which a label is known. */
    static final class Known {
        private final float[][] rows;
        private final boolean[] positive;
        private final Standard standard;

        /** {@code positive[i]} of vector i, which is standardised here. */
        Known(List<float[]> vectors, boolean[] positive, Standard standard) {
            rows = vectors.stream().map(standard::apply).toArray(float[][]::new);
            this.positive = positive;
            this.standard = standard;
        }

        private boolean bothClasses() {
            int positives = Ranking.count(positive);
            return positives > 0 && positives < positive.length;
        }

        private double logLoss(double[] weights) {
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                double p = LogisticRegression.probability(weights, rows[i]);
                sum -= Math.log(Math.max(positive[i] ? p : 1 - p, 1e-12));
            }
            return sum / rows.length;
        }

        private double auroc(double[] weights) {
            double[] scores = new double[rows.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = LogisticRegression.probability(weights, rows[i]);
            }
            return Ranking.auroc(scores, positive);
        }
    }

    /** Mean 0 and deviation 1 over some vectors; a feature that never changes becomes 0. */
    static final class Standard {
        private final double[] mean;
        private final double[] scale;

        private Standard(double[] mean, double[] scale) {
            this.mean = mean;
            this.scale = scale;
        }

        static Standard of(List<float[]> vectors) {
            int size = vectors.getFirst().length;
            double[] sum = new double[size];
            double[] squares = new double[size];
            for (float[] vector : vectors) {
                for (int i = 0; i < size; i++) {
                    sum[i] += vector[i];
                    squares[i] += (double) vector[i] * vector[i];
                }
            }
            double[] scale = new double[size];
            for (int i = 0; i < size; i++) {
                sum[i] /= vectors.size();
                double variance = squares[i] / vectors.size() - sum[i] * sum[i];
                scale[i] = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
            }
            return new Standard(sum, scale);
        }

        private float[] apply(float[] vector) {
            float[] standard = new float[vector.length];
            for (int i = 0; i < standard.length; i++) {
                standard[i] = (float) ((vector[i] - mean[i]) * scale[i]);
            }
            return standard;
        }
    }
}
