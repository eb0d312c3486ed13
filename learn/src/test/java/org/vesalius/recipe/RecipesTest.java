package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.nn.Params;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.train.Plan;
import org.vesalius.train.Settings;

class RecipesTest {
    @Test
    void theListIsSortedAndEachPlanIsCalledWhatItIsListedAs() {
        assertThat(Recipes.all())
                .isSortedAccordingTo(
                        Comparator.comparing(recipe -> recipe.card().id()));
        for (Recipe recipe : Recipes.all()) {
            recipe.plans().forEach((name, plan) -> {
                assertThat(plan.name()).isEqualTo(name);
                plan.check();
            });
        }
    }

    @Test
    void anUnknownRecipeOrPlanNamesTheNearest() {
        assertThatThrownBy(() -> Recipes.byId("clp"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("clip");
        assertThatThrownBy(() -> Recipes.byId("clip").plan("smal")).hasMessageContaining("nearest: small");
    }

    @Test
    void everyModelIsTheSameAfterJson() {
        for (Recipe recipe : Recipes.all()) {
            for (Plan plan : recipe.plans().values()) {
                String json = Json.line(plan.model());
                assertThat(Json.parse(json, ModelSpec.class, "model")).isEqualTo(plan.model());
            }
        }
    }

    @Test
    void everyBehaviourHasTwoDifferentArmsThatCanBeTrainedAndANameOfItsOwn() {
        for (Recipe recipe : Recipes.all()) {
            assertThat(recipe.behaviours()).extracting(Behaviour::name).doesNotHaveDuplicates();
            for (Behaviour one : recipe.behaviours()) {
                Plan with = Settings.apply(recipe.plan("small"), one.settings());
                Plan without = Settings.apply(with, one.off());
                with.check();
                without.check();
                assertThat(without).as("%s %s", recipe.card().id(), one.name()).isNotEqualTo(with);
            }
        }
    }

    static long parameters(Plan plan) {
        try (Params params = Params.shapesOnly();
                DualEncoder model = DualEncoder.build(
                        params, plan.model(), TokenizerTrainer.wordPiece(java.util.List.of("a"), 100))) {
            plan.method().begin(params.at("method"), model);
            return params.count();
        }
    }

    @Test
    void clipHasAsManyParametersAsPublished() {
        // OpenAI's ViT-B/32, logit scale included
        assertThat(parameters(new Clip().plan("vit-b-32"))).isEqualTo(151_277_313);
        assertThat(parameters(new Chexzero().plan("vit-b-32"))).isEqualTo(151_277_313);
    }

    @Test
    void convirtHasTheParametersOfItsParts() {
        long resnet50 = 25_557_032 - (2048 * 1000 + 1000); // torchvision's, without the classifier
        long bert = 108_310_272 - 768 * 769; // BERT-base, cased vocabulary of 28,996, without the pooler
        long heads = (2048 * 512 + 512) + (512 * 512 + 512) + (768 * 512 + 512) + (512 * 512 + 512);
        // positions: 128 are kept of 512
        long positions = (512 - 128) * 768;
        assertThat(parameters(new Convirt().plan("resnet50"))).isEqualTo(resnet50 + bert - positions + heads);
    }

    private static final long RESNET50 = 25_557_032 - (2048 * 1000 + 1000); // torchvision's, without the classifier
    private static final long VIT_B_16 = 86_567_656 - (768 * 1000 + 1000); // likewise
    private static final long BERT = 108_310_272 - 768 * 769; // BERT-base, cased vocabulary of 28,996, no pooler

    /** BERT with fewer positions than its 512. */
    private static long bert(int positions) {
        return BERT - (512 - positions) * 768L;
    }

    @Test
    void gloriaHasTheParametersOfItsParts() {
        long image = 2048 * 768 + 768;
        long patches = 1024 * 768 + 768; // the authors' has no bias
        assertThat(parameters(new Gloria().plan("resnet50"))).isEqualTo(RESNET50 + bert(97) + image + patches);
    }

    @Test
    void mgcaHasTheParametersOfItsParts() {
        long prototypes = 500 * 128;
        assertThat(parameters(new Mgca().plan("resnet50")))
                .isEqualTo(RESNET50 + bert(112) + head(2048) + head(1024) + 2 * head(768) + prototypes);
        assertThat(parameters(new Mgca().plan("vit-b-16")))
                .isEqualTo(VIT_B_16 + bert(112) + 4 * head(768) + prototypes);
    }

    /** Matrix, batch norm, matrix; the last batch norm has no parameters. */
    private static long head(long in) {
        return in * 2048 + 2048 + 2 * 2048 + 2048 * 128 + 128;
    }

    @Test
    void lovtHasTheParametersOfItsParts() {
        long pools = 4L * 2048 * 2048 + 4 * 2048 + 4L * 768 * 768 + 4 * 768;
        long attention = 3L * (512 * 512 + 512) + 2 * 512;
        assertThat(parameters(new Lovt().plan("resnet50")))
                .isEqualTo(RESNET50 + BERT + pools + 2 * plainHead(2048) + 2 * plainHead(768) + attention);
    }

    private static long plainHead(long in) {
        return in * 2048 + 2048 + 2 * 2048 + 2048 * 512 + 512;
    }

    @Test
    void limitrHasTwoImageSidesAndTwoFilters() {
        long image = RESNET50 + 2048 * 768 + 768 + 1024 * 768 + 768;
        long filter = 2L * (768 * 768 + 768) + 2 * (768 + 1);
        assertThat(parameters(new Limitr().plan("resnet50"))).isEqualTo(2 * image + bert(97) + 2 * filter);
        assertThat(parameters(new Limitr().plan("shipped"))).isEqualTo(image + bert(97) + 2 * filter);
    }

    @Test
    void joimterReadsWithThreeLayersAndItsHeadSharesTheWords() {
        long layer = 4L * (512 * 512 + 512) + 2 * 512L * 2048 + 2048 + 512 + 2 * 2 * 512;
        long text = 28996L * 512 + 159 * 512 + 2 * 512 + 2 * 512 + 3 * layer;
        long naming = 512 * 512 + 512 + 2 * 512 + 28996;
        long[] widths = {1, 8, 8, 16, 16, 64, 64, 128, 128, 256, 256, 512, 512};
        long image = 16 * 8 + 2 * 8; // the stem cuts patches of 4 pixels
        for (int i = 2; i < widths.length; i++) {
            image += 9 * widths[i - 1] * widths[i] + 2 * widths[i];
        }
        assertThat(parameters(new Joimter().plan("cnn-2048"))).isEqualTo(image + text + naming);
    }
}
