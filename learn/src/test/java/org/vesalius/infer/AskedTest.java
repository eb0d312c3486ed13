package org.vesalius.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Image;
import org.vesalius.image.Transform;
import org.vesalius.io.InputException;
import org.vesalius.model.Fusion;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.report.Prompts;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;

/** Models whose sides meet, in use: questions that are answered, and images beside the ones before. */
class AskedTest {
    private static final Tokenizer TOKENS = TokenizerTrainer.wordPiece(List.of("a dark disc", "no square"), 60);
    private static final Fusion QUERIES = new Fusion.EntityQueries(
            1,
            2,
            16,
            0,
            Fusion.EntityQueries.Wording.TEXT,
            List.of(new Fusion.Entity("disc", "a dark round spot"), new Fusion.Entity("square", "a bright square")));

    private static Inference model(Fusion fusion, Readout readout) {
        ModelSpec spec = new ModelSpec(
                        new ImageEncoder.SmallCnn(List.of(8, 8), List.of(4, 2), 0, true),
                        new TextEncoder.Bert(1, 16, 2, 32, 0, TextEncoder.Pool.CLS),
                        8,
                        Projection.affine(),
                        Projection.affine(),
                        Pooling.MEAN_PATCHES,
                        readout,
                        Transform.grey(32),
                        new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, TOKENS.vocabularySize(), 30))
                .withFusion(fusion);
        return Inference.untrained(spec, TOKENS, 3);
    }

    private static Image image(int phase) {
        float[] samples = new float[40 * 32];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (128 + 100 * Math.sin(0.05 * i * phase));
        }
        return Image.grey(40, 32, 255, samples);
    }

    @Test
    void aLabelIsItsEntityAndWhatElseIsAskedDoesNotMatter() {
        try (Inference model = model(QUERIES, new Readout.QueryClassifier())) {
            List<Image> images = List.of(image(1), image(2));
            PromptSet disc = Prompts.pair("Disc");
            PromptSet ring = Prompts.pair("ring");
            double[][] together = model.classify(images, List.of(disc, ring, Prompts.pair("square")));
            double[][] alone = model.classify(images.subList(1, 2), List.of(disc));
            assertThat(together[1][0]).isCloseTo(alone[0][0], within(1e-6)).isBetween(0.0, 1.0);
            assertThat(together[0][0]).isNotEqualTo(together[0][2]);
            assertThat(model.classify(images, List.of(ring))[0][0])
                    .as("what is no entity is asked by its prompts")
                    .isCloseTo(together[0][1], within(1e-6));
            // an entity is asked by its explanation, so other prompts for it change nothing
            PromptSet other = new PromptSet("disc", List.of("square"), List.of("no square"));
            assertThat(model.classify(images, List.of(other))[0][0]).isCloseTo(together[0][0], within(1e-6));
        }
    }

    @Test
    void aMapIsWhereTheQuestionLooked() {
        try (Inference model = model(QUERIES, new Readout.QueryClassifier())) {
            SimilarityMap disc = model.ground(image(1), "a large disc on the left");
            SimilarityMap free = model.ground(image(1), "a ring");
            double sum = 0;
            for (float value : disc.values()) {
                assertThat(value).isNotNegative();
                sum += value;
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
            assertThat(disc.values())
                    .containsExactly(model.ground(image(1), "disc").values());
            assertThat(free.values()).isNotEqualTo(disc.values());
        }
    }

    @Test
    void anImageBesideTheOneBeforeIsAnotherThanAlone() {
        try (Inference model = model(new Fusion.TemporalPair(8, 1, 2, 0.1, 0.25), new Readout.Cosine());
                Inference single = model(new Fusion.None(), new Readout.Cosine())) {
            float[] alone = model.embedImages(List.of(image(1)))[0];
            float[] beside = model.embedPairs(List.of(image(1)), List.of(image(2)))[0];
            assertThat(beside).hasSameSizeAs(alone).isNotEqualTo(alone);
            assertThatThrownBy(() -> model.embedPairs(List.of(image(1)), List.of()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("images before");
            assertThatThrownBy(() -> single.embedPairs(List.of(image(1)), List.of(image(2))))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("temporal-pair");
        }
    }
}
