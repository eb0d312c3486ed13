package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.Fusion;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.report.Section;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;

/** The terms of BioViL and BioViL-T on a batch of two studies, against values worked from the model's own vectors. */
final class ReportReadingTest {
    private static final List<String> SAID = List.of("a large effusion on the left", "the lungs are clear");
    private static final List<String> MEANT = List.of("left effusion", "normal");
    private static final Tokenizer TOKENS = TokenizerTrainer.wordPiece(SAID, 80);

    private Scope scope;
    private Params params;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(3);
    }

    @AfterEach
    void close() {
        params.close();
        scope.close();
    }

    private static ModelSpec spec(Fusion fusion) {
        ModelSpec small = Biovil.small();
        return small.withTokenizer(new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, TOKENS.vocabularySize(), 40))
                .withFusion(fusion);
    }

    private static Tensor pictures(double phase) {
        float[] pixels = new float[2 * 128 * 128];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(0.01 * i + phase * (i > pixels.length / 2 ? 1 : 2));
        }
        return Tensors.of(pixels, 2, 1, 128, 128);
    }

    private static Example example(int i, boolean impression) {
        Map<Section, List<String>> sections = impression
                ? Map.of(Section.FINDINGS, List.of(SAID.get(i)), Section.IMPRESSION, List.of(MEANT.get(i)))
                : Map.of(Section.FINDINGS, List.of(SAID.get(i)));
        return new Example(i, SAID.get(i), List.of(SAID.get(i)), sections, Map.of(), Map.of(), Map.of());
    }

    private static Batch batch(boolean impressions, float... prior) {
        return new Batch(
                List.of(
                        new Batch.Pictures(pictures(1), Tensors.ones(2)),
                        new Batch.Pictures(pictures(5), Tensors.of(prior, 2))),
                List.of(example(0, impressions), example(1, impressions)),
                7);
    }

    private static Map<String, Double> terms(ReportReading method, Params own, DualEncoder model, Batch batch) {
        Losses losses = new Losses();
        method.begin(own, model).losses(batch, losses);
        return losses.values();
    }

    @Test
    void eachTermIsThereWithItsWeightOnly() {
        DualEncoder model = DualEncoder.build(params, spec(new Fusion.None()), TOKENS);
        Batch batch = batch(true, 0, 0);
        assertThat(terms(new ReportReading(1, 0, 0, 0, false, 0.15, 0.07), params.at("a"), model, batch))
                .containsOnlyKeys("image");
        assertThat(terms(new ReportReading(0, 0, 1, 1, false, 0.15, 0.07), params.at("b"), model, batch))
                .containsOnlyKeys("sections", "masked");
        assertThat(terms(new ReportReading(1, 1, 1, 1, true, 0.15, 0.07), params.at("c"), model, batch))
                .containsOnlyKeys("image", "local", "sections", "masked");
        assertThat(terms(new ReportReading(1, 0, 1, 0, false, 0.15, 0.07), params.at("d"), model, batch(false, 0, 0)))
                .as("no study has both sections")
                .containsOnlyKeys("image");
    }

    @Test
    void findingsAreContrastedWithTheImpressionsOfTheirStudies() {
        params.training(false);
        DualEncoder model = DualEncoder.build(params, spec(new Fusion.None()), TOKENS);
        double got = terms(
                        new ReportReading(0, 0, 1, 0, false, 0.15, 0.5), params.at("method"), model, batch(true, 0, 0))
                .getOrDefault("sections", Double.NaN);
        double[][] cosine = new double[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                cosine[i][j] = cosine(model.texts(List.of(SAID.get(i))), model.texts(List.of(MEANT.get(j))));
            }
        }
        double expected = 0;
        for (int i = 0; i < 2; i++) {
            // a temperature of .5 doubles the cosines; both directions, both rows: a mean of four
            double across = Math.exp(2 * (cosine[i][1 - i] - cosine[i][i]));
            double down = Math.exp(2 * (cosine[1 - i][i] - cosine[i][i]));
            expected += (Math.log1p(across) + Math.log1p(down)) / 4;
        }
        assertThat(got).isCloseTo(expected, within(1e-4));
    }

    private static double cosine(Tensor a, Tensor b) {
        float[] x = Tensors.floats(Tensors.normalize(a));
        float[] y = Tensors.floats(Tensors.normalize(b));
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    @Test
    void withoutPriorsAPairedModelTrainsAsOneThatSeesNoPriors() {
        params.training(false);
        DualEncoder model = DualEncoder.build(params, spec(new Fusion.TemporalPair(16, 1, 4, 0.1, 0.25)), TOKENS);
        ReportReading method = new ReportReading(1, 0, 0, 0, false, 0.15, 0.07);
        double none = terms(method, params.at("a"), model, batch(true, 0, 0)).getOrDefault("image", Double.NaN);
        Batch single = new Batch(
                List.of(new Batch.Pictures(pictures(1), Tensors.ones(2))),
                List.of(example(0, true), example(1, true)),
                7);
        assertThat(none).isEqualTo(terms(method, params.at("b"), model, single).getOrDefault("image", Double.NaN));
        assertThat(terms(method, params.at("c"), model, batch(true, 1, 1)).getOrDefault("image", Double.NaN))
                .isNotEqualTo(none);
    }

    @Test
    void hiddenWordsThatLookAtTheImageTeachTheImageTower() {
        DualEncoder model = DualEncoder.build(params, spec(new Fusion.None()), TOKENS);
        ReportReading blind = new ReportReading(0, 0, 0, 1, false, 1, 0.07);
        Losses losses = new Losses();
        blind.begin(params.at("a"), model).losses(batch(true, 0, 0), losses);
        losses.total().backward();
        assertThat(imageGradients()).isZero();
        ReportReading guided = new ReportReading(0, 0, 0, 1, true, 1, 0.07);
        Losses looking = new Losses();
        guided.begin(params.at("b"), model).losses(batch(true, 0, 0), looking);
        looking.total().backward();
        assertThat(imageGradients()).isPositive();
    }

    private long imageGradients() {
        return params.at("image").parameters().values().stream()
                .filter(tensor -> tensor.grad().defined())
                .count();
    }
}
