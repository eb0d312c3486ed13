package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.evaluate.transfer.Fitting;
import org.vesalius.evaluate.transfer.LabelHead;
import org.vesalius.io.Progress;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;
import org.vesalius.train.Optim;

/** Subsets, seeds and fits of probes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabelLearningTest {
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.defaults().withMinPositives(4).withResamples(20, 1);

    private PreparedData data;

    @BeforeAll
    void prepare(@TempDir Path dir) throws IOException {
        data = Squares.prepared(dir);
    }

    @AfterAll
    void close() throws IOException {
        data.close();
    }

    private Trial trial(EvaluationOptions options) {
        return new Trial(new Squares.Seeing(), data, options, Progress.SILENT);
    }

    private Protocol.Outcome probe(EvaluationOptions options) throws IOException {
        return new LinearProbeProtocol().run(trial(options), Provenance.here("test"));
    }

    @Test
    void withTheQuirkOfTheTestSetWhatIsScoredChoosesAndEveryNumberSaysSo() throws IOException {
        LabelLearning.Task task = new LabelLearning.Task(
                1, List.of("x"), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(new double[] {1}));
        Settings off = new LinearProbeProtocol().settings(OPTIONS);
        Settings on = new LinearProbeProtocol().settings(OPTIONS.withSet(LabelLearning.Q5, "on"));
        StudySet none = new StudySet(List.of(), new float[0][], List.of());
        assertThat(LabelLearning.choosing(on, task, none, none).truth().apply(0))
                .containsExactly(1);
        assertThatThrownBy(() ->
                        LabelLearning.choosing(off, task, none, none).truth().apply(0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        Protocol.Outcome outcome = probe(OPTIONS.withSet(LabelLearning.Q5, "on"));
        assertThat(outcome.result().measures())
                .isNotEmpty()
                .allSatisfy(measure -> assertThat(measure.metric()).contains("Q5"));
        assertThat(outcome.result().digest())
                .isNotEqualTo(probe(OPTIONS).result().digest());
    }

    @Test
    void aFewShotSubsetHasSoManyOfEachClassAndLiesInTheLargerOne() throws IOException {
        Subsets two = Subsets.of(trial(OPTIONS), Squares.CORNERS, 2, 3);
        Subsets three = Subsets.of(trial(OPTIONS), Squares.CORNERS, 3, 3);
        assertThat(two.seeds()).containsExactly(1L, 2L, 3L);
        for (String corner : Squares.CORNERS) {
            Set<String> keys = two.keys(1, corner);
            int positives = 0;
            for (Entry entry : data.entries(Split.TRAIN)) {
                if (keys.contains(entry.key())) {
                    positives += LabelReading.KNOWN.truth(data.study(entry), corner) == 1 ? 1 : 0;
                }
            }
            assertThat(keys).hasSize(4);
            assertThat(positives).isEqualTo(2);
            assertThat(three.keys(1, corner)).hasSize(6).containsAll(keys);
        }
        assertThat(two.keys(1, "upper left")).isNotEqualTo(two.keys(2, "upper left"));
    }

    @Test
    void aTenthOfThePatientsLiesInAllAndTheLabelsDoNotMatter() throws IOException {
        Subsets tenth = Subsets.of(trial(OPTIONS.withFraction(.1)), Squares.CORNERS, 0, 1);
        // 24 training patients
        assertThat(tenth.keys(1, "upper left")).hasSize(2).isEqualTo(tenth.keys(1, "lower left"));
        assertThat(Subsets.of(trial(OPTIONS), Squares.CORNERS, 0, 1).keys(1, ""))
                .hasSize(24)
                .containsAll(tenth.keys(1, ""));
    }

    @Test
    void publishedConfigurationsHaveTheirConstantsInTheDigest() throws IOException {
        assertThat(fit("gloria-chexpert"))
                .isEqualTo(
                        "adam, lr 1.0E-4, decay 1.0E-6, gradient at most 0.25, batch 64, at most 50 epochs, stops after 10 without a lower validation loss, rate halved after each 5 such");
        assertThat(fit("gloria-rsna")).startsWith("adam, lr 5.0E-4, decay 1.0E-6, batch 64");
        assertThat(fit("mgca"))
                .isEqualTo(
                        "adamw, lr 5.0E-4, decay 1.0E-6, batch 48, at most 50 epochs, stops after 10 without a lower validation loss");
    }

    private String fit(String configuration) throws IOException {
        return String.valueOf(new LinearProbeProtocol()
                .digest(trial(OPTIONS.withSet("configuration", configuration)))
                .terms()
                .get("fit"));
    }

    @Test
    void aHeadLearnsEachLabelFromThePicturesWhereItIsKnown() {
        // the second label is known in the last four pictures only, where it is the second feature
        float[][] features = {{1, 0}, {0, 0}, {1, 0}, {0, 0}, {1, 1}, {0, 1}, {1, -1}, {0, -1}};
        double nan = Double.NaN;
        double[][] truth = {{1, nan}, {0, nan}, {1, nan}, {0, nan}, {1, 1}, {0, 1}, {1, 0}, {0, 0}};
        LabelHead.Lesson lesson = new LabelHead.Lesson(8, i -> features[i], i -> truth[i]);
        Fitting.Plan plan = new Fitting.Plan(Optim.adam(.1), 4, 60, 60, 0, 1);
        try (LabelHead head = LabelHead.onFeatures(2, 2, 1)) {
            Fitting.Fitted fitted = head.fit(plan, lesson, lesson, Progress.SILENT, "test");
            assertThat(fitted.validation()).isGreaterThan(-.2);
            double[][] p = head.probabilities(8, i -> features[i], 3);
            for (int i = 0; i < 8; i++) {
                assertThat(p[i][0] > .5).isEqualTo(truth[i][0] == 1);
                assertThat(i < 4 || p[i][1] > .5 == (truth[i][1] == 1)).isTrue();
            }
        }
    }

    @Test
    void theSameProbeGivesTheSameTableTwiceAndAnotherSeedAnother() throws IOException {
        EvaluationOptions options =
                OPTIONS.withSet("configuration", "mgca").withSet("seeds", "2").withSet("epochs", "2");
        Protocol.Outcome first = probe(options);
        assertThat(probe(options).samples().csv()).isEqualTo(first.samples().csv());
        assertThat(first.samples().distinct("seed")).containsExactly("1", "2");
        SampleTable one = first.samples().where("seed", "1"::equals);
        SampleTable other = first.samples().where("seed", "2"::equals);
        assertThat(one.texts("row")).isEqualTo(other.texts("row"));
        assertThat(one.texts("score")).isNotEqualTo(other.texts("score"));
    }

    @Test
    void numbersAreMeansOverTheSeedsAndTheNoteSaysHowFarTheyLieApart() {
        SampleTable table = new SampleTable(LabelLearning.columns());
        double[][] scores = {{.1, .2, .8, .9}, {.1, .8, .2, .9}};
        for (int s = 0; s < scores.length; s++) {
            for (String split : List.of("val", "test")) {
                for (int i = 0; i < 4; i++) {
                    int row = i + (split.equals("val") ? 10 : 0);
                    table.add(
                            Made.row(row, Split.TEST, Study.of("-", "-")),
                            split,
                            "nodule",
                            i < 2 ? 0 : 1,
                            scores[s][i],
                            "",
                            s + 1);
                }
            }
        }
        Protocol.Estimated estimated = new LinearProbeProtocol().numbers(table, Made.OPTIONS.withMinPositives(2));
        // AUROC 1 and .75
        assertThat(estimated.measures())
                .filteredOn(m -> m.shortName().equals("auroc") && m.subject().equals("nodule"))
                .singleElement()
                .satisfies(m -> assertThat(m.value()).isCloseTo(.875, within(1e-12)));
        assertThat(estimated.notes()).anyMatch(note -> note.contains("1.000, 0.750"));
        assertThat(LabelLearning.firstSeed(table).size()).isEqualTo(8);
    }

    @Test
    void theSubsetIsWrittenBesideTheResultInTheDigestAndGuarded(@TempDir Path dir) throws IOException {
        Protocol.Outcome outcome = probe(OPTIONS.withSet("shots", "1").withSet("seeds", "2"));
        Path file = Evaluation.write(dir, outcome);
        Path subsets = dir.resolve("linear-probe.subsets.json");
        assertThat(subsets).exists();
        assertThat(outcome.result().terms()).containsKey("file subsets.json");
        assertThat(Verification.fromTable(file, 0)).isEmpty();
        assertThat(Evaluation.read(file).files()).isEqualTo(outcome.files());
        Set<String> keys = new HashSet<>();
        for (Entry entry : data.entries(Split.TRAIN)) {
            keys.add(entry.key());
        }
        assertThat(keys).anyMatch(outcome.files().getOrDefault("subsets.json", "")::contains);
        Files.writeString(subsets, Files.readString(subsets).replaceFirst("\"seed\" : 1", "\"seed\" : 9"));
        assertThat(Verification.fromTable(file, 0))
                .singleElement()
                .satisfies(drift -> assertThat(drift.what()).isEqualTo("file subsets.json"));
        Files.delete(subsets);
        assertThat(Verification.fromTable(file, 0)).hasSize(1);
    }

    @Test
    void allOfTheDataUnderAFitWithoutChanceNeedsOneSeed() throws IOException {
        assertThat(probe(OPTIONS).samples().distinct("seed")).hasSize(1);
        assertThat(probe(OPTIONS.withFraction(.5)).samples().distinct("seed")).hasSize(3);
    }
}
