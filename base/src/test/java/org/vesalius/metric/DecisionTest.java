package org.vesalius.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.metric.Rows.FIRST;
import static org.vesalius.metric.Rows.POSITIVE;
import static org.vesalius.metric.Rows.flags;

import org.junit.jupiter.api.Test;

class DecisionTest {
    @Test
    void theTableCountsWhatWasDecided() {
        assertThat(Confusion.at(.5, FIRST, POSITIVE)).isEqualTo(new Confusion(22, 6, 4, 8));
        Confusion table = Confusion.at(.7, FIRST, POSITIVE);
        assertThat(table).isEqualTo(new Confusion(16, 4, 6, 14));
        assertThat(table.sensitivity()).isEqualTo(16 / 30.0);
        assertThat(table.specificity()).isEqualTo(.6);
        assertThat(table.precision()).isEqualTo(.8);
        assertThat(table.accuracy()).isEqualTo(.55);
        assertThat(table.f1()).isEqualTo(32 / 50.0);
    }

    @Test
    void matthewsIsTheCorrelationOfDecisionAndTruth() {
        assertThat(Confusion.at(.5, FIRST, POSITIVE).mcc()).isCloseTo(.1259881576697423, within(1e-14));
        assertThat(Confusion.at(.7, FIRST, POSITIVE).mcc()).isCloseTo(.11547005383792515, within(1e-14));
        assertThat(Confusion.at(-1, FIRST, POSITIVE).mcc()).isZero();
    }

    @Test
    void theBestThresholdIsFoundAndTheHighestOfEquals() {
        double threshold = Thresholds.maxF1(FIRST, POSITIVE);
        assertThat(threshold).isEqualTo(.2);
        assertThat(Confusion.at(threshold, FIRST, POSITIVE).f1()).isCloseTo(.8823529411764706, within(1e-14));
        assertThat(Thresholds.maxF1(new double[] {.9, .1, .1}, flags("100"))).isEqualTo(.9);
        assertThat(Thresholds.maxF1(new double[] {.4, .3}, flags("00"))).isNaN();
        assertThat(Thresholds.youden(new double[] {.9, .8, .1}, flags("110"))).isEqualTo(.8);
        assertThat(Thresholds.maxMcc(new double[] {.9, .8, .1}, flags("110"))).isEqualTo(.8);
    }

    @Test
    void everyRatioOfTheTable() {
        Confusion table = new Confusion(16, 4, 6, 14);
        assertThat(table.negativePredictiveValue()).isEqualTo(6 / 20.0);
        assertThat(table.falsePositiveRate()).isEqualTo(.4);
        assertThat(table.falseNegativeRate()).isEqualTo(14 / 30.0);
        assertThat(table.balancedAccuracy()).isCloseTo((16 / 30.0 + .6) / 2, within(1e-15));
        assertThat(table.fBeta(1)).isEqualTo(table.f1());
        // 5 PR / (4 P + R)
        assertThat(table.fBeta(2)).isCloseTo(5 * .8 * (16 / 30.0) / (4 * .8 + 16 / 30.0), within(1e-14));
        assertThat(new Confusion(0, 0, 3, 0).precision()).isNaN();
    }

    @Test
    void operatingPointsAreThoseOfTheRocCurve() {
        // sklearn roc_curve, drop_intermediate=False: the best of tpr where fpr <= .1, the best of 1 - fpr where tpr >=
        // .9
        double specific = OperatingPoint.SPECIFICITY_90.threshold(FIRST, POSITIVE);
        assertThat(specific).isEqualTo(.9);
        assertThat(Confusion.at(specific, FIRST, POSITIVE).sensitivity()).isCloseTo(1 / 3.0, within(1e-12));
        double sensitive = OperatingPoint.SENSITIVITY_90.threshold(FIRST, POSITIVE);
        assertThat(sensitive).isEqualTo(.3);
        assertThat(Confusion.at(sensitive, FIRST, POSITIVE).specificity()).isCloseTo(.2, within(1e-12));
        // the best score is a negative's: nobody may be called
        assertThat(Thresholds.atSpecificity(new double[] {.9, .5}, flags("01"), 1))
                .isInfinite();
        assertThat(Thresholds.atSpecificity(new double[] {.9, .5}, flags("11"), .9))
                .isNaN();
        assertThat(OperatingPoint.MAX_F1.name(OperatingPoint.ChosenOn.VALIDATION))
                .isEqualTo(Thresholds.MAX_F1);
        assertThat(OperatingPoint.MAX_F1.name(OperatingPoint.ChosenOn.TEST_LABELS))
                .contains("Q11");
    }

    @Test
    void calibrationErrorIsTheMeanGapOfTheBins() {
        // specification of the downstream systems, section 8.4
        double[] p = {.95, .85, .75, .65, .55, .45, .35, .25, .15, .05};
        boolean[] y = flags("1101010000");
        assertThat(Calibration.eceEqualWidth(p, y, 10)).isCloseTo(.32, within(1e-12));
        assertThat(Calibration.mceEqualWidth(p, y, 10)).isCloseTo(.75, within(1e-12));
        assertThat(Calibration.eceEqualWidth(p, y, 1)).isCloseTo(.1, within(1e-12));
        assertThat(Calibration.brier(new double[] {1, .5, 0}, flags("100"))).isCloseTo(.25 / 3, within(1e-15));
        assertThat(Calibration.reliability(new double[] {1}, flags("1"), 10).getLast())
                .isEqualTo(new Calibration.Bin(1, 1, 1));
    }
}
