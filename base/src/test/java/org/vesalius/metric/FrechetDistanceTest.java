package org.vesalius.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {
    private static float[][] rows(int rows, int features, Rule rule) {
        float[][] out = new float[rows][features];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < features; j++) {
                out[i][j] = (float) rule.at(i, j);
            }
        }
        return out;
    }

    private interface Rule {
        double at(int i, int j);
    }

    @Test
    void ofTwelveRowsIsScipys() {
        // np.trace(a + b - 2 * scipy.linalg.sqrtm(a @ b).real) + ((X.mean(0) - Y.mean(0)) ** 2).sum(), a, b by np.cov
        float[][] x = rows(12, 4, (i, j) -> Math.sin(i * 1.3 + j * .7) + .1 * i * j / 10);
        float[][] y = rows(12, 4, (i, j) -> Math.cos(i * .9 + j * 1.1) + .05 * j);
        assertThat(FrechetDistance.of(x, y)).isCloseTo(.5983278497558496, within(1e-6));
        assertThat(FrechetDistance.byRows(x, y)).isCloseTo(.5983278497558496, within(1e-5));
    }

    @Test
    void moreFeaturesThanRowsByTheSmallerMatrix() {
        float[][] x = rows(12, 20, (i, j) -> Math.sin(i * 1.3 * (1 + j * .37)));
        float[][] y = rows(12, 20, (i, j) -> Math.cos(i * .9 * (1 + j * .21)) * 1.2);
        assertThat(FrechetDistance.of(x, y)).isCloseTo(13.87050706426996, within(1e-5));
        // the root of a matrix without full rank is only good to the root of rounding
        assertThat(FrechetDistance.byFeatures(x, y)).isCloseTo(13.87050706426996, within(1e-5));
    }

    @Test
    void equalSetsAreNowhereApartAndShiftedOnesByTheirShift() {
        float[][] x = rows(30, 5, (i, j) -> Math.sin(i * (j + 1.7)));
        float[][] shifted = rows(30, 5, (i, j) -> Math.sin(i * (j + 1.7)) + 2);
        assertThat(FrechetDistance.of(x, x)).isCloseTo(0, within(1e-6));
        assertThat(FrechetDistance.of(x, shifted)).isCloseTo(20, within(1e-5));
    }

    @Test
    void eigenvectorsTakeTheMatrixApart() {
        SplittableRandom random = new SplittableRandom(6);
        for (int n : new int[] {1, 2, 3, 7, 40}) {
            double[][] matrix = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = 0;
                    for (int k = 0; k < 3; k++) {
                        sum += Math.sin(i * (k + 1.1)) * Math.sin(j * (k + 1.1));
                    }
                    matrix[i][j] = sum + (i == j ? random.nextDouble() : 0);
                    matrix[j][i] = matrix[i][j];
                }
            }
            SymmetricEigen eigen = SymmetricEigen.of(matrix);
            double trace = 0;
            double[][] root = eigen.squareRoot();
            for (int i = 0; i < n; i++) {
                trace += matrix[i][i];
                for (int j = 0; j < n; j++) {
                    double square = 0;
                    for (int k = 0; k < n; k++) {
                        square += root[i][k] * root[k][j];
                    }
                    assertThat(square).isCloseTo(matrix[i][j], within(1e-10));
                }
            }
            assertThat(Arrays.stream(eigen.values()).sum()).isCloseTo(trace, within(1e-10));
        }
    }

    @Test
    void theViewsOfBarlowTwinsAreMonais() {
        // MONAI test_barlow_twins_loss.py, λ 5e-3: 5.2562
        float[][] a = {{1, 0, 1, 1}, {0, 1, 1, 0}};
        float[][] b = {{1, 1, 1, 0}, {1, 1, 0, 1}};
        assertThat(Embeddings.crossCorrelation(a, b, 5e-3).loss()).isCloseTo(5.2562, within(1e-4));
        // not 1: the deviation is over n - 1 and the mean over n, as published
        assertThat(Embeddings.crossCorrelation(a, a, 5e-3).onDiagonal()).isCloseTo(3 / 8., within(1e-5));
    }

    @Test
    void pairsThatCoincideAreAlignedAndOnePointIsNotEven() {
        float[][] apart = {{1, 0}, {0, 1}, {-1, 0}};
        assertThat(Embeddings.alignment(apart, new float[][] {{2, 0}, {0, 3}, {-1, 0}}))
                .isCloseTo(0, within(1e-12));
        assertThat(Embeddings.alignment(apart, new float[][] {{-1, 0}, {0, -1}, {1, 0}}))
                .isCloseTo(4, within(1e-12));
        assertThat(Embeddings.uniformity(new float[][] {{1, 0}, {1, 0}})).isCloseTo(0, within(1e-12));
        // squared distances 2, 4, 2
        assertThat(Embeddings.uniformity(apart))
                .isCloseTo(Math.log((2 * Math.exp(-4) + Math.exp(-8)) / 3), within(1e-12));
        assertThat(Embeddings.uniformity(new float[][] {{1, 0}})).isNaN();
    }
}
