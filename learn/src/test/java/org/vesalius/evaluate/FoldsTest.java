package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;

class FoldsTest {
    private static final String[] TRUTHS = {"000111", "001101", "010011"};

    /** One fold of three, whose studies are its own; {@code order} decides how well the model does. */
    private static Protocol.Outcome fold(String model, int fold, double... scores) {
        SampleTable table = new SampleTable(ClassMeasures.COLUMNS);
        Made.scores(table, 100, Split.VAL, "nodule", "0011", .1, .2, .8, .9);
        String truth = TRUTHS[fold];
        for (int i = 0; i < scores.length; i++) {
            StudySet.Row row = Made.row(10 * fold + i, Split.TEST, Study.of("-", "-"));
            table.add(row, "test", "nodule", truth.charAt(i) - '0', scores[i], "");
        }
        Protocol.Estimated estimated = new ZeroShotProtocol().estimate(table, Made.OPTIONS);
        ProtocolDigest digest =
                ProtocolDigest.of(Map.of("split-ids", "s" + fold, "data-digest", "d" + fold, "labels", "nodule"));
        Result result = new Result(
                Result.FORMAT,
                "zero-shot",
                digest.hex(),
                digest.terms(),
                new Subject(model, model + fold),
                "d" + fold,
                Made.OPTIONS,
                estimated.measures(),
                estimated.notes(),
                List.of(),
                Digests.sha256(table.csv()),
                Provenance.here("vesalius evaluate"));
        return new Protocol.Outcome(result, table);
    }

    private static List<Protocol.Outcome> good() {
        return List.of(
                fold("good", 0, .1, .2, .3, .4, .5, .6),
                fold("good", 1, .1, .2, .7, .6, .3, .9),
                fold("good", 2, .1, .3, .2, .4, .5, .6));
    }

    private static List<Protocol.Outcome> bad() {
        return List.of(
                fold("bad", 0, .6, .5, .4, .3, .2, .1),
                fold("bad", 1, .6, .5, .4, .3, .2, .1),
                fold("bad", 2, .6, .5, .4, .3, .2, .1));
    }

    private static Protocol.Outcome join(List<Protocol.Outcome> folds) {
        return Folds.join(folds, Provenance.here("vesalius folds"));
    }

    @Test
    void eachNumberIsTheMeanOverTheFolds() {
        List<Protocol.Outcome> folds = good();
        Result joint = join(folds).result();
        for (Measure measure : joint.measures()) {
            double mean = folds.stream()
                    .mapToDouble(fold -> fold.result()
                            .find(measure.metric(), measure.subject(), measure.part())
                            .orElseThrow()
                            .value())
                    .average()
                    .orElseThrow();
            assertThat(measure.value()).isCloseTo(mean, within(1e-12));
            assertThat(measure.interval().low()).isLessThanOrEqualTo(mean);
            assertThat(measure.interval().high()).isGreaterThanOrEqualTo(mean);
        }
        Measure auroc = joint.find("auroc", "nodule").orElseThrow();
        assertThat(auroc.rows()).isEqualTo(18);
        assertThat(auroc.positives()).isEqualTo(9);
    }

    @Test
    void theOrderOfTheFoldsDoesNotMatter() {
        Protocol.Outcome one = join(good());
        Protocol.Outcome other = join(good().reversed());
        assertThat(other.samples().csv()).isEqualTo(one.samples().csv());
        assertThat(other.result().digest()).isEqualTo(one.result().digest());
        assertThat(other.result().measures()).isEqualTo(one.result().measures());
    }

    @Test
    void aJointResultIsWrittenVerifiedAndComparedInPairsAsAnyOther(@TempDir Path dir) throws IOException {
        Path file = Evaluation.write(dir, join(good()));
        assertThat(Verification.fromTable(file, 0)).isEmpty();
        assertThat(Folds.are(Result.read(file))).isTrue();
        Protocol.Outcome weak = join(bad());
        Protocol.Outcome strong = Evaluation.read(file);
        assertThat(Comparison.refusal(List.of(weak.result(), strong.result()), List.of()))
                .isEmpty();
        Comparison.Table table = Comparison.of(List.of(weak, strong));
        assertThat(table.notes()).isEmpty();
        var difference = table.lines().getFirst().cells().get(1).difference().orElseThrow();
        assertThat(difference.difference().value()).isGreaterThan(.7);
        assertThat(difference.p()).isLessThan(.05);
    }

    @Test
    void aJointResultIsAnotherMeasurementThanAFoldOfIt() {
        assertThat(Comparison.refusal(
                                List.of(join(good()).result(), good().getFirst().result()), List.of())
                        .orElseThrow()
                        .differences())
                .extracting(ProtocolDigest.Difference::term)
                .contains("folds", "data-digest");
    }

    @Test
    void whoWasTestedTwiceAndWhatIsJoinedAlreadyIsRefused() {
        List<Protocol.Outcome> twice = List.of(good().getFirst(), good().getFirst());
        assertThatThrownBy(() -> join(twice))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("6 patients tested in two");
        List<Protocol.Outcome> again = List.of(join(good()), join(bad()));
        assertThatThrownBy(() -> join(again)).isInstanceOf(InputException.class);
    }

    @Test
    void foldsThatWereMeasuredDifferentlyAreNamed() {
        Result other =
                Made.outcome("other", Map.of("labels", "mass"), "01", .1, .2).result();
        assertThat(Folds.refusal(List.of(good().getFirst().result(), other))
                        .orElseThrow()
                        .differences())
                .extracting(ProtocolDigest.Difference::term)
                .containsExactly("labels");
        assertThat(Folds.refusal(good().stream().map(Protocol.Outcome::result).toList()))
                .isEmpty();
    }
}
