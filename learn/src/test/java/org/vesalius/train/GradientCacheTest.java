package org.vesalius.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Transform;
import org.vesalius.io.InputException;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.recipe.FalseNegatives;
import org.vesalius.recipe.Recipes;
import org.vesalius.recipe.SymmetricContrast;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;

/** A batch embedded in chunks is the batch embedded at once: the same loss, the same gradients. */
class GradientCacheTest {
    private static final int PAIRS = 7;
    private static final long SEED = 5;
    private static final Map<String, LabelState> NORMAL = Map.of("No Finding", LabelState.POSITIVE);
    private static final List<String> WORDS = List.of("small", "large", "left", "right", "effusion", "nodule", "none");

    private static Plan plan(double dropout, FalseNegatives falseNegatives, int chunk) {
        ModelSpec model = new ModelSpec(
                new ImageEncoder.Vit(8, 16, 1, 2),
                new TextEncoder.Bert(1, 16, 2, 32, dropout, TextEncoder.Pool.MEAN),
                8,
                Projection.linear(),
                Projection.mlp(16),
                Pooling.GLOBAL,
                new Readout.PositiveNegative(10),
                Transform.grey(16),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 60, 16));
        Plan small = Recipes.byId("clip").plan("small");
        return Settings.apply(
                small.withModel(model).withMethod(new SymmetricContrast(0.07, 100, falseNegatives)),
                List.of("budget.batch=" + PAIRS, "budget.chunk=" + chunk));
    }

    private static Tokenizer tokenizer() {
        return TokenizerTrainer.wordPiece(WORDS, 60);
    }

    private static Batch batch() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            // the last says what the first does; nothing is found in the second and the sixth
            examples.add(Example.of(
                    i, List.of(WORDS.get(i % 6) + " " + WORDS.get((i + 1) % 6)), i % 4 == 1 ? NORMAL : Map.of()));
        }
        Seed.torch(1);
        return new Batch(List.of(new Batch.Pictures(torch.randn(PAIRS, 1, 16, 16), torch.ones(PAIRS))), examples, SEED);
    }

    /** Loss and gradients, by name. */
    private static SequencedMap<String, float[]> computed(Plan plan, boolean byCache) {
        SequencedMap<String, float[]> found = new LinkedHashMap<>();
        try (Params params = Params.create(3);
                DualEncoder model = DualEncoder.build(params, plan.model(), tokenizer());
                var _ = Scope.open()) {
            Method.Step step = plan.method().begin(params.at("method"), model);
            params.training(true);
            Losses losses = byCache
                    ? GradientCache.of(plan, step, params).orElseThrow().backward(batch(), SEED, 1)
                    : atOnce((Method.VectorStep) step);
            found.put("loss", new float[] {(float) Tensors.value(losses.total())});
            params.parameters().forEach((name, parameter) -> {
                Tensor gradient = parameter.grad();
                if (gradient.defined()) {
                    found.put(name, Tensors.floats(gradient));
                }
            });
        }
        return found;
    }

    /** One graph over all pairs; random choices as in chunks of three, which a plain batch would draw otherwise. */
    private static Losses atOnce(Method.VectorStep step) {
        Batch all = batch();
        Losses losses = new Losses();
        List<List<Tensor>> parts = new ArrayList<>();
        for (int from = 0; from < PAIRS; from += 3) {
            Seed.torch(Seed.mix(SEED, from));
            parts.add(step.vectors(all.part(from, Math.min(PAIRS, from + 3), Seed.mix(SEED, from))));
        }
        List<Tensor> images = parts.stream().map(List::getFirst).toList();
        List<Tensor> texts = parts.stream().map(List::getLast).toList();
        step.losses(all, List.of(Tensors.cat(images, 0), Tensors.cat(texts, 0)), losses);
        losses.total().backward();
        return losses;
    }

    private static void assertSame(SequencedMap<String, float[]> cached, SequencedMap<String, float[]> atOnce) {
        assertThat(cached.keySet()).isEqualTo(atOnce.keySet()).contains("loss", "method.logit_scale");
        cached.forEach((name, values) -> {
            float[] expected = Objects.requireNonNull(atOnce.get(name));
            for (int i = 0; i < values.length; i++) {
                assertThat((double) values[i])
                        .as(name)
                        .isCloseTo(expected[i], within(1e-6 * Math.max(1, Math.abs(expected[i]))));
            }
        });
    }

    @Test
    void chunksGiveTheGradientsOfTheWholeBatch() {
        assertSame(computed(plan(0, FalseNegatives.KEEP, 3), true), computed(plan(0, FalseNegatives.KEEP, 3), false));
    }

    @Test
    void whatDropoutDropsIsTheSameBothTimesThatAChunkIsLookedAt() {
        var cached = computed(plan(0.5, FalseNegatives.KEEP, 3), true);
        assertSame(cached, computed(plan(0.5, FalseNegatives.KEEP, 3), false));
        assertThat(cached.get("loss"))
                .isNotEqualTo(computed(plan(0, FalseNegatives.KEEP, 3), true).get("loss"));
    }

    @Test
    void falseNegativesOfOtherChunksAreSeen() {
        for (FalseNegatives rule : List.of(FalseNegatives.LEAVE_OUT, FalseNegatives.POSITIVE)) {
            var cached = computed(plan(0, rule, 3), true);
            assertSame(cached, computed(plan(0, rule, 3), false));
            assertThat(cached.get("loss"))
                    .isNotEqualTo(
                            computed(plan(0, FalseNegatives.KEEP, 3), true).get("loss"));
        }
    }

    @Test
    void aTowerThatMixesItsPairsIsRefused() {
        Plan small = Settings.apply(Recipes.byId("siglip").plan("small"), List.of("budget.chunk=8"));
        assertThatThrownBy(() -> begun(small, Recipes.byId("clip").plan("small").model()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("budget.chunk")
                .hasMessageContaining("batch norms in training (image.blocks.0.norm");
    }

    @Test
    void aTowerWhoseNormsAreFrozenIsNot() {
        Plan small = Settings.apply(Recipes.byId("siglip").plan("small"), List.of("budget.chunk=8"))
                .withFrozen("image.");
        begun(small, Recipes.byId("clip").plan("small").model());
    }

    @Test
    void aMethodThatLooksAtMoreThanVectorsIsRefused() {
        Plan demo = Settings.apply(Recipes.byId("clip").plan("phantom"), List.of("budget.chunk=8"));
        assertThatThrownBy(() -> begun(demo, demo.model()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("SentenceContrast, which looks at more than that");
    }

    private static void begun(Plan plan, ModelSpec model) {
        try (Params params = Params.create(0)) {
            Tokenizer tokenizer = tokenizer();
            new Training(plan.withModel(Vocabularies.fitted(model, tokenizer)), params, tokenizer, 1).close();
        }
    }
}
