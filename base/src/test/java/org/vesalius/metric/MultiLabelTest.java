package org.vesalius.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.metric.Rows.flags;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.vesalius.metric.MultiLabel.Average;

class MultiLabelTest {
    private static final double TIGHT = 1e-12;

    /** {@code T = ((i*(l+2)+l*l)%7<3)&(l<4); C = ((i*(l+3)+2*l)%5<2)&(l<4)} over 40 rows and 5 labels: the last is never there and never called. */
    private static MultiLabel forty() {
        boolean[][] truth = new boolean[40][5];
        boolean[][] called = new boolean[40][5];
        for (int i = 0; i < 40; i++) {
            for (int l = 0; l < 4; l++) {
                truth[i][l] = (i * (l + 2) + l * l) % 7 < 3;
                called[i][l] = (i * (l + 3) + 2 * l) % 5 < 2;
            }
        }
        return MultiLabel.of(truth, called);
    }

    private static void check(Average average, ZeroDivision zero, double... expected) {
        MultiLabel.Scores scores = forty().scores(average, zero);
        assertThat(new double[] {scores.precision(), scores.recall(), scores.f1()})
                .as("%s %s", average, zero)
                .containsExactly(expected, within(TIGHT));
    }

    @Test
    void averagesAreScikitLearns() {
        // sklearn 1.2 precision_recall_fscore_support(T, C, average=..., zero_division=...)
        check(Average.MICRO, ZeroDivision.ZERO, .4583333333333333, .3142857142857143, .3728813559322034);
        check(Average.MACRO, ZeroDivision.ZERO, .275, .24901960784313726, .261319073083779);
        check(Average.MACRO, ZeroDivision.ONE, .675, .44901960784313727, .46131907308377895);
        check(Average.WEIGHTED, ZeroDivision.ZERO, .34732142857142856, .3142857142857143, .329921059332824);
        check(Average.WEIGHTED, ZeroDivision.ONE, .5901785714285714, .3142857142857143, .329921059332824);
        check(Average.EXAMPLES, ZeroDivision.ZERO, .3625, .2875, .29833333333333334);
        check(Average.EXAMPLES, ZeroDivision.ONE, .5625, .2875, .29833333333333334);
    }

    @Test
    void whatIsUndefinedMayBeLeftOutOfTheMean() {
        // the label that is neither there nor called does not count: four labels
        assertThat(forty().scores(Average.MACRO, ZeroDivision.UNDEFINED).f1())
                .isCloseTo(.261319073083779 * 5 / 4, within(TIGHT));
    }

    @Test
    void theSpecificationsFourReports() {
        // specification of the downstream systems, section 8.2
        MultiLabel four = MultiLabel.of(
                new boolean[][] {flags("101"), flags("001"), flags("100"), flags("000")},
                new boolean[][] {flags("100"), flags("011"), flags("000"), flags("000")});
        MultiLabel.Scores micro = four.scores(Average.MICRO, ZeroDivision.ZERO);
        assertThat(micro.precision()).isCloseTo(.6667, within(1e-4));
        assertThat(micro.recall()).isEqualTo(.5);
        assertThat(micro.f1()).isCloseTo(.5714, within(1e-4));
        assertThat(four.scores(Average.MACRO, ZeroDivision.ZERO).f1()).isCloseTo(.4444, within(1e-4));
        assertThat(four.scores(Average.EXAMPLES, ZeroDivision.ZERO).f1()).isCloseTo(.3333, within(1e-4));
    }

    @Test
    void exactMatchesAndSingleDecisions() {
        int[] once = new int[40];
        Arrays.fill(once, 1);
        assertThat(forty().exactMatch().of(once)).isCloseTo(.075, within(TIGHT));
        assertThat(forty().labelAccuracy().of(once)).isCloseTo(.63, within(TIGHT));
    }

    @Test
    void classesThatExcludeEachOtherAreOneLabelARow() {
        int[] truth = new int[40];
        int[] called = new int[40];
        for (int i = 0; i < 40; i++) {
            truth[i] = i * 3 % 5;
            called[i] = (i * 3 + (i % 4 == 0 ? 2 : 0)) % 5;
        }
        MultiLabel classes = MultiLabel.of(MultiLabel.oneHot(truth, 5), MultiLabel.oneHot(called, 5));
        // sklearn: accuracy_score and f1_score(average="macro")
        assertThat(classes.scores(Average.MICRO, ZeroDivision.ZERO).f1()).isCloseTo(.75, within(TIGHT));
        assertThat(classes.scores(Average.MACRO, ZeroDivision.ZERO).f1()).isCloseTo(.75, within(TIGHT));
    }

    @Test
    void aRowDrawnTwiceCountsTwice() {
        boolean[][] truth = {flags("10"), flags("01"), flags("11")};
        boolean[][] called = {flags("11"), flags("01"), flags("10")};
        boolean[][] truthTwice = {truth[0], truth[0], truth[2]};
        boolean[][] calledTwice = {called[0], called[0], called[2]};
        for (Average average : Average.values()) {
            assertThat(MultiLabel.of(truth, called)
                            .f1(average, ZeroDivision.ZERO)
                            .of(new int[] {2, 0, 1}))
                    .as("%s", average)
                    .isCloseTo(
                            MultiLabel.of(truthTwice, calledTwice)
                                    .scores(average, ZeroDivision.ZERO)
                                    .f1(),
                            within(TIGHT));
        }
        assertThat(MultiLabel.of(truth, called).confusion(1, new int[] {2, 0, 1}))
                .isEqualTo(new Confusion(0, 2, 0, 1));
    }

    @Test
    void namesSayAverageAndRule() {
        assertThat(MultiLabel.f1Name(Average.EXAMPLES, ZeroDivision.ZERO)).isEqualTo("f1[examples,zero-division=0]@1");
        assertThatThrownBy(() -> MultiLabel.of(new boolean[2][3], new boolean[2][4]))
                .hasMessageContaining("3 labels");
    }
}
