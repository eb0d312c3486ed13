package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.vesalius.text.CaptionDecoder;
import org.vesalius.text.PlainDecoder;
import org.vesalius.train.Batch;
import org.vesalius.train.Plan;

final class RadtexTest {
    private static final String TINY =
            "method.decoder={\"layers\":1,\"width\":8,\"heads\":2,\"intermediate\":12,\"dropout\":0}";

    private Scope scope;
    private Params params;
    private DualEncoder model;
    private Radtex.Captions step;
    private Batch batch;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(1);
        Plan plan = Drawn.tiny(new Radtex().plan("small"), TINY);
        model = Drawn.model(params, plan);
        step = (Radtex.Captions) plan.method().begin(params.at("method"), model);
        Drawn.fill(params.at("method"), 0.5);
        params.training(false);
        batch = Drawn.batch(1);
    }

    @AfterEach
    void close() {
        model.close();
        params.close();
        scope.close();
    }

    @Test
    void bothTermsAreTheMeanCrossEntropyOfPlainLoops() {
        Losses losses = new Losses();
        step.losses(batch, losses);
        assertThat(losses.values().keySet()).containsExactly("forward", "backward");
        Params own = params.at("method");
        assertThat(losses.values().get("forward")).isCloseTo(plain(own.at("textual"), false), within(1e-4));
        // the backward decoder shares all but its layers
        own.at("backward_textual").parameters().forEach((name, value) -> own.set("textual." + name, value));
        assertThat(losses.values().get("backward")).isCloseTo(plain(own.at("textual"), true), within(1e-4));
        assertThat(Tensors.value(losses.total()))
                .isCloseTo(losses.values().values().stream().mapToDouble(x -> x).sum(), within(1e-5));
    }

    private double plain(Params decoder, boolean reversed) {
        CaptionDecoder.Config config =
                new CaptionDecoder.Config(model.tokenizer().vocabularySize(), model.patchSize(), 8, 1, 2, 12, 16, 0);
        PlainDecoder plain = new PlainDecoder(decoder, config);
        Tensor gridBNP = model.features(batch.images()).patchesBNP();
        double sum = 0;
        int count = 0;
        for (int b = 0; b < Drawn.TEXTS.size(); b++) {
            int[] ids = model.tokenizer().encode(Drawn.TEXTS.get(b), 16);
            int[] read = new int[ids.length];
            for (int i = 0; i < ids.length; i++) {
                read[i] = ids[reversed ? ids.length - 1 - i : i];
            }
            double[][] logits = plain.logits(read, rows(gridBNP.select(0, b)));
            for (int t = 0; t + 1 < read.length; t++) {
                double total = 0;
                for (double logit : logits[t]) {
                    total += Math.exp(logit);
                }
                sum += Math.log(total) - logits[t][read[t + 1]];
                count++;
            }
        }
        return sum / count;
    }

    private static double[][] rows(Tensor matrix) {
        float[][] rows = Tensors.rows(matrix.contiguous());
        double[][] doubles = new double[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                doubles[i][j] = rows[i][j];
            }
        }
        return doubles;
    }

    @Test
    void backwardIsForwardOnTheReversedText() {
        // words of one piece each, and start and end token alike, so that a reversed text is read forward as the text
        // is read backward
        Params own = params.at("method");
        own.at("textual.transformer")
                .parameters()
                .forEach((name, value) -> own.set("backward_textual.transformer." + name, value));
        Tensor words = own.get("textual.embedding.words.weight");
        int start = model.tokenizer().encode("", 2)[0];
        Tensor alike = words.clone();
        alike.select(0, start).copy_(words.select(0, model.tokenizer().endId()));
        own.set("textual.embedding.words.weight", alike);
        Tensor bias = own.get("textual.output.bias").clone();
        bias.select(0, start).copy_(bias.select(0, model.tokenizer().endId()));
        own.set("textual.output.bias", bias);
        Tensor gridBNP = model.features(batch.images()).patchesBNP();
        List<String> reversed = new ArrayList<>();
        for (String text : Drawn.TEXTS) {
            List<String> words1 = new ArrayList<>(List.of(text.split(" ")));
            java.util.Collections.reverse(words1);
            reversed.add(String.join(" ", words1));
        }
        assertThat(oneTokenAWord()).isTrue();
        assertThat(Tensors.value(step.captioner().loss(Way.BACKWARD, gridBNP, Drawn.TEXTS)))
                .isCloseTo(Tensors.value(step.captioner().loss(Way.FORWARD, gridBNP, reversed)), within(1e-5));
    }

    private boolean oneTokenAWord() {
        return Drawn.TEXTS.stream()
                .allMatch(text -> model.tokenizer().encode(text, 16).length == text.split(" ").length + 2);
    }

    @Test
    void everyTextBeforeEveryImageHoldsEachTextBeforeItsOwn() {
        Tensor gridBNP = model.features(batch.images()).patchesBNP();
        Tensor allTB = step.captioner().logLikelihoods(Way.FORWARD, gridBNP, Drawn.TEXTS);
        float[] own = Tensors.floats(step.captioner().logLikelihood(Way.FORWARD, gridBNP, Drawn.TEXTS));
        assertThat(Tensors.floats(allTB.diagonal())).containsExactly(own, within(1e-4f));
    }

    @Test
    void whatItWritesIsReadFromTheFrontWhateverTheWay() {
        Params own = params.at("method");
        // a decoder that says what its bias likes best, however it began, has nothing to say but one word
        params.at("method")
                .parameters()
                .forEach((name, value) ->
                        own.set(name, Tensors.zeros(value.numel()).view_as(value)));
        Tensor bias = own.get("textual.output.bias").clone();
        bias.select(0, model.tokenizer().id("left")).fill_(new org.bytedeco.pytorch.Scalar(1));
        own.set("textual.output.bias", bias);
        Tensor gridBNP = model.features(batch.images()).patchesBNP();
        for (Way way : Way.values()) {
            assertThat(step.captioner().write(way, gridBNP)).hasSize(3).allMatch(text -> text.startsWith("left left"));
        }
    }

    @Test
    void theFullSizeHasResNet50AndVirTexsDecoderTwice() {
        try (Params shapes = Params.shapesOnly()) {
            Plan plan = new Radtex().plan("resnet50");
            DualEncoder full = DualEncoder.build(shapes, plan.model(), model.tokenizer());
            plan.method().begin(shapes.at("method"), full);
            long resNet50 = 25_557_032 - (2048 * 1000 + 1000); // torchvision's, without the classifier
            assertThat(shapes.at("image").count()).isEqualTo(resNet50);
            long attention = 4 * (1024 * 1024 + 1024);
            long layer = 2 * attention + 2 * 1024 * 4096 + 4096 + 1024 + 3 * 2 * 1024;
            long shared = 2048 * 1024 + 1024 + 10_000 * 1024 + 100 * 1024 + 2 * 1024 + 10_000;
            assertThat(shapes.at("method").count()).isEqualTo(shared + 2 * layer);
            full.close();
        }
    }

    @Test
    void withoutTheBackwardTermOnlyTheFrontIsRead() {
        Losses losses = new Losses();
        new Radtex.Captions(step.captioner(), model, 0).losses(batch, losses);
        assertThat(losses.values().keySet()).isEqualTo(Map.of("forward", 1).keySet());
    }
}
