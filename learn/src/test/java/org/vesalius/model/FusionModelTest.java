package org.vesalius.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Transform;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;

/** Models whose sides meet: what each meeting changes, and what it must leave as it is. */
final class FusionModelTest {
    private static final List<String> TEXTS = List.of("a disc", "a square on the left");
    private static final Tokenizer TOKENS = TokenizerTrainer.wordPiece(TEXTS, 60);

    private Scope scope;
    private Params params;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(3);
        params.training(false);
    }

    @AfterEach
    void close() {
        params.close();
        scope.close();
    }

    private static ModelSpec small(Fusion fusion, Readout readout) {
        return new ModelSpec(
                        new ImageEncoder.SmallCnn(List.of(8, 8), List.of(4, 2), 0, true),
                        new TextEncoder.Bert(1, 16, 2, 32, 0, TextEncoder.Pool.CLS),
                        8,
                        Projection.affine(),
                        Projection.affine(),
                        Pooling.MEAN_PATCHES,
                        readout,
                        Transform.grey(32),
                        new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, TOKENS.vocabularySize(), 12))
                .withFusion(fusion);
    }

    private static ModelSpec clip(Fusion fusion) {
        return new ModelSpec(
                        new ImageEncoder.ClipVit(16, 16, 2, 2),
                        new TextEncoder.ClipText(2, 16, 2, TextEncoder.Pool.EOT),
                        8,
                        Projection.none(),
                        Projection.none(),
                        Pooling.GLOBAL,
                        new Readout.PositiveNegative(10),
                        Transform.clip(32),
                        new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, TOKENS.vocabularySize(), 40))
                .withFusion(fusion);
    }

    private static Tensor pictures(int channels, int seed) {
        float[] pixels = new float[2 * channels * 32 * 32];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(0.01 * (i + 1) * seed);
        }
        return Tensors.of(pixels, 2, channels, 32, 32);
    }

    @Test
    void aStudyWithoutAPriorIsTheSameAloneInABatchAndWithABlackPicture() {
        DualEncoder model = DualEncoder.build(
                params, small(new Fusion.TemporalPair(8, 1, 2, 0.1, 0.25), new Readout.Cosine()), TOKENS);
        float[] alone = Tensors.floats(model.images(pictures(1, 1)).imgBD());
        Tensor black = Tensors.zeros(2, 1, 32, 32);
        assertThat(Tensors.floats(
                        model.images(pictures(1, 1), black, Tensors.zeros(2)).imgBD()))
                .containsExactly(alone);
        Tensor mixed = model.images(pictures(1, 1), pictures(1, 2), Tensors.of(new float[] {0, 1}, 2))
                .imgBD();
        assertThat(Tensors.rows(mixed)[0])
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(Tensors.rows(model.images(pictures(1, 1)).imgBD())[0]);
        assertThat(Tensors.rows(mixed)[1])
                .isNotEqualTo(Tensors.rows(model.images(pictures(1, 1)).imgBD())[1]);
    }

    @Test
    void aTowerOfOneImageRefusesAPair() {
        DualEncoder model = DualEncoder.build(params, small(new Fusion.None(), new Readout.Cosine()), TOKENS);
        assertThatThrownBy(() -> model.images(pictures(1, 1), pictures(1, 2), Tensors.ones(2)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("temporal-pair");
        assertThatThrownBy(() -> model.ask(TEXTS, model.images(pictures(1, 1)).patchesBND()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("entity-queries");
    }

    @Test
    void questionsAreAnsweredWithNoAndYesAndTellWhereTheyLooked() {
        Fusion queries = new Fusion.EntityQueries(
                2,
                2,
                16,
                0,
                Fusion.EntityQueries.Wording.TEXT,
                List.of(new Fusion.Entity("disc", "a disc"), new Fusion.Entity("square", "a square")));
        DualEncoder model = DualEncoder.build(params, small(queries, new Readout.QueryClassifier()), TOKENS);
        Answers answers = model.ask(TEXTS, model.images(pictures(1, 1)).patchesBND());
        assertThat(Shapes.of(answers.logitsBQ2())).containsExactly(2, 2, 2);
        assertThat(Shapes.of(answers.mapBQN())).containsExactly(2, 2, 16);
        assertThat(Tensors.value(answers.mapBQN().sum())).isCloseTo(4, within(1e-5));
    }

    @Test
    void promptsReachBothTowersAndBeginWhereTheirWordsAre() {
        DualEncoder model = DualEncoder.build(params, clip(new Fusion.DeepPrompts(2, 2, "a disc")), TOKENS);
        Tensor images = pictures(3, 1);
        float[] text = Tensors.floats(model.texts(TEXTS));
        float[] image = Tensors.floats(model.images(images).imgBD());
        assertThat(Shapes.of(model.images(images).patchesBND())).containsExactly(2, 4, 8);
        params.set("fusion.text.1", Tensors.full(0.7, 2, 16));
        assertThat(Tensors.floats(model.texts(TEXTS))).isNotEqualTo(text);
        assertThat(Tensors.floats(model.images(images).imgBD())).isNotEqualTo(image);
    }

    @Test
    void wordsAsPromptsOfTheFirstLayerAloneAreTheSameAsTheWordsThemselves() {
        // depth 1 and offsets of zero: the text tower must read "a disc" before "on", as if it stood in the text
        try (Params plain = Params.create(3)) {
            plain.training(false);
            int words = TOKENS.encode("a disc", 40).length - 2;
            DualEncoder prompted = DualEncoder.build(params, clip(new Fusion.DeepPrompts(words, 1, "a disc")), TOKENS);
            DualEncoder model = DualEncoder.build(plain, clip(new Fusion.None()), TOKENS);
            float[] expected = Tensors.floats(model.texts(List.of("a disc square on the left")));
            float[] got = Tensors.floats(prompted.texts(List.of("square on the left")));
            for (int i = 0; i < got.length; i++) {
                assertThat(got[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    @Test
    void eachFusionIsTheSameAfterJsonAndAWrongOneSaysWhy() {
        ModelSpec spec = small(
                new Fusion.EntityQueries(
                        2, 2, 16, 0, Fusion.EntityQueries.Wording.TEXT, List.of(new Fusion.Entity("disc", "a disc"))),
                new Readout.QueryClassifier());
        assertThat(Json.parse(Json.line(spec), ModelSpec.class, "model")).isEqualTo(spec);
        assertThat(spec.problems()).isEmpty();
        assertThat(spec.withFusion(new Fusion.None()).problems())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("query-classifier");
        assertThat(small(new Fusion.DeepPrompts(2, 1, "a"), new Readout.Cosine())
                        .problems())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("clip-vit");
        assertThat(clip(new Fusion.DeepPrompts(2, 3, "a")).problems())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("1 to 2 layers");
        // a manifest written before models could meet reads as a model without
        String before = Json.line(spec.withFusion(new Fusion.None())).replaceAll(",\"fusion\":\\{[^}]*\\}", "");
        assertThat(Json.parse(before, ModelSpec.class, "model").fusion()).isEqualTo(new Fusion.None());
    }
}
