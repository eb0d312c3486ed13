package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.image.Image;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.train.TinyPlans;

/** A tower of random weights that learns where the squares are; and what such a tower's words fit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FineTuneTest {
    private static final EvaluationOptions OPTIONS = EvaluationOptions.defaults()
            .withMinPositives(3)
            .withResamples(20, 1)
            .withSet("seeds", "1")
            .withSet("epochs", "6");

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

    private Protocol.Outcome run(EvaluationOptions options) throws IOException {
        Trial trial = new Trial(InferenceScorer.of("tiny", model), data, options, Progress.SILENT);
        return new FineTuneProtocol().run(trial, Provenance.here("test"));
    }

    @Test
    void theTowerLearnsAndTheModelStaysAsItWas(@TempDir Path out) throws IOException {
        String before = model.digest();
        float[][] vectors = model.features(pictures());
        Protocol.Outcome outcome = run(OPTIONS);
        assertThat(outcome.result().find("auroc", Measure.MACRO).orElseThrow().value())
                .isGreaterThan(.6);
        assertThat(model.digest()).isEqualTo(before);
        assertThat(model.features(pictures())).isDeepEqualTo(vectors);
        assertThat(Verification.fromTable(Evaluation.write(out, outcome), 0)).isEmpty();
        assertThat(out.resolve("fine-tune.subsets.json")).exists();
        assertThat(run(OPTIONS).samples().csv()).isEqualTo(outcome.samples().csv());
    }

    @Test
    void aScorerWithoutATowerSaysSo() {
        Trial trial = new Trial(new Squares.Seeing(), data, OPTIONS, Progress.SILENT);
        assertThatThrownBy(() -> new FineTuneProtocol().run(trial, Provenance.here("test")))
                .isInstanceOf(InputException.class);
    }

    private List<Image> pictures() throws IOException {
        List<Image> pictures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Sample sample = data.read(data.entries().get(i));
            pictures.add(sample.images().getFirst());
        }
        return pictures;
    }

    @Test
    void wordsFitAlikeInAnyCompany() throws IOException {
        List<String> texts = List.of("square", "a square, upper left.", "lower right");
        double[][] together = WordFits.of(model, pictures(), texts);
        assertThat(together).hasDimensions(3, 3);
        for (int i = 0; i < 3; i++) {
            for (int t = 0; t < 3; t++) {
                double alone = WordFits.of(model, List.of(pictures().get(i)), List.of(texts.get(t)))[0][0];
                assertThat(together[i][t]).isBetween(-1.0, 1.0).isCloseTo(alone, within(1e-5));
            }
        }
    }
}
