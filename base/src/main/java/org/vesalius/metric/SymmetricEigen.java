package org.vesalius.metric;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals, then the implicit QL iteration (Bowdler, Martin, Reinsch and Wilkinson, Numerische Mathematik 11, 1968).
 * Cubic in the size; five hundred rows take two seconds, a thousand some twenty.
 */
final class SymmetricEigen {
    private static final int ITERATIONS = 100;

    private final int n;
    /** Columns become the eigenvectors. */
    private final double[][] v;

    private final double[] values;
    private final double[] beside;

    private SymmetricEigen(double[][] matrix) {
        n = matrix.length;
        v = new double[n][];
        for (int i = 0; i < n; i++) {
            v[i] = matrix[i].clone();
        }
        values = new double[n];
        beside = new double[n];
    }

    /** Of a symmetric matrix, which is left as it is. */
    static SymmetricEigen of(double[][] symmetric) {
        SymmetricEigen eigen = new SymmetricEigen(symmetric);
        eigen.reduce();
        eigen.iterate();
        return eigen;
    }

    /** In no order. */
    double[] values() {
        return values;
    }

    /** The symmetric square root; eigenvalues below 0, which rounding makes of a covariance, count as 0. */
    double[][] squareRoot() {
        double[][] root = new double[n][n];
        double[] scale = new double[n];
        for (int k = 0; k < n; k++) {
            scale[k] = Math.sqrt(Math.max(0, values[k]));
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += v[i][k] * scale[k] * v[j][k];
                }
                root[i][j] = sum;
                root[j][i] = sum;
            }
        }
        return root;
    }

    /** To three diagonals: {@code values} the middle one, {@code beside} the other from 1 on, {@code v} the rotation. */
    private void reduce() {
        for (int i = n - 1; i > 0; i--) {
            double scale = 0;
            for (int k = 0; k < i; k++) {
                scale += Math.abs(v[i][k]);
            }
            double h = 0;
            if (i == 1 || scale == 0) {
                beside[i] = v[i][i - 1];
            } else {
                h = reflect(i, scale);
            }
            values[i] = h;
        }
        values[0] = 0;
        beside[0] = 0;
        for (int i = 0; i < n; i++) {
            rotateInto(i);
        }
    }

    /** One reflection; row i of {@code v} keeps its vector, column i the vector over h. */
    private double reflect(int i, double scale) {
        double h = 0;
        for (int k = 0; k < i; k++) {
            v[i][k] /= scale;
            h += v[i][k] * v[i][k];
        }
        double f = v[i][i - 1];
        double g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
        beside[i] = scale * g;
        h -= f * g;
        v[i][i - 1] = f - g;
        double projection = 0;
        for (int j = 0; j < i; j++) {
            v[j][i] = v[i][j] / h;
            double sum = 0;
            for (int k = 0; k <= j; k++) {
                sum += v[j][k] * v[i][k];
            }
            for (int k = j + 1; k < i; k++) {
                sum += v[k][j] * v[i][k];
            }
            beside[j] = sum / h;
            projection += beside[j] * v[i][j];
        }
        double half = projection / (h + h);
        for (int j = 0; j < i; j++) {
            double own = v[i][j];
            beside[j] -= half * own;
            for (int k = 0; k <= j; k++) {
                v[j][k] -= own * beside[k] + beside[j] * v[i][k];
            }
        }
        return h;
    }

    private void rotateInto(int i) {
        if (values[i] != 0) {
            for (int j = 0; j < i; j++) {
                double sum = 0;
                for (int k = 0; k < i; k++) {
                    sum += v[i][k] * v[k][j];
                }
                for (int k = 0; k < i; k++) {
                    v[k][j] -= sum * v[k][i];
                }
            }
        }
        values[i] = v[i][i];
        v[i][i] = 1;
        for (int j = 0; j < i; j++) {
            v[j][i] = 0;
            v[i][j] = 0;
        }
    }

    private void iterate() {
        System.arraycopy(beside, 1, beside, 0, n - 1);
        beside[n - 1] = 0;
        for (int low = 0; low < n; low++) {
            int split = split(low);
            for (int i = 0; split > low; i++) {
                if (i == ITERATIONS) {
                    throw new IllegalArgumentException(
                            "matrix: expected finite symmetric numbers, got some whose eigenvalues do not converge");
                }
                sweep(low, split);
                split = split(low);
            }
        }
    }

    /** The first place from {@code low} on whose neighbour beside is nothing. */
    private int split(int low) {
        int m = low;
        while (m < n - 1) {
            double size = Math.abs(values[m]) + Math.abs(values[m + 1]);
            if (Math.abs(beside[m]) <= Math.ulp(1.0) * size || beside[m] == 0) {
                break;
            }
            m++;
        }
        return m;
    }

    /** One implicit step with Wilkinson's shift on the block from {@code low} to {@code high}. */
    private void sweep(int low, int high) {
        double g = (values[low + 1] - values[low]) / (2 * beside[low]);
        double r = Math.hypot(g, 1);
        g = values[high] - values[low] + beside[low] / (g + Math.copySign(r, g));
        double s = 1;
        double c = 1;
        double p = 0;
        for (int i = high - 1; i >= low; i--) {
            double f = s * beside[i];
            double b = c * beside[i];
            r = Math.hypot(f, g);
            beside[i + 1] = r;
            if (r == 0) {
                values[i + 1] -= p;
                beside[high] = 0;
                return;
            }
            s = f / r;
            c = g / r;
            g = values[i + 1] - p;
            r = (values[i] - g) * s + 2 * c * b;
            p = s * r;
            values[i + 1] = g + p;
            g = c * r - b;
            for (double[] row : v) {
                double old = row[i + 1];
                row[i + 1] = s * row[i] + c * old;
                row[i] = c * row[i] - s * old;
            }
        }
        values[low] -= p;
        beside[low] = g;
        beside[high] = 0;
    }
}
