package org.vesalius.evaluate;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Two-class logistic regression with an L2 penalty on the weights, not on the bias: minimises mean log loss + penalty / 2 |w|^2 by L-BFGS (Nocedal 1980), the same result every time. Sums over
 * features and rows run along both layouts of the matrix, because the compiler turns such sums, but not inner products, into vector instructions.
 */
final class LogisticRegression {
    private static final int MEMORY = 8;
    private static final int STEPS = 60;
    private static final double TOLERANCE = 1e-4;
    private static final double ENOUGH = 1e-4;

    private final float[][] rows;
    private final float[][] columns;
    private final boolean[] positive;
    private final double penalty;
    private final int size;

    /** {@code rows}: standardised features, rows x size. */
    LogisticRegression(float[][] rows, boolean[] positive, double penalty) {
        this(rows, columns(rows), positive, penalty);
    }

    private LogisticRegression(float[][] rows, float[][] columns, boolean[] positive, double penalty) {
        this.rows = rows;
        this.columns = columns;
        this.positive = positive;
        this.penalty = penalty;
        this.size = columns.length;
    }

    /** The same rows under another penalty. */
    LogisticRegression withPenalty(double other) {
        return new LogisticRegression(rows, columns, positive, other);
    }

    private static float[][] columns(float[][] rows) {
        float[][] columns = new float[rows[0].length][rows.length];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < columns.length; i++) {
                columns[i][r] = rows[r][i];
            }
        }
        return columns;
    }

    /** Weights and, last, the bias; begins at {@code start}, which stays as it is. */
    double[] fit(double[] start) {
        double[] at = start.clone();
        double[] gradient = new double[size + 1];
        double loss = lossAndGradient(at, gradient);
        Deque<double[][]> memory = new ArrayDeque<>();
        for (int step = 0; step < STEPS && norm(gradient) > TOLERANCE; step++) {
            double[] direction = direction(gradient, memory);
            double slope = dot(direction, gradient);
            double length = memory.isEmpty() ? Math.min(1, 1 / norm(gradient)) : 1;
            double[] next = new double[size + 1];
            double[] nextGradient = new double[size + 1];
            double nextLoss = Double.POSITIVE_INFINITY;
            for (; length > 1e-10; length /= 2) {
                for (int i = 0; i <= size; i++) {
                    next[i] = at[i] + length * direction[i];
                }
                nextLoss = lossAndGradient(next, nextGradient);
                if (nextLoss <= loss + ENOUGH * length * slope) {
                    break;
                }
            }
            if (!(nextLoss < loss)) {
                break;
            }
            remember(memory, minus(next, at), minus(nextGradient, gradient));
            at = next;
            gradient = nextGradient;
            loss = nextLoss;
        }
        return at;
    }

    /** The probability of the positive class. */
    static double probability(double[] weights, float[] row) {
        return Vectors.sigmoid(margin(weights, row));
    }

    private static double margin(double[] weights, float[] row) {
        double margin = weights[row.length];
        for (int i = 0; i < row.length; i++) {
            margin += weights[i] * row[i];
        }
        return margin;
    }

    double lossAndGradient(double[] weights, double[] gradient) {
        float[] margins = new float[rows.length];
        Arrays.fill(margins, (float) weights[size]);
        for (int i = 0; i < size; i++) {
            add(margins, (float) weights[i], columns[i]);
        }
        double loss = 0;
        double bias = 0;
        double share = 1.0 / rows.length;
        float[] slopes = new float[size];
        for (int r = 0; r < rows.length; r++) {
            double margin = margins[r];
            double signed = positive[r] ? margin : -margin;
            // log(1 + e^-m) without overflow
            loss += share * (signed > 0 ? Math.log1p(Math.exp(-signed)) : -signed + Math.log1p(Math.exp(signed)));
            double residual = share * (Vectors.sigmoid(margin) - (positive[r] ? 1 : 0));
            add(slopes, (float) residual, rows[r]);
            bias += residual;
        }
        for (int i = 0; i < size; i++) {
            loss += penalty / 2 * weights[i] * weights[i];
            gradient[i] = slopes[i] + penalty * weights[i];
        }
        gradient[size] = bias;
        return loss;
    }

    private static void add(float[] a, float factor, float[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }

    private static double[] direction(double[] gradient, Deque<double[][]> memory) {
        double[] q = gradient.clone();
        double[] alphas = new double[memory.size()];
        int k = 0;
        for (double[][] pair : memory) {
            double alpha = dot(pair[0], q) / dot(pair[0], pair[1]);
            alphas[k++] = alpha;
            add(q, -alpha, pair[1]);
        }
        double[][] newest = memory.peekFirst();
        double scale = newest == null ? 1 : dot(newest[0], newest[1]) / dot(newest[1], newest[1]);
        for (int i = 0; i < q.length; i++) {
            q[i] *= scale;
        }
        var oldestFirst = memory.descendingIterator();
        while (oldestFirst.hasNext()) {
            double[][] pair = oldestFirst.next();
            double beta = dot(pair[1], q) / dot(pair[0], pair[1]);
            add(q, alphas[--k] - beta, pair[0]);
        }
        for (int i = 0; i < q.length; i++) {
            q[i] = -q[i];
        }
        return q;
    }

    private static void remember(Deque<double[][]> memory, double[] step, double[] change) {
        if (dot(step, change) > 1e-12) {
            memory.addFirst(new double[][] {step, change});
            if (memory.size() > MEMORY) {
                memory.removeLast();
            }
        }
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, -1, b);
        return difference;
    }

    private static void add(double[] a, double factor, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
