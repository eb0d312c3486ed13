package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.View;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.shard.PreparedData;

class FairnessProtocolTest {
    private static final FairnessProtocol PROTOCOL = new FairnessProtocol();
    private static final EvaluationOptions OPTIONS = EvaluationOptions.defaults()
            .withMinPositives(2)
            .withResamples(50, 1)
            .withSet(Map.of("groups", "sex"));

    /** Women are ranked right; of the men's positives one lies below all negatives. Validation says .5. */
    private static SampleTable table() {
        SampleTable table = new SampleTable(ClassMeasures.COLUMNS);
        Made.scores(table, 100, Split.VAL, "nodule", "0011", .1, .4, .5, .9);
        Made.scores(table, 0, Split.TEST, "nodule", "0011", .1, .2, .6, .9);
        Made.scores(table, 4, Split.TEST, "nodule", "0011", .3, .7, .2, .8);
        Made.scores(table, 8, Split.TEST, "nodule", "01", .3, .8);
        String groups = "FFFFMMMM";
        return table.with("sex", i -> {
            int row = Integer.parseInt(table.text(i, "row"));
            return row < 8 ? "" + groups.charAt(row) : row < 100 ? "X" : "";
        });
    }

    private static Measure find(Protocol.Estimated estimated, String metric, String subject, String part) {
        return estimated.measures().stream()
                .filter(m -> m.shortName().equals(metric)
                        && m.subject().equals(subject)
                        && m.part().equals(part))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError(Made.ids(estimated.measures()).toString()));
    }

    @Test
    void groupsGapAndWorstByHand() {
        Protocol.Estimated of = PROTOCOL.estimate(table(), OPTIONS);
        assertThat(find(of, "auroc", "nodule", "sex: F").value()).isEqualTo(1);
        // the pairs of men: .2 loses to both negatives, .8 wins against both
        assertThat(find(of, "auroc", "nodule", "sex: M").value()).isEqualTo(.5);
        assertThat(find(of, "auroc-gap", "nodule", "sex").value()).isEqualTo(.5);
        assertThat(find(of, "auroc-worst", "nodule", "sex").value()).isEqualTo(.5);
        assertThat(find(of, "tpr", "nodule", "sex: F").value()).isEqualTo(1);
        assertThat(find(of, "tpr", "nodule", "sex: M").value()).isEqualTo(.5);
        assertThat(find(of, "fpr", "nodule", "sex: F").value()).isZero();
        assertThat(find(of, "fpr", "nodule", "sex: M").value()).isEqualTo(.5);
        assertThat(find(of, "fpr-worst", "nodule", "sex").value()).isEqualTo(.5);
        assertThat(find(of, "tpr-worst", "nodule", "sex").value()).isEqualTo(.5);
        assertThat(find(of, "tpr-gap", Measure.MACRO, "sex").value()).isEqualTo(.5);
        assertThat(find(of, "underdiagnosis", "any finding", "sex: M").value()).isEqualTo(.5);
        assertThat(find(of, "underdiagnosis-worst", "any finding", "sex").value())
                .isEqualTo(.5);
    }

    @Test
    void aSmallGroupIsNamedAndNotShown() {
        Protocol.Estimated of = PROTOCOL.estimate(table(), OPTIONS);
        assertThat(Made.ids(of.measures())).noneMatch(id -> id.contains("sex: X"));
        assertThat(of.notes()).anyMatch(note -> note.contains("not shown: X (nodule, any finding)"));
    }

    @Test
    void chanceIsTheGapOfGroupsThatMeanNothing() {
        double chance = find(PROTOCOL.estimate(table(), OPTIONS), "auroc-gap", "nodule", "sex")
                .chance();
        assertThat(chance).isBetween(.05, .6);
        Protocol.Estimated none = PROTOCOL.estimate(table(), OPTIONS.withSet(Map.of("groups", "sex", "shuffles", "0")));
        assertThat(find(none, "auroc-gap", "nodule", "sex").chance()).isNaN();
    }

    @Test
    void thresholdsOfTestLabelsAreMarked() {
        EvaluationOptions optimistic = OPTIONS.withSet(Map.of("groups", "sex", "Q11", "on"));
        Protocol.Estimated of = PROTOCOL.numbers(table(), optimistic);
        Measure tpr = find(of, "tpr", "nodule", "sex: M");
        // the best F1 over all ten test studies is at .6
        assertThat(tpr.metric()).contains("Q11");
        assertThat(find(of, "auroc", "nodule", "sex: M").metric()).doesNotContain("Q11");
        assertThat(of.notes()).anyMatch(note -> note.contains("Q11 is on"));
    }

    @Test
    void peopleArePutIntoTheirGroups() {
        Subgroups groups = Subgroups.of("sex,age,view,site", "18,40,60,80");
        Study study = Study.of("-", "-")
                .withMeta(Map.of("sex", "Female", "age", "058Y", "site", "A"))
                .withImages(List.of(StudyImage.of("0", Path.of("x.png"), View.PA)));
        assertThat(groups.group(Subgroups.By.SEX, study)).isEqualTo("F");
        assertThat(groups.group(Subgroups.By.AGE, study)).isEqualTo("40-59");
        assertThat(groups.group(Subgroups.By.VIEW, study)).isEqualTo("PA");
        assertThat(groups.group(Subgroups.By.SITE, study)).isEqualTo("A");
        for (var age : Map.of("17", "under 18", "18", "18-39", "80", "80+", "411", "", "", "", "40.5", "40-59")
                .entrySet()) {
            assertThat(groups.group(Subgroups.By.AGE, Study.of("-", "-").withMeta(Map.of("age", age.getKey()))))
                    .isEqualTo(age.getValue());
        }
        assertThat(groups.group(Subgroups.By.SEX, Study.of("-", "-"))).isEmpty();
        assertThatThrownBy(() -> Subgroups.of("sex,agee", "18"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("age");
        assertThatThrownBy(() -> Subgroups.of("sex", "40,18")).hasMessageContaining("rise");
    }

    @Test
    void whatNobodyKnowsMakesNoGroups(@TempDir Path dir) throws IOException {
        try (PreparedData data = Squares.prepared(dir)) {
            assertThat(PROTOCOL.possible(data)).isFalse();
            Trial trial = new Trial(new Squares.Seeing(), data, OPTIONS, Progress.SILENT);
            assertThatThrownBy(() -> PROTOCOL.run(trial, Provenance.here("test")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("a known sex");
        }
    }
}
