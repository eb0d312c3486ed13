package org.vesalius.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.metric.Rows.FIRST;
import static org.vesalius.metric.Rows.POSITIVE;
import static org.vesalius.metric.Rows.flags;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.vesalius.metric.Calibration.Bins;

class RecalibrationTest {
    /** {@code p = 1 / (1 + np.exp(-3 * (F - .6)))}. */
    private static final double[] P =
            Arrays.stream(FIRST).map(f -> 1 / (1 + Math.exp(-3 * (f - .6)))).toArray();

    private static final int[] ONCE = Ranking.ones(P.length);

    @Test
    void errorsAreThoseOfNumpyAndScikitLearn() {
        // np.array_split(np.argsort(p, kind="stable"), 7): mean gap by rows, and the largest; brier_score_loss
        assertThat(Calibration.eceOf(P, POSITIVE, 7, Bins.EQUAL_MASS).of(ONCE))
                .isCloseTo(.22095031674857185, within(1e-12));
        assertThat(Calibration.mceOf(P, POSITIVE, 7, Bins.EQUAL_MASS).of(ONCE))
                .isCloseTo(.43911199725686645, within(1e-12));
        assertThat(Calibration.brierOf(P, POSITIVE).of(ONCE)).isCloseTo(.2288018142950005, within(1e-12));
        assertThat(Calibration.brier(P, POSITIVE)).isCloseTo(.2288018142950005, within(1e-12));
    }

    @Test
    void binsOfEqualMassHoldEquallyMany() {
        assertThat(Calibration.reliability(P, POSITIVE, 7, Bins.EQUAL_MASS).stream()
                        .mapToInt(Calibration.Bin::count))
                .containsExactly(6, 6, 6, 6, 6, 5, 5);
        // fewer rows than bins: one each, the others empty
        assertThat(Calibration.eceOf(new double[] {.2, .9}, flags("01"), 10, Bins.EQUAL_MASS)
                        .of(new int[] {1, 1}))
                .isCloseTo(.15, within(1e-12));
        assertThat(Calibration.mceOf(new double[0], new boolean[0], 10, Bins.EQUAL_MASS)
                        .of(new int[0]))
                .isNaN();
        assertThatThrownBy(() -> Calibration.eceOf(new double[] {Double.NaN}, flags("1"), 5, Bins.EQUAL_MASS))
                .hasMessageContaining("[0, 1]");
    }

    @Test
    void namesSayBinsAndWhoseProbability() {
        assertThat(Calibration.eceName(Bins.EQUAL_WIDTH, 10)).isEqualTo(Calibration.ECE_10);
        assertThat(Calibration.mceName(Bins.EQUAL_MASS, 15)).isEqualTo("mce[equal-mass,15,positive-class]@1");
    }

    @Test
    void plattIsThatOfScikitLearn() {
        // sklearn.calibration._sigmoid_calibration(logit(p), y), signs turned; scipy.optimize agrees to 1e-7
        Recalibration platt = Recalibration.platt(P, POSITIVE);
        assertThat(platt.slope()).isCloseTo(.6933443, within(2e-6));
        assertThat(platt.intercept()).isCloseTo(1.0842608, within(2e-6));
    }

    @Test
    void temperatureIsTheMinimumThatScipyFinds() {
        Recalibration cooled = Recalibration.temperature(P, POSITIVE);
        assertThat(cooled.slope()).isCloseTo(.7628218129153084, within(1e-7));
        assertThat(cooled.intercept()).isZero();
    }

    @Test
    void rowsThatCanBeSeparatedLeaveBothFinite() {
        double[] p = {.1, .2, .8, .9};
        Recalibration platt = Recalibration.platt(p, flags("0011"));
        assertThat(platt.slope()).isBetween(.3, 5.0);
        assertThat(Recalibration.temperature(p, flags("0011")).slope()).isBetween(100.0, 1000.0);
        assertThat(Recalibration.platt(new double[0], new boolean[0])).isEqualTo(Recalibration.NONE);
        // one class only: the prior by Platt's targets, not certainty
        assertThat(Recalibration.platt(p, flags("1111")).apply(.5)).isBetween(.8, .9);
        assertThat(Recalibration.temperature(new double[] {0, 1}, flags("01")).apply(1))
                .isLessThanOrEqualTo(1);
    }

    @Test
    void calibratingLowersTheErrorAndKeepsTheOrder() {
        double[] sure =
                Arrays.stream(P).map(p -> new Recalibration(4, 0).apply(p)).toArray();
        Recalibration cooled = Recalibration.temperature(sure, POSITIVE);
        assertThat(cooled.slope()).isCloseTo(.7628218129153084 / 4, within(1e-6));
        double[] after = cooled.apply(sure);
        assertThat(Calibration.eceEqualWidth(after, POSITIVE, 10))
                .isLessThan(Calibration.eceEqualWidth(sure, POSITIVE, 10));
        assertThat(Ranking.auroc(after, POSITIVE)).isEqualTo(Ranking.auroc(sure, POSITIVE));
    }
}
