package org.vesalius.metric;

import java.util.Arrays;

/**
 * The Fréchet distance of two sets of features, each taken as a normal distribution: |μ₁ - μ₂|² + tr(Σ₁ + Σ₂ - 2 (Σ₁ Σ₂)^½), with covariances over n - 1 (Heusel et al., NeurIPS 2017). What it means depends on
 * the features (Inception: FID; a radiograph classifier: FID-xrv), and with few rows it is too large; both belong into the name of a number. Shapes: N rows, D features.
 */
public final class FrechetDistance {
    private FrechetDistance() {}

    /** Name, mode and version for features of this kind. */
    public static String name(String features) {
        return "frechet-distance[" + features + ",covariance-n-1]@1";
    }

    /** Of two sets of at least two rows. Where one has fewer rows than features, the root's trace is taken from the smaller matrix of products of rows. */
    public static double of(float[][] firstND, float[][] secondND) {
        check(firstND, secondND);
        return Math.min(firstND.length, secondND.length) < firstND[0].length
                ? byRows(firstND, secondND)
                : byFeatures(firstND, secondND);
    }

    private static void check(float[][] first, float[][] second) {
        if (first.length < 2 || second.length < 2 || first[0].length != second[0].length) {
            throw new IllegalArgumentException(
                    "features: expected at least two rows a set and as many features in both, got " + first.length
                            + " and " + second.length + " rows");
        }
    }

    static double byFeatures(float[][] first, float[][] second) {
        double[][] a = centred(first);
        double[][] b = centred(second);
        double[][] root =
                SymmetricEigen.of(products(transposed(a), transposed(a))).squareRoot();
        double[][] middle = products(products(root, products(transposed(b), transposed(b))), root);
        return distance(first, second, a, b, rootTrace(middle));
    }

    /** tr (Σ₁ Σ₂)^½ is the sum of the singular values of A Bᵀ, A and B the centred rows over √(n - 1). */
    static double byRows(float[][] first, float[][] second) {
        double[][] a = centred(first);
        double[][] b = centred(second);
        double[][] cross = a.length <= b.length ? products(a, b) : products(b, a);
        return distance(first, second, a, b, rootTrace(products(cross, cross)));
    }

    private static double distance(float[][] first, float[][] second, double[][] a, double[][] b, double trace) {
        double[] meanA = mean(first);
        double[] meanB = mean(second);
        double between = 0;
        for (int d = 0; d < meanA.length; d++) {
            between += (meanA[d] - meanB[d]) * (meanA[d] - meanB[d]);
        }
        return between + squares(a) + squares(b) - 2 * trace;
    }

    private static double rootTrace(double[][] symmetric) {
        return Arrays.stream(SymmetricEigen.of(symmetric).values())
                .map(value -> Math.sqrt(Math.max(0, value)))
                .sum();
    }

    private static double squares(double[][] rows) {
        return Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .map(x -> x * x)
                .sum();
    }

    private static double[] mean(float[][] rows) {
        double[] mean = new double[rows[0].length];
        for (float[] row : rows) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += row[d];
            }
        }
        return Arrays.stream(mean).map(sum -> sum / rows.length).toArray();
    }

    /** Rows less their mean, over √(n - 1): their products are the covariance. */
    private static double[][] centred(float[][] rows) {
        double[] mean = mean(rows);
        double scale = Math.sqrt(rows.length - 1);
        double[][] centred = new double[rows.length][mean.length];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < mean.length; d++) {
                centred[i][d] = (rows[i][d] - mean[d]) / scale;
            }
        }
        return centred;
    }

    private static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }

    /** Inner products of the rows of one with the rows of the other: a bᵀ. */
    private static double[][] products(double[][] a, double[][] b) {
        double[][] products = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                double sum = 0;
                for (int k = 0; k < a[i].length; k++) {
                    sum += a[i][k] * b[j][k];
                }
                products[i][j] = sum;
            }
        }
        return products;
    }
}
