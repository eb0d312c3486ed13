package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;
import org.vesalius.train.Method;
import org.vesalius.train.Plan;

/** Objectives of global dual encoders against plain loops over their vectors. */
final class DualRecipesTest {
    private static final double CLOSE = 1e-4;
    private static final List<Map<String, LabelState>> LABELS = List.of(
            Map.of("Edema", LabelState.POSITIVE, "Fracture", LabelState.NEGATIVE),
            Map.of("Edema", LabelState.NEGATIVE),
            Map.of("Fracture", LabelState.POSITIVE, "Pneumonia", LabelState.UNCERTAIN));

    private Scope scope;
    private Params params;
    private Batch batch;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(1);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < LABELS.size(); i++) {
            String genotype = "012".repeat(12).substring(i, i + 32);
            Example plain = Example.of(i, List.of(Drawn.TEXTS.get(i), "it is seen"), LABELS.get(i));
            examples.add(new Example(
                    i,
                    plain.text(),
                    plain.sentences(),
                    Map.of(),
                    LABELS.get(i),
                    LABELS.get(i),
                    Map.of("genotype", genotype)));
        }
        batch = new Batch(Drawn.batch(1).pictures(), examples, 7);
    }

    @AfterEach
    void close() {
        params.close();
        scope.close();
    }

    private interface Check {
        void of(DualEncoder model, Method.Step step, Losses losses);
    }

    private void with(Recipe recipe, Check check, String... settings) {
        Plan plan = Drawn.tiny(recipe.plan("small"), settings);
        try (DualEncoder model = Drawn.model(params, plan)) {
            Method.Step step = plan.method().begin(params.at("method"), model);
            params.training(false);
            Losses losses = new Losses();
            step.losses(batch, losses);
            check.of(model, step, losses);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static double cosine(float[] a, float[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    /** −log of the share of {@code own} among {@code all}, both exponentials of a factor times cosines. */
    private static double cost(double factor, double own, double... all) {
        double sum = 0;
        for (double one : all) {
            sum += Math.exp(factor * one);
        }
        return Math.log(sum) - factor * own;
    }

    private static double contrast(double factor, float[][] a, float[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double[] there = new double[b.length];
            double[] back = new double[a.length];
            for (int j = 0; j < b.length; j++) {
                there[j] = cosine(a[i], b[j]);
                back[j] = cosine(a[j], b[i]);
            }
            sum += (cost(factor, there[i], there) + cost(factor, back[i], back)) / (2 * a.length);
        }
        return sum;
    }

    private float[][] images(DualEncoder model) {
        return Tensors.rows(model.images(batch.images()).imgBD().contiguous());
    }

    private float[][] texts(DualEncoder model) {
        return Tensors.rows(model.texts(batch.texts()).contiguous());
    }

    private static double value(Losses losses, String name) {
        return Objects.requireNonNull(losses.values().get(name), name);
    }

    @Test
    void pubmedclipIsTheContrastAtTheScaleTimesTheReleasedFactor() {
        with(
                new Pubmedclip(),
                (model, step, losses) -> assertThat(value(losses, "clip"))
                        .isCloseTo(contrast(Math.exp(-0.06) / 0.07, images(model), texts(model)), within(CLOSE)));
    }

    @Test
    void imagebindContrastsImagesWithEachModalityAndNoTwoOthers() {
        with(new Imagebind(), (model, step, losses) -> {
            Imagebind.Bound bound = (Imagebind.Bound) step;
            assertThat(value(losses, "text")).isCloseTo(contrast(1 / 0.07, images(model), texts(model)), within(CLOSE));
            Map<Modality, Double> scales = Map.of(Modality.LABELS, 20.0, Modality.GENOTYPE, 5.0);
            scales.forEach((modality, scale) -> {
                Tensor vectors =
                        modality.encoded(Objects.requireNonNull(bound.encoders().get(modality)), batch, model);
                assertThat(value(losses, modality.lower()))
                        .isCloseTo(contrast(scale, images(model), Tensors.rows(vectors.contiguous())), within(CLOSE));
            });
            assertThat(losses.values()).hasSize(3);
        });
    }

    @Test
    void breakfixSharesAnImagesTargetAmongItsSentencesAndLabelSentences() {
        List<String> sentences = List.of(
                "a square on the left",
                "it is seen",
                "there is edema",
                "there is no fracture",
                "a disc",
                "there is no edema",
                "nothing else is seen on the right",
                "there is fracture");
        boolean[][] says = {
            {true, true, true, true, false, false, false, false},
            {false, true, false, false, true, true, false, false},
            {false, true, false, false, false, false, true, true}
        };
        with(new Breakfix(), (model, step, losses) -> {
            assertThat(value(losses, "report"))
                    .isCloseTo(contrast(1 / 0.07, images(model), texts(model)), within(CLOSE));
            float[][] img = images(model);
            float[][] txt = Tensors.rows(model.texts(sentences).contiguous());
            double there = 0;
            for (int i = 0; i < 3; i++) {
                double[] row = new double[8];
                for (int s = 0; s < 8; s++) {
                    row[s] = cosine(img[i], txt[s]);
                }
                there += shared(row, says[i]) / 3;
            }
            double back = 0;
            for (int s = 0; s < 8; s++) {
                double[] column = new double[3];
                boolean[] said = new boolean[3];
                for (int i = 0; i < 3; i++) {
                    column[i] = cosine(img[i], txt[s]);
                    said[i] = says[i][s];
                }
                back += shared(column, said) / 8;
            }
            assertThat(value(losses, "sentence")).isCloseTo((there + back) / 2, within(CLOSE));
        });
    }

    private static double shared(double[] cosines, boolean[] positive) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < cosines.length; i++) {
            if (positive[i]) {
                sum += cost(1 / 0.07, cosines[i], cosines);
                count++;
            }
        }
        return sum / count;
    }

    @Test
    void hsuBringsKnownPairsTogetherAndAsksAJudgeWhichSideAVectorIsOf() {
        with(new Hsu2018(), (model, step, losses) -> {
            float[][] img = images(model);
            float[][] txt = texts(model);
            double apart = 0;
            double judged = 0;
            for (int i = 0; i < 3; i++) {
                apart += (2 - 2 * cosine(img[i], txt[i])) / 3;
                judged += (Math.log1p(Math.exp(judge(img[i]))) + Math.log1p(Math.exp(-judge(txt[i])))) / 6;
            }
            assertThat(value(losses, "alignment")).isCloseTo(apart, within(CLOSE));
            assertThat(value(losses, "adversarial")).isCloseTo(judged, within(CLOSE));
        });
    }

    /** The judge by hand: a matrix, ReLU, a row. */
    private double judge(float[] vector) {
        Params own = params.at("method");
        float[][] first = Tensors.rows(own.get("first.weight").contiguous());
        float[] firstBias = Tensors.floats(own.get("first.bias"));
        float[] last = Tensors.floats(own.get("last.weight").flatten());
        double sum = Tensors.floats(own.get("last.bias"))[0];
        double length = Math.sqrt(dot(vector, vector));
        for (int h = 0; h < first.length; h++) {
            sum += last[h] * Math.max(0, dot(first[h], vector) / length + firstBias[h]);
        }
        return sum;
    }
}
