package org.vesalius.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.recipe.Clip;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;
import org.vesalius.train.Job;
import org.vesalius.train.Plan;
import org.vesalius.train.TinyPlans;
import org.vesalius.train.ToyData;
import org.vesalius.train.Trainer;

/** A model that learnt squares and discs in a few seconds knows them on drawings it never saw. */
class InferenceTest {
    private static final List<PromptSet> SQUARE = List.of(new PromptSet(
            "square",
            List.of("A square on the left", "A square on the right"),
            List.of("A disc on the left", "A disc on the right")));

    @TempDir
    static Path folder;

    private static final List<Image> IMAGES = new ArrayList<>();
    private static final List<Boolean> SQUARES = new ArrayList<>();
    private static final List<Boolean> LEFT = new ArrayList<>();

    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        run = folder.resolve("run");
        try (PreparedData data = PreparedData.open(ToyData.prepare(folder, 160, 40))) {
            Plan plan = TinyPlans.of(
                    new Clip().plan("phantom"),
                    "budget.steps=150",
                    "budget.batch=16",
                    "budget.validateEvery=50",
                    "optim.lr=0.005",
                    "model.text.dropout=0",
                    // either shape is the other's denial, so both count alike and the threshold is a half
                    "model.readout.negativeWeight=1");
            Trainer.train(Job.of(plan, Job.Origin.of("clip", "tiny", List.of()), data, run), Progress.SILENT);
            for (Entry entry : data.entries(Split.VAL)) {
                var sample = data.read(entry);
                IMAGES.add(sample.images().getFirst());
                String text = sample.study().report().text();
                SQUARES.add(text.contains("square"));
                LEFT.add(text.contains("left"));
            }
        }
    }

    @AfterAll
    static void forget() {
        IMAGES.clear();
        SQUARES.clear();
        LEFT.clear();
    }

    @Test
    void whatItLearntIsScoredRight() throws IOException {
        try (Inference model = Inference.load(run)) {
            double[][] scores = model.classify(IMAGES, SQUARE);
            int right = 0;
            for (int i = 0; i < scores.length; i++) {
                assertThat(scores[i][0]).isBetween(0.0, 1.0);
                right += scores[i][0] > 0.5 == SQUARES.get(i) ? 1 : 0;
            }
            assertThat(right).isGreaterThanOrEqualTo(scores.length * 3 / 4);
        }
    }

    @Test
    void aPhraseIsFoundOnItsSide() throws IOException {
        try (Inference model = Inference.load(run)) {
            int right = 0;
            for (int i = 0; i < IMAGES.size(); i++) {
                String phrase =
                        (SQUARES.get(i) ? "A square on the " : "A disc on the ") + (LEFT.get(i) ? "left" : "right");
                float[] map = model.ground(IMAGES.get(i), phrase).atSource();
                int best = 0;
                for (int j = 0; j < map.length; j++) {
                    best = map[j] > map[best] ? j : best;
                }
                right += best % 32 < 16 == LEFT.get(i) ? 1 : 0;
            }
            assertThat(right).isGreaterThanOrEqualTo(IMAGES.size() * 3 / 4);
        }
    }

    @Test
    void vectorsHaveLengthOneAndDoNotDependOnTheBatch() throws IOException {
        try (Inference model = Inference.load(run)) {
            float[][] all = model.embedImages(IMAGES);
            float[] alone = model.embedImages(IMAGES.subList(3, 4))[0];
            double squares = 0;
            for (int i = 0; i < alone.length; i++) {
                squares += (double) alone[i] * alone[i];
                assertThat(all[3][i]).isCloseTo(alone[i], within(1e-5f));
            }
            assertThat(squares).isCloseTo(1, within(1e-5));
            float[][] texts = model.embedTexts(List.of("A disc", "A much longer sentence about a square on the left"));
            assertThat(model.embedTexts(List.of("A disc"))[0][0]).isCloseTo(texts[0][0], within(1e-5f));
        }
    }

    @Test
    void aModelIsNamedByItsWeights() throws IOException {
        try (Inference model = Inference.load(run);
                Inference again = Inference.load(run);
                Inference random = model.untrained(1)) {
            assertThat(again.digest()).isEqualTo(model.digest()).isNotEqualTo(random.digest());
            assertThat(random.embedImages(IMAGES.subList(0, 1))[0])
                    .isNotEqualTo(model.embedImages(IMAGES.subList(0, 1))[0]);
        }
    }

    @Test
    void weightsOfAnotherModelAreRefused() throws IOException {
        Path broken = folder.resolve("broken");
        Files.createDirectories(broken.resolve("tokenizer"));
        for (String name : List.of("best.safetensors", "tokenizer/vocab.txt", "tokenizer/tokenizer_config.json")) {
            Files.copy(run.resolve(name), broken.resolve(name));
        }
        String manifest = Files.readString(run.resolve("manifest.json"));
        Files.writeString(broken.resolve("manifest.json"), manifest.replaceAll("(\"jointSize\" *: *)16", "$132"));
        assertThatThrownBy(() -> Inference.load(broken))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the weights do not fit the model");
        assertThatThrownBy(() -> Inference.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("manifest.json");
    }
}
