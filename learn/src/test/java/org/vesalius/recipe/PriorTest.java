package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;
import org.vesalius.train.Method;

/** PRIOR's terms: which stage has which, and that sentences are a set. */
class PriorTest {
    private static final String EFFUSION = "left effusion";
    private static final String NODULE = "right nodule";
    private static final String CLEAR = "clear lungs";
    private static final Tokenizer TOKENS = TokenizerTrainer.wordPiece(List.of(EFFUSION, NODULE, CLEAR), 80);
    private static final Prior.Prototyped ALL = new Prior.Prototyped(1, 1, 1, 1, 1, 6, 0.9, 4, 1, 4, 0.07);

    private Scope scope;
    private Params params;
    private DualEncoder model;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(3);
        params.training(false);
        ModelSpec small = Small.reading();
        model = DualEncoder.build(
                params,
                new Prior()
                        .plan("small")
                        .model()
                        .withText(
                                small.text(),
                                small.textHead(),
                                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, TOKENS.vocabularySize(), 64)),
                TOKENS);
    }

    @AfterEach
    void close() {
        params.close();
        scope.close();
    }

    private static Batch batch(List<String> first, List<String> second) {
        float[] pixels = new float[2 * 128 * 128];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(0.02 * i * (i > pixels.length / 2 ? 1 : 3));
        }
        return new Batch(
                List.of(new Batch.Pictures(Tensors.of(pixels, 2, 1, 128, 128), Tensors.ones(2))),
                List.of(
                        new Example(0, "left", first, Map.of(), Map.of(), Map.of(), Map.of()),
                        new Example(1, "right", second, Map.of(), Map.of(), Map.of(), Map.of())),
                7);
    }

    private Map<String, Double> terms(Prior.Prototyped method, String own, Batch batch) {
        Losses losses = new Losses();
        method.begin(params.at(own), model).losses(batch, losses);
        return losses.values();
    }

    @Test
    void eachStageHasItsTerms() {
        Batch batch = batch(List.of(EFFUSION, NODULE), List.of(CLEAR));
        assertThat(terms(new Prior.Prototyped(1, 1, 0, 0, 0, 6, 0.9, 4, 1, 4, 0.07), "a", batch))
                .containsOnlyKeys("whole", "regions", "sentences");
        assertThat(terms(new Prior.Prototyped(1, 1, 1, 0, 0, 6, 0.9, 4, 1, 4, 0.07), "b", batch))
                .containsOnlyKeys("whole", "bank", "regions", "sentences");
        assertThat(terms(ALL, "c", batch))
                .containsOnlyKeys("whole", "bank", "regions", "sentences", "image", "report", "prototypes", "retold");
    }

    @Test
    void theOrderOfSentencesChangesNothing() {
        var step = ALL.begin(params.at("method"), model);
        Losses one = new Losses();
        step.losses(batch(List.of(EFFUSION, NODULE, CLEAR), List.of(CLEAR, NODULE)), one);
        Losses other = new Losses();
        step.losses(batch(List.of(CLEAR, EFFUSION, NODULE), List.of(NODULE, CLEAR)), other);
        one.values()
                .forEach((name, value) ->
                        assertThat(other.values().get(name)).as(name).isCloseTo(value, within(1e-4)));
    }

    @Test
    void aReportOfOneSentenceHasNothingToTellApart() {
        assertThat(terms(ALL, "method", batch(List.of(EFFUSION), List.of(CLEAR)))
                        .get("sentences"))
                .isCloseTo(0, within(1e-6));
    }

    @Test
    void sentencesOfOtherReportsDoNotTouchWhatHappensWithinOne() {
        var step = new Prior.Prototyped(1, 1, 0, 0, 0, 6, 0.9, 4, 1, 4, 0.07).begin(params.at("method"), model);
        double alone = apart(step, List.of(CLEAR));
        // a second report of two sentences adds a loss of its own, half of the mean; its padding does not
        assertThat(apart(step, List.of(NODULE))).isCloseTo(alone, within(1e-5));
        assertThat(apart(step, List.of(CLEAR, NODULE))).isGreaterThan(alone);
    }

    private static double apart(Method.Step step, List<String> second) {
        Losses losses = new Losses();
        step.losses(batch(List.of(EFFUSION, NODULE), second), losses);
        return losses.values().getOrDefault("sentences", Double.NaN);
    }
}
