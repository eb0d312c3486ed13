package org.vesalius.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vesalius.dataset.Split;
import org.vesalius.io.Progress;
import org.vesalius.nn.Params;
import org.vesalius.recipe.Captioner;
import org.vesalius.recipe.Recipe;
import org.vesalius.recipe.Recipes;
import org.vesalius.shard.Cursor;
import org.vesalius.shard.PreparedData;
import org.vesalius.tokenize.Tokenizer;

/** Every plan of every recipe, with a tiny model, on one batch. */
class RecipeSmokeTest {
    private static final int MOST_STEPS = 80;
    private static final double FALLEN = 0.9;

    /** Prompts go into CLIP's towers only; their labels are the square's. */
    private static final List<String> CLIP_TOWERS = List.of(
            "model.image={\"type\":\"clip-vit\",\"patch\":8,\"width\":16,\"depth\":3,\"heads\":2}",
            "model.text={\"type\":\"clip-text\",\"layers\":3,\"width\":32,\"heads\":2,\"pool\":\"EOT\"}",
            "model.transform={\"size\":32,\"fit\":\"PAD_SQUARE\",\"filter\":\"BILINEAR\",\"channels\":3,\"mean\":[0.5,0.5,0.5],\"std\":[0.5,0.5,0.5]}");

    @TempDir
    static Path folder;

    private static PreparedData data;

    @BeforeAll
    static void prepare() throws IOException {
        data = PreparedData.open(ToyData.prepare(folder, 16, 2));
    }

    @AfterAll
    static void close() throws IOException {
        data.close();
    }

    /** One plan for each different objective of a recipe: sizes and budgets are made tiny anyway. */
    static Stream<String> plans() {
        return Recipes.all().stream().flatMap(RecipeSmokeTest::plans);
    }

    private static Stream<String> plans(Recipe recipe) {
        Map<List<Object>, String> different = new LinkedHashMap<>();
        recipe.plans()
                .reversed()
                .forEach((name, plan) -> different.putIfAbsent(
                        List.of(
                                kind(plan.method()),
                                plan.data().views(),
                                plan.data().pairing()),
                        name));
        return different.values().stream().map(name -> recipe.card().id() + " " + name);
    }

    /** An objective without its numbers. */
    private static List<Object> kind(Method method) {
        List<Object> kind = new ArrayList<>(List.of(method.getClass()));
        for (RecordComponent component : method.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(method);
                if (!(value instanceof Number) && !(value instanceof Captioner.Size)) {
                    kind.add(value);
                }
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
        return kind;
    }

    @ParameterizedTest
    @MethodSource("plans")
    void theLossOfOneBatchFallsAndIsTheSameWhenRunTwice(String name) throws IOException, InterruptedException {
        Recipe recipe = Recipes.byId(name.substring(0, name.indexOf(' ')));
        Plan plan = TinyPlans.of(
                recipe.plan(name.substring(name.indexOf(' ') + 1)),
                "data.sections=[\"FINDINGS\"]",
                "data.text=WHOLE",
                "model.imageHead={\"kind\":\"LINEAR\",\"hidden\":0,\"bias\":true}",
                "model.textHead={\"kind\":\"MLP\",\"hidden\":16,\"bias\":true}",
                "model.transform={\"size\":32,\"fit\":\"PAD_SQUARE\",\"filter\":\"BILINEAR\",\"channels\":1,\"mean\":[0.5],\"std\":[0.5]}",
                // from scratch in so few steps only an adaptive rule gets anywhere
                "optim={\"kind\":\"ADAMW\",\"lr\":0.005,\"beta1\":0.9,\"beta2\":0.999,\"eps\":1e-8,\"momentum\":0,\"weightDecay\":0,\"clip\":0}",
                "frozen=[]");
        if (name.startsWith("local_mi ")) {
            plan = Settings.apply(
                    plan, List.of("method.first=64", "method.second=64")); // as many judgements as pairs and patches
        }
        if (name.startsWith("pmc_clip ")) {
            plan = Settings.apply(plan, List.of("model.jointSize=32")); // the text tower's size
        }
        if (name.startsWith("maple ")) {
            plan = Settings.apply(plan, CLIP_TOWERS);
        }
        if (name.equals("maple small") || name.equals("maple vit-b-16")) {
            plan = Settings.apply(plan, List.of("model.fusion.depth=3", "method.findings=[\"square\"]"));
        }
        if (name.startsWith("medklip ")) {
            plan = Settings.apply(
                    plan,
                    List.of(
                            "model.fusion.entities=[{\"name\":\"square\",\"text\":\"a bright square\"},{\"name\":\"disc\",\"text\":\"a dark disc\"}]",
                            "method.places=[\"left\",\"right\"]")); // what these reports speak of
        }
        plan.check();
        List<Double> losses = losses(plan);
        assertThat(losses).allMatch(Double::isFinite);
        assertThat(losses.getLast()).isLessThan(FALLEN * losses.getFirst());
        assertThat(losses(plan)).isEqualTo(losses);
    }

    private static List<Double> losses(Plan plan) throws IOException, InterruptedException {
        Examples examples = Examples.read(data, Split.TRAIN, plan.data(), Progress.SILENT);
        Tokenizer tokenizer = Vocabularies.of(plan.model(), null, examples.sentences());
        Plan fitted = plan.withModel(Vocabularies.fitted(plan.model(), tokenizer));
        Pictures pictures = new Pictures(data, plan.model().transform(), plan.augment(), 1 << 20);
        List<Double> losses = new ArrayList<>();
        try (Params params = Params.create(plan.seed());
                Training training = new Training(fitted, params, tokenizer, MOST_STEPS);
                Loader loader = new Loader(examples, pictures, 8, Cursor.start(0))) {
            Ready batch = loader.next();
            do {
                losses.add(training.update(() -> batch).get("loss"));
            } while (losses.size() < MOST_STEPS && losses.getLast() >= FALLEN * losses.getFirst());
        }
        return losses;
    }
}
