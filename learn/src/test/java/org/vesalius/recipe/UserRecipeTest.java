package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.infer.Inference;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.shard.PreparedData;
import org.vesalius.tensor.Device;
import org.vesalius.train.Job;
import org.vesalius.train.Plan;
import org.vesalius.train.RunDir;
import org.vesalius.train.TinyPlans;
import org.vesalius.train.ToyData;
import org.vesalius.train.Trainer;

class UserRecipeTest {
    private static final String MINE = """
            import java.util.LinkedHashMap;
            import java.util.SequencedMap;
            import org.bytedeco.pytorch.Tensor;
            import org.vesalius.model.DualEncoder;
            import org.vesalius.nn.Params;
            import org.vesalius.objective.SigLip;
            import org.vesalius.objective.Contrast;
            import org.vesalius.recipe.*;
            import org.vesalius.train.*;

            public class MyRecipe implements Recipe {
                record Sigmoid(double scale, double bias) implements Method {
                    @Override
                    public Step begin(Params own, DualEncoder model) {
                        return (batch, losses) -> {
                            Tensor imgBD = model.images(batch.images()).imgBD();
                            Tensor txtBD = model.texts(batch.texts());
                            losses.add("siglip", 1, SigLip.loss(Contrast.cosine(imgBD, txtBD), scale, bias));
                        };
                    }
                }

                @Override
                public RecipeCard card() {
                    return new RecipeCard("mine", "Mine", "Me", "Here", 2026, "", RecipeCard.Claim.RUNS, "");
                }

                @Override
                public SequencedMap<String, Plan> plans() {
                    Plan small = Recipes.byId("clip").plan("small");
                    Plan mine = new Plan("mine", small.data(), small.model(), new Sigmoid(10, -10), small.optim(),
                            small.schedule(), small.budget(), small.augment(), small.precision(), small.frozen(),
                            small.ema(), small.seed(), "");
                    SequencedMap<String, Plan> plans = new LinkedHashMap<>();
                    plans.put("mine", mine);
                    return plans;
                }
            }
            """;

    @Test
    void aRecipeFileIsTrainedAndItsTextIsKeptAndNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("MyRecipe.java"), MINE);
        Recipe recipe = UserRecipe.load(file);
        Plan plan = TinyPlans.of(recipe.plan(""), "method.scale=5", "budget.steps=2");
        try (PreparedData data = PreparedData.open(ToyData.prepare(folder, 16, 4))) {
            Path out = folder.resolve("run");
            Job job = new Job(
                    plan,
                    new Job.Origin("mine", "mine", List.of(), file, "MyRecipe"),
                    data,
                    null,
                    new RunDir(out),
                    Device.CPU,
                    null,
                    null,
                    recipe.initKeys(),
                    () -> false);
            RunManifest manifest = Trainer.train(job, Progress.SILENT);
            assertThat(Objects.requireNonNull(manifest.source()).sha256()).isEqualTo(Digests.sha256(MINE));
            assertThat(manifest.plan().path("method").path("scale").asDouble()).isEqualTo(5);
            assertThat(out.resolve("recipe.java")).hasContent(MINE);
            try (Inference model = Inference.load(out)) {
                assertThat(model.embedTexts(List.of("a disc"))[0]).hasSize(16);
            }
        }
    }

    @Test
    void whatDoesNotCompileIsSaidByLine() {
        assertThatThrownBy(() -> UserRecipe.load("MyRecipe.java", "public class MyRecipe {\n int x = true;\n}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("does not compile")
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> UserRecipe.load("MyRecipe.java", "public class MyRecipe {}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("implements org.vesalius.recipe.Recipe");
    }
}
