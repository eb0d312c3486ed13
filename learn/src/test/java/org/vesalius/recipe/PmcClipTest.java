package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.TextRead;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.Masking;
import org.vesalius.train.Batch;
import org.vesalius.train.Plan;

final class PmcClipTest {
    private Scope scope;
    private Params params;
    private DualEncoder model;
    private Plan plan;
    private PmcClip.Fused step;
    private Batch batch;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(1);
        plan = Drawn.tiny(new PmcClip().plan("small"), "model.jointSize=32", "method.heads=2", "method.share=0.5");
        model = Drawn.model(params, plan);
        step = (PmcClip.Fused) plan.method().begin(params.at("method"), model);
        Drawn.fill(params.at("method.fusion_module"), 0.3);
        Drawn.fill(params.at("method.img_special_token"), 0.3);
        params.training(false);
        batch = Drawn.batch(1);
    }

    @AfterEach
    void close() {
        model.close();
        params.close();
        scope.close();
    }

    private Masking.Masked masked() {
        return Masking.words()
                .withShare(0.5)
                .of(
                        Drawn.TEXTS.stream()
                                .map(text -> model.tokenizer().encode(text, 16))
                                .toList(),
                        model.tokenizer(),
                        batch.random("words"));
    }

    @Test
    void bothTermsAreThoseOfPlainLoops() {
        Losses losses = new Losses();
        step.losses(batch, losses);
        TextRead read = model.readIds(masked().ids());
        double[][] img = rows(Tensors.normalize(model.images(batch.images()).imgBD()));
        double[][] txt = rows(Tensors.normalize(model.joint(read).txtTD()));
        double cost = 0;
        for (int i = 0; i < 3; i++) {
            double rowTotal = 0;
            double columnTotal = 0;
            for (int j = 0; j < 3; j++) {
                rowTotal += Math.exp(dot(img[i], txt[j]) / 0.07);
                columnTotal += Math.exp(dot(img[j], txt[i]) / 0.07);
            }
            cost += (Math.log(rowTotal) + Math.log(columnTotal) - 2 * dot(img[i], txt[i]) / 0.07) / 6;
        }
        assertThat(losses.values().get("contrast")).isCloseTo(cost, within(1e-4));
        assertThat(losses.values().get("words")).isCloseTo(words(read), within(1e-4));
        assertThat(Tensors.value(losses.total()))
                .isCloseTo(0.5 * cost + 0.5 * losses.values().getOrDefault("words", Double.NaN), within(1e-4));
    }

    /** Hidden words, start and end tokens, from the fused tokens one by one. */
    private double words(TextRead read) {
        Tensor imgBD = Tensors.normalize(model.images(batch.images()).imgBD());
        Tensor logits =
                step.fusion().forward(read.tokensTWF(), read.maskTW(), imgBD).matmul(step.wordsFV());
        int longest = Math.toIntExact(logits.size(1));
        int vocabulary = Math.toIntExact(logits.size(2));
        double[] all = Tensors.doubles(logits);
        long[] hidden = Tensors.longs(masked().targetsTW());
        double cost = 0;
        int asked = 0;
        for (int t = 0; t < 3; t++) {
            int[] ids = model.tokenizer().encode(Drawn.TEXTS.get(t), 16);
            for (int w = 0; w < ids.length; w++) {
                if (w == 0 || w == ids.length - 1 || hidden[t * longest + w] >= 0) {
                    double total = 0;
                    for (int v = 0; v < vocabulary; v++) {
                        total += Math.exp(all[(t * longest + w) * vocabulary + v]);
                    }
                    cost += Math.log(total) - all[(t * longest + w) * vocabulary + ids[w]];
                    asked++;
                }
            }
        }
        assertThat(asked).isGreaterThan(6);
        return cost / asked;
    }

    private static double[][] rows(Tensor matrix) {
        float[][] rows = Tensors.rows(matrix);
        double[][] doubles = new double[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                doubles[i][j] = rows[i][j];
            }
        }
        return doubles;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void aTokenSeesTheImageAndNotThePadding() {
        TextRead read = model.readIds(masked().ids());
        Tensor imgBD = Tensors.normalize(model.images(batch.images()).imgBD());
        Tensor seen = step.fusion().forward(read.tokensTWF(), read.maskTW(), imgBD);
        Tensor other = step.fusion().forward(read.tokensTWF(), read.maskTW(), imgBD.roll(new long[] {1}, 0));
        assertThat(Tensors.value(seen.sub(other).abs().max())).isGreaterThan(1e-3);
        int length = masked().ids().get(1).length; // the shortest: padded in the batch
        Tensor alone = step.fusion()
                .forward(
                        read.tokensTWF().narrow(0, 1, 1).narrow(1, 0, length),
                        read.maskTW().narrow(0, 1, 1).narrow(1, 0, length),
                        imgBD.narrow(0, 1, 1));
        assertThat(Tensors.floats(alone.squeeze(0)))
                .containsExactly(Tensors.floats(seen.select(0, 1).narrow(0, 0, length)), within(1e-4f));
    }

    @Test
    void aJointSizeThatIsNotTheTextTowersIsRefused() {
        try (Params other = Params.create(1);
                DualEncoder narrow = Drawn.model(other, Drawn.tiny(plan, "model.jointSize=16"))) {
            assertThatThrownBy(() -> plan.method().begin(other.at("method"), narrow))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("the text tower's size 32");
        }
    }

    @Test
    void theFullSizeHasTheAuthorsParts() {
        try (Params shapes = Params.shapesOnly()) {
            Plan full = new PmcClip().plan("resnet50");
            DualEncoder whole = DualEncoder.build(shapes, full.model(), model.tokenizer());
            full.method().begin(shapes.at("method"), whole);
            assertThat(shapes.at("imageHead").count()).isEqualTo(2048 * 768 + 768);
            assertThat(shapes.at("textHead").count()).isEqualTo(768 * 768);
            long block = 4 * (768 * 768 + 768) + 2 * 4 * 768 * 768 + 4 * 768 + 768 + 2 * 2 * 768;
            assertThat(shapes.at("method").count()).isEqualTo(4 * block + 768 * 30_522 + 768 + 1);
            // PubMedBERT with 77 of its 512 positions, without the pooler
            assertThat(shapes.at("text").count()).isEqualTo(109_482_240 - (768 * 768 + 768) - (512 - 77) * 768);
            whole.close();
        }
    }

    @Test
    void twoReadingsOfAStepHideTheSameWords() {
        assertThat(masked().ids()).usingRecursiveComparison().isEqualTo(masked().ids());
        assertThat(List.of(Tensors.longs(masked().targetsTW()))).isNotEmpty();
    }
}
