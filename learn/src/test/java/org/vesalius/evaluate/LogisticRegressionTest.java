package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
    private static final int ROWS = 24;
    private static final int SIZE = 3;

    private final float[][] rows = new float[ROWS][SIZE];
    private final boolean[] positive = new boolean[ROWS];

    LogisticRegressionTest() {
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < SIZE; j++) {
                rows[i][j] = (i * 7 + j * 3) % 11 / 5f - 1;
            }
            positive[i] = i * 5 % 7 < 3;
        }
    }

    @Test
    void theMinimumIsThatOfNewtonsMethodInNumpy() {
        double[] weights = new LogisticRegression(rows, positive, .1).fit(new double[SIZE + 1]);
        assertThat(weights)
                .containsExactly(new double[] {0.61971357, -0.52125327, 0.39857779, -0.31762601}, within(1e-3));
    }

    @Test
    void theGradientIsTheSlopeOfTheLoss() {
        LogisticRegression regression = new LogisticRegression(rows, positive, .1);
        double[] at = {.3, -.2, .1, .4};
        double[] gradient = new double[4];
        regression.lossAndGradient(at, gradient);
        for (int i = 0; i < 4; i++) {
            double[] above = at.clone();
            double[] below = at.clone();
            above[i] += 1e-2;
            below[i] -= 1e-2;
            double slope = (regression.lossAndGradient(above, new double[4])
                            - regression.lossAndGradient(below, new double[4]))
                    / 2e-2;
            assertThat(gradient[i]).isCloseTo(slope, within(1e-4));
        }
    }

    @Test
    void whereTheRowsSayNothingTheBiasIsTheShareOfPositives() {
        double[] weights = new LogisticRegression(
                        new float[8][2], new boolean[] {true, true, false, false, false, false, false, false}, 1)
                .fit(new double[3]);
        assertThat(LogisticRegression.probability(weights, new float[2])).isCloseTo(.25, within(1e-3));
    }
}
