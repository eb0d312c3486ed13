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

    private static long parameters(Plan plan) {
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
}
