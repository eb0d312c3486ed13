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
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.metric.Calibration;
import org.vesalius.metric.Recalibration;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.shard.PreparedData;

class CalibrationProtocolTest {
    private static final EvaluationOptions OPTIONS = EvaluationOptions.defaults()
            .withPrompts(Squares.prompts())
            .withMinPositives(4)
            .withResamples(50, 1)
            .withSet(Map.of("scores", "zero-shot"));

    /** Knows the corner, but says .9 or .4 of it, and .6 or .1 of another: too sure on average, always in the right order. */
    private static final class Boasting implements Scorer {
        @Override
        public Subject subject() {
            return new Subject("boasting", "boasting@1");
        }

        @Override
        public float[][] embedImages(List<Image> images) {
            return new Squares.Seeing().embedImages(images);
        }

        @Override
        public float[][] embedTexts(List<String> texts) {
            return new Squares.Seeing().embedTexts(texts);
        }

        @Override
        public double[][] classify(List<Image> images, List<PromptSet> prompts) {
            double[][] scores = new double[images.size()][prompts.size()];
            float[][] corners = embedImages(images);
            for (int i = 0; i < scores.length; i++) {
                boolean faint = (int) images.get(i).at(0, 0, 0) % 2 == 0;
                for (int c = 0; c < prompts.size(); c++) {
                    boolean there = corners[i][c] > .5;
                    scores[i][c] = there ? faint ? .97 : .95 : faint ? .94 : .8;
                }
            }
            return scores;
        }
    }

    /** Says the logarithm of something. */
    private static final class Unbounded implements Scorer {
        @Override
        public Subject subject() {
            return new Subject("unbounded", "unbounded@1");
        }

        @Override
        public double[][] classify(List<Image> images, List<PromptSet> prompts) {
            double[][] scores = new double[images.size()][prompts.size()];
            scores[0][0] = 3.5;
            return scores;
        }
    }

    private static Protocol.Outcome run(PreparedData data, Scorer scorer) throws IOException {
        return new CalibrationProtocol()
                .run(new Trial(scorer, data, OPTIONS, Progress.SILENT), Provenance.here("test"));
    }

    @Test
    void scalingFittedOnValidationBringsProbabilitiesNearTheTruth(@TempDir Path dir) throws IOException {
        try (PreparedData data = Squares.prepared(dir)) {
            Protocol.Outcome outcome = run(data, new Boasting());
            Result result = outcome.result();
            double before = result.find("ece", Measure.MACRO).orElseThrow().value();
            double platt = result.find("ece", Measure.MACRO, "after platt")
                    .orElseThrow()
                    .value();
            assertThat(before).isGreaterThan(.5);
            assertThat(platt).isLessThan(.25);
            assertThat(result.find("brier", Measure.MACRO, "after platt")
                            .orElseThrow()
                            .value())
                    .isLessThan(
                            result.find("brier", Measure.MACRO).orElseThrow().value());
            assertThat(result.find("mce", Measure.MACRO, "after temperature")).isPresent();
            // 24 studies of 4 labels in ten bins
            double rows = result.measures().stream()
                    .filter(measure -> measure.shortName().equals("positive-share"))
                    .filter(measure -> measure.part().matches("bin \\d+ of 10"))
                    .mapToInt(Measure::rows)
                    .sum();
            assertThat(rows).isEqualTo(96);
            everyNumberOfTheTableIsWhatItSays(outcome.samples(), result);
        }
    }

    private static void everyNumberOfTheTableIsWhatItSays(SampleTable samples, Result result) {
        SampleTable own = samples.where("label", "upper left"::equals);
        SampleTable validation = own.where("split", "val"::equals);
        SampleTable scored = own.where("split", "test"::equals);
        Recalibration platt = Recalibration.platt(validation.numbers("score"), ScoreTable.positive(validation));
        double[] corrected = scored.numbers("platt");
        assertThat(corrected).containsExactly(platt.apply(scored.numbers("score")), within(1e-12));
        assertThat(result.find("ece", "upper left", "after platt").orElseThrow().value())
                .isCloseTo(Calibration.eceEqualWidth(corrected, ScoreTable.positive(scored), 10), within(1e-12));
        assertThat(Integer.parseInt(scored.text(0, "platt-bin"))).isEqualTo(1 + (int) (corrected[0] * 10));
        assertThat(validation.text(0, "platt-bin")).isEmpty();
    }

    @Test
    void scoresThatAreNoProbabilitiesAreRefused(@TempDir Path dir) throws IOException {
        try (PreparedData data = Squares.prepared(dir)) {
            assertThatThrownBy(() -> run(data, new Unbounded()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("probabilities, in [0, 1]")
                    .hasMessageContaining("scores=linear-probe");
        }
    }

    @Test
    void binsAreASettingAndStandInTheDigest(@TempDir Path dir) throws IOException {
        try (PreparedData data = Squares.prepared(dir)) {
            EvaluationOptions mass =
                    OPTIONS.withSet(Map.of("scores", "zero-shot", "bins", "5", "binning", "equal-mass"));
            Trial trial = new Trial(new Squares.Seeing(), data, mass, Progress.SILENT);
            Result result = new CalibrationProtocol()
                    .run(trial, Provenance.here("test"))
                    .result();
            assertThat(result.find("ece", Measure.MACRO).orElseThrow().metric())
                    .isEqualTo("ece[equal-mass,5,positive-class]@1");
            assertThat(result.terms())
                    .containsEntry("set binning", "equal-mass")
                    .containsKey("prompts: upper left");
        }
    }
}
