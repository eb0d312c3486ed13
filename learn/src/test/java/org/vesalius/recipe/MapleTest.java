package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;
import org.vesalius.train.Plan;

/** MaPLe's loss by plain loops, and that nothing but prompts can move. */
class MapleTest {
    private static final Tokenizer TOKENS =
            TokenizerTrainer.wordPiece(List.of("no nodule", "no oedema", "chest radiograph with"), 80);
    private static final Maple.PromptedFindings METHOD = new Maple.PromptedFindings(0.5, List.of("nodule", "oedema"));

    private static ModelSpec spec() {
        ModelSpec small = new Maple().plan("small").model();
        return small.withTokenizer(new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, TOKENS.vocabularySize(), 96));
    }

    private static Batch batch() {
        float[] pixels = new float[2 * 3 * 128 * 128];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(0.02 * i * (i > pixels.length / 2 ? 1 : 3));
        }
        Example first =
                Example.of(0, List.of("x"), Map.of("nodule", LabelState.POSITIVE, "oedema", LabelState.NEGATIVE));
        Example second =
                Example.of(1, List.of("x"), Map.of("nodule", LabelState.UNCERTAIN, "oedema", LabelState.POSITIVE));
        return new Batch(
                List.of(new Batch.Pictures(Tensors.of(pixels, 2, 3, 128, 128), Tensors.ones(2))),
                List.of(first, second),
                7);
    }

    @Test
    void theLossIsTheMeanChoiceBetweenDenialAndAffirmationOverWhatIsLabelled() {
        try (var _ = Scope.open();
                Params params = Params.create(3)) {
            params.training(false);
            DualEncoder model = DualEncoder.build(params, spec(), TOKENS);
            Losses losses = new Losses();
            METHOD.begin(params.at("method"), model).losses(batch(), losses);
            float[][] img = Tensors.rows(
                    Tensors.normalize(model.images(batch().images()).imgBD()));
            float[][] txt =
                    Tensors.rows(Tensors.normalize(model.texts(List.of("no nodule", "nodule", "no oedema", "oedema"))));
            // the doubtful nodule of the second study does not count; a temperature of .5 doubles the cosines
            double expected =
                    (cost(img[0], txt[1], txt[0]) + cost(img[0], txt[2], txt[3]) + cost(img[1], txt[3], txt[2])) / 3;
            assertThat(losses.values().get("findings")).isCloseTo(expected, within(1e-5));
        }
    }

    private static double cost(float[] image, float[] right, float[] wrong) {
        return Math.log1p(Math.exp(2 * (dot(image, wrong) - dot(image, right))));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void onlyPromptsReceiveGradientsAndAllOfThemDo() {
        Plan small = new Maple().plan("small");
        try (var _ = Scope.open();
                Params params = Params.create(3)) {
            DualEncoder model = DualEncoder.build(params, spec(), TOKENS);
            var step = METHOD.begin(params.at("method"), model);
            params.freeze(name -> small.frozen().stream().anyMatch(name::startsWith));
            Losses losses = new Losses();
            step.losses(batch(), losses);
            losses.total().backward();
            Set<String> moved = params.parameters().entrySet().stream()
                    .filter(entry -> hasGradient(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            assertThat(moved).isEqualTo(params.trainable().keySet()).allMatch(name -> name.startsWith("fusion."));
            assertThat(moved).contains("fusion.offset", "fusion.text.2", "fusion.image.0.weight");
        }
    }

    private static boolean hasGradient(Tensor tensor) {
        return tensor.grad().defined();
    }
}
