package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.recipe.Captioner.Way;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Plan;

final class RefersTest {
    private static final String TINY =
            "method.decoder={\"layers\":1,\"width\":8,\"heads\":2,\"intermediate\":12,\"dropout\":0}";

    private Scope scope;
    private Params params;
    private DualEncoder model;
    private Plan plan;
    private Refers.Crossed step;
    private Batch batch;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(1);
        plan = Drawn.tiny(new Refers().plan("small"), TINY);
        model = Drawn.model(params, plan);
        step = (Refers.Crossed) plan.method().begin(params.at("method"), model);
        Drawn.fill(params.at("method"), 0.5);
        Drawn.fill(params.at("textHead"), 0.5);
        params.training(false);
        batch = Drawn.batch(3);
    }

    @AfterEach
    void close() {
        model.close();
        params.close();
        scope.close();
    }

    @Test
    void theContrastIsThatOfPlainLoopsOnTheJoinedVectors() {
        double[][] img = new double[3][];
        double[][] txt = new double[3][];
        for (int b = 0; b < 3; b++) {
            List<Tensor> parts = new ArrayList<>();
            for (Batch.Pictures pictures : batch.pictures()) {
                parts.add(model.images(pictures.imgBCHW()).imgBD().select(0, b));
            }
            img[b] = Tensors.doubles(Tensors.cat(parts, 0));
            txt[b] = Tensors.doubles(step.texts(List.of(Drawn.TEXTS.get(b))).select(0, 0));
        }
        assertThat(img[0]).hasSize(3 * 16);
        assertThat(txt[0]).hasSize(3 * 16);
        double expected = 0.75 * cost(img, txt) + 0.25 * cost(txt, img);
        assertThat(losses(step).values().get("contrast")).isCloseTo(expected, within(1e-4));
    }

    /** Mean over rows of −log softmax of the cosines over 0.1, at the own pair. */
    private static double cost(double[][] rows, double[][] columns) {
        double cost = 0;
        for (int i = 0; i < rows.length; i++) {
            double total = 0;
            double own = 0;
            for (int j = 0; j < columns.length; j++) {
                double dot = 0;
                double a = 0;
                double b = 0;
                for (int k = 0; k < rows[i].length; k++) {
                    dot += rows[i][k] * columns[j][k];
                    a += rows[i][k] * rows[i][k];
                    b += columns[j][k] * columns[j][k];
                }
                double logit = dot / Math.sqrt(a * b) / 0.1;
                total += Math.exp(logit);
                own = i == j ? logit : own;
            }
            cost += (Math.log(total) - own) / rows.length;
        }
        return cost;
    }

    private Losses losses(Refers.Crossed of) {
        Losses losses = new Losses();
        of.losses(batch, losses);
        return losses;
    }

    @Test
    void theReportIsWrittenFromTheGatedPatchesOfAllViews() {
        Tensor patches = step.joined(batch).patchesBNP();
        long cells = model.features(batch.images()).patchesBNP().size(1);
        assertThat(patches.size(1)).isEqualTo(3 * cells);
        double writing = Tensors.value(step.captioner().loss(Way.FORWARD, patches, Drawn.TEXTS));
        assertThat(losses(step).values().get("writing")).isCloseTo(writing, within(1e-5));
        assertThat(Tensors.value(losses(step).total()))
                .isCloseTo(losses(step).values().getOrDefault("contrast", Double.NaN) + writing, within(1e-5));
    }

    @Test
    void everyViewCounts() {
        Tensor joined = step.joined(batch).imgBD();
        for (int other = 0; other < 3; other++) {
            List<Batch.Pictures> changed = new ArrayList<>(batch.pictures());
            Tensor black = Tensors.zeros(3, 1, 32, 32);
            changed.set(other, new Batch.Pictures(black, Tensors.ones(3)));
            Tensor difference = step.joined(new Batch(changed, batch.examples(), 7))
                    .imgBD()
                    .sub(joined)
                    .abs()
                    .view(3, 3, -1)
                    .sum(2)
                    .sum(0);
            float[] byView = Tensors.floats(difference);
            for (int v = 0; v < 3; v++) {
                assertThat(byView[v] > 1e-4).isEqualTo(v == other);
            }
        }
    }

    @Test
    void onePictureStandsForAllViews() {
        Tensor once = step.joined(new Batch(batch.pictures().subList(0, 1), batch.examples(), 7))
                .imgBD();
        Batch.Pictures first = batch.pictures().getFirst();
        Tensor thrice = step.joined(new Batch(List.of(first, first, first), batch.examples(), 7))
                .imgBD();
        assertThat(Tensors.floats(once)).isEqualTo(Tensors.floats(thrice));
    }

    @Test
    void asReleasedTheTextToImageDirectionTeachesNothing() {
        Plan released = Drawn.tiny(plan, "method.released=true", "method.writing=0", "method.lambda=0");
        Refers.Crossed of = new Refers.Crossed(
                (Refers.CrossSupervision) released.method(), model, step.more(), step.gate(), step.captioner());
        Losses losses = losses(of);
        assertThat(losses.values().get("contrast")).isPositive();
        losses.total().backward();
        params.trainable().values().forEach(parameter -> {
            Tensor gradient = parameter.grad();
            if (gradient.defined()) {
                assertThat(Tensors.value(gradient.abs().sum())).isZero();
            }
        });
    }

    @Test
    void theFullSizeHasTheAuthorsParts() {
        try (Params shapes = Params.shapesOnly()) {
            Plan full = new Refers().plan("vit-b-16");
            DualEncoder whole = DualEncoder.build(shapes, full.model(), model.tokenizer());
            full.method().begin(shapes.at("method"), whole);
            assertThat(shapes.at("image").count())
                    .isEqualTo(86_567_656 - 769_000); // torchvision's, without the classifier
            // Linear 768 to 2304 in three parts, one of them the model's head; three gates on 2304 numbers
            assertThat(shapes.at("textHead").count() + shapes.at("method.fc").count())
                    .isEqualTo(768 * 2304 + 2304);
            assertThat(shapes.at("method.fusion").count()).isEqualTo(3 * 2305);
            long attention = 4 * (1024 * 1024 + 1024);
            long layer = 2 * attention + 2 * 1024 * 4096 + 4096 + 1024 + 3 * 2 * 1024;
            long shared = 768 * 1024 + 1024 + 28_996 * 1024 + 100 * 1024 + 2 * 1024 + 28_996;
            assertThat(shapes.at("method.textual").count()).isEqualTo(shared + layer);
            whole.close();
        }
    }
}
