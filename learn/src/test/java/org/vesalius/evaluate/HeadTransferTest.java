package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.image.Image;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.metric.spatial.AveragePrecision;
import org.vesalius.metric.spatial.EmptyRule;
import org.vesalius.metric.spatial.Overlap;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.shard.PreparedData;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.train.TinyPlans;

/** Heads that learn, in a second, where bright squares are, on an image tower of random weights. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadTransferTest {
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.defaults().withMinPositives(3).withResamples(20, 1);

    /** The Dice of a mask of all pixels with a square of 8 x 8 of 32 x 32. */
    private static final double EVERYTHING = 2 * 64 / (64 + 1024.);

    private PreparedData data;
    private Inference model;

    @BeforeAll
    void prepare(@TempDir Path dir) throws IOException {
        data = Squares.prepared(dir);
        Tokenizer tokenizer =
                TokenizerTrainer.wordPiece(List.of("A square, upper left.", "A square, lower right."), 60);
        ModelSpec spec = TinyPlans.clip()
                .model()
                .withTokenizer(new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, tokenizer.vocabularySize(), 16));
        model = Inference.untrained(spec, tokenizer, 3);
    }

    @AfterAll
    void close() throws IOException {
        model.close();
        data.close();
    }

    private Trial trial(String... set) {
        Map<String, String> given = new TreeMap<>();
        for (String one : set) {
            given.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        return new Trial(InferenceScorer.of("tiny", model), data, OPTIONS.withSet(given), Progress.SILENT);
    }

    private Protocol.Outcome run(Protocol protocol, String... set) throws IOException {
        return protocol.run(trial(set), Provenance.here("test"));
    }

    private static double dice(Result result, String subject, String part) {
        return result.find("dice", subject, part).orElseThrow().value();
    }

    @Test
    void aLinearHeadFindsTheSquares() throws IOException {
        Result result = run(new SegmentationProtocol(), "structures=together", "epochs=12", "lr=0.2", "batch=24")
                .result();
        assertThat(dice(result, Measure.MACRO, "")).isGreaterThan(2 * EVERYTHING);
        assertThat(result.notes().getFirst()).contains("learnt from 24 pictures of 24 patients", "mean Dice");
    }

    @Test
    void twoRunsGiveTheSameTableAndEveryNumberComesFromIt(@TempDir Path out) throws IOException {
        for (Protocol protocol : List.of(new SegmentationProtocol(), new DetectionProtocol())) {
            String[] set = {"structures=together", "epochs=2", "empty=skip", "tower=fine-tune", "width=8"};
            Protocol.Outcome once = run(protocol, set);
            assertThat(Verification.fromTable(Evaluation.write(out, once), 0)).isEmpty();
            assertThat(run(protocol, set).samples().csv())
                    .isEqualTo(once.samples().csv());
        }
    }

    @Test
    void aTrainedTowerIsAnotherOneThanTheModels() throws IOException {
        List<Image> one =
                List.of(data.read(data.entries(Split.TEST).getFirst()).images().getFirst());
        float[] before = model.embedImages(one)[0];
        Protocol.Outcome unet = run(
                new SegmentationProtocol(),
                "structures=together",
                "head=unet",
                "tower=fine-tune",
                "epochs=6",
                "width=8",
                "lr=0.01",
                "pixels=model");
        assertThat(dice(unet.result(), Measure.MACRO, "")).isGreaterThan(.6);
        assertThat(model.embedImages(one)[0]).isEqualTo(before);
    }

    @Test
    void anEmptyMaskCountsAsTheRuleSays() throws IOException {
        // a corner's label denies the others, so that most pictures are empty for each
        SampleTable table =
                run(new SegmentationProtocol(), "epochs=1", "lr=1e-9").samples();
        SampleTable measured = table.where("split", "test"::equals);
        assertThat(measured.size()).isEqualTo(4 * 24);
        double[] values = new double[2];
        int i = 0;
        for (String rule : List.of("one", "skip")) {
            var estimated = new SegmentationProtocol()
                    .estimate(table, OPTIONS.withSet(Map.of("empty", rule)))
                    .measures();
            String name = Overlap.diceName(rule.equals("one") ? EmptyRule.ONE : EmptyRule.SKIP);
            Measure corner = estimated.stream()
                    .filter(m -> m.metric().equals(name) && m.subject().equals("upper left"))
                    .findFirst()
                    .orElseThrow();
            assertThat(corner.rows()).isEqualTo(rule.equals("one") ? 24 : 6);
            values[i++] = corner.value();
        }
        assertThat(values[0]).isBetween(0., 1.);
        assertThat(values[1]).isBetween(0., 1.);
    }

    @Test
    void whatIsToldIsTestedWithAnothersTextToo() throws IOException {
        Result told = run(
                        new SegmentationProtocol(),
                        "structures=together",
                        "epochs=8",
                        "lr=0.2",
                        "batch=24",
                        "text=report")
                .result();
        assertThat(dice(told, Measure.MACRO, "")).isGreaterThan(EVERYTHING);
        assertThat(told.find("dice", Measure.MACRO, "texts shuffled")).isPresent();
    }

    @Test
    void aFractionOfThePatientsIsOnRecord() throws IOException {
        Trial tenth = new Trial(
                InferenceScorer.of("tiny", model),
                data,
                OPTIONS.withFraction(.25).withSet(Map.of("epochs", "1", "structures", "together")),
                Progress.SILENT);
        SampleTable table = new SegmentationProtocol().collect(tenth).samples();
        assertThat(table.where("split", "train"::equals).distinct("key")).hasSize(6);
    }

    @Test
    void aDetectorFindsTheBoxes() throws IOException {
        String[] set = {"structures=together", "tower=fine-tune", "epochs=15", "width=8", "lr=0.01"};
        Result result = run(new DetectionProtocol(), set).result();
        String half = AveragePrecision.name(AveragePrecision.Rule.LOVT, List.of(.5));
        assertThat(value(result, half)).isGreaterThan(.5);
    }

    private static double value(Result result, String metric) {
        return result.measures().stream()
                .filter(m -> m.metric().equals(metric) && m.subject().equals(Measure.MACRO))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void resultsOfTwoModelsCanBeComparedAndTellNothing() throws IOException {
        try (Inference other = model.untrained(9)) {
            List<Protocol.Outcome> two = new ArrayList<>();
            two.add(run(new DetectionProtocol(), "epochs=1"));
            Trial beside = new Trial(
                    InferenceScorer.of("other", other), data, OPTIONS.withSet(Map.of("epochs", "1")), Progress.SILENT);
            two.add(new DetectionProtocol().run(beside, Provenance.here("test")));
            assertThat(Comparison.of(two).notes()).isEmpty();
            assertThat(two.getFirst().samples().csv()).doesNotContain("square").doesNotContain("png");
        }
    }

    @Test
    void whatCannotBeSaysWhy() {
        assertThatThrownBy(() -> run(new SegmentationProtocol(), "marks=masks"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("training pictures with masks")
                .hasMessageContaining("min-marks");
        Trial blind = new Trial(new Squares.Blind(), data, OPTIONS, Progress.SILENT);
        assertThatThrownBy(() -> new DetectionProtocol().collect(blind))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("maps of its image tower");
    }
}
