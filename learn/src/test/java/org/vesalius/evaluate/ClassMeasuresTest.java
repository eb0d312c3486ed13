package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.dataset.Split;

class ClassMeasuresTest {
    private static Measure find(List<Measure> measures, String metric, String subject, String part) {
        return measures.stream()
                .filter(m -> m.shortName().equals(metric)
                        && m.subject().equals(subject)
                        && m.part().equals(part))
                .findFirst()
                .orElseThrow();
    }

    private static SampleTable twoLabels() {
        SampleTable table = new SampleTable(ClassMeasures.COLUMNS);
        Made.scores(table, 100, Split.VAL, "often", "0011", .1, .5, .4, .9);
        Made.scores(table, 0, Split.TEST, "often", "000111", .1, .2, .6, .5, .8, .9);
        Made.scores(table, 100, Split.VAL, "rare", "0001", .1, .2, .3, .9);
        Made.scores(table, 0, Split.TEST, "rare", "000001", .9, .8, .7, .6, .5, .4);
        return table;
    }

    @Test
    void aLabelOfFewPositivesIsReportedButNotInTheMean() {
        var estimated = new ZeroShotProtocol().estimate(twoLabels(), Made.OPTIONS);
        var measures = estimated.measures();
        assertThat(find(measures, "auroc", "often", "").value()).isCloseTo(8 / 9.0, within(1e-12));
        assertThat(find(measures, "auroc", "rare", "").value()).isZero();
        assertThat(find(measures, "auroc", "rare", "").counted()).isFalse();
        assertThat(find(measures, "auroc", Measure.MACRO, "").value()).isCloseTo(8 / 9.0, within(1e-12));
        assertThat(estimated.notes()).containsExactly("fewer than 3 positives, not in the mean: rare");
    }

    @Test
    void theThresholdComesFromValidationAlone() {
        // on validation .4 has the best F1 (.8); on the test studies .5 would be better
        var measures =
                new ZeroShotProtocol().estimate(twoLabels(), Made.OPTIONS).measures();
        assertThat(find(measures, "f1", "often", "").value()).isCloseTo(6 / 7.0, within(1e-12));
        assertThat(find(measures, "sensitivity", "often", "").value()).isEqualTo(1);
        assertThat(find(measures, "specificity", "often", "").value()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void severityThirdsStandAgainstAllNegatives() {
        var measures =
                new ZeroShotProtocol().estimate(twoLabels(), Made.OPTIONS).measures();
        assertThat(find(measures, "auroc", "often", "severity 1 of 3").value()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(find(measures, "auroc", "often", "severity 3 of 3").value()).isEqualTo(1);
        assertThat(find(measures, "auroc", Measure.MACRO, "severity 1 of 3").positives())
                .isEqualTo(-1);
        assertThat(find(measures, "auroc", "often", "severity 1 of 3").positives())
                .isEqualTo(1);
    }

    @Test
    void withoutValidationThereIsNoDecision() {
        var estimated = new ZeroShotProtocol().estimate(twoLabels().where("split", "test"::equals), Made.OPTIONS);
        assertThat(estimated.notes()).anyMatch(note -> note.contains("no validation studies"));
        assertThat(Made.ids(estimated.measures())).noneMatch(id -> id.startsWith("f1"));
    }

    @Test
    void probabilitiesAreAlsoAskedWhetherTheyMeanIt() {
        var measures =
                new LinearProbeProtocol().estimate(twoLabels(), Made.OPTIONS).measures();
        double brier = (.01 + .04 + .36 + .25 + .04 + .01) / 6;
        assertThat(find(measures, "brier", "often", "").value()).isCloseTo(brier, within(1e-12));
        assertThat(find(measures, "ece", "often", "").value())
                .isCloseTo((.1 + .2 + .6 + .5 + .2 + .1) / 6, within(1e-12));
    }
}
