package org.vesalius.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.objective.Golden.gen;
import static org.vesalius.objective.Golden.unit;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vesalius.io.InputException;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** What must hold for every input (spec, section 6.4), in float64. */
final class PropertiesTest {
    private static final Offset<Double> CLOSE = within(1e-9);
    private static final Temperature TAU = Temperature.fixed(0.1);

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void equalEmbeddingsGiveLogBatchSizePerDirection(int batch) {
        Tensor same = gen(3, 1, 5).expand(batch, 5);
        assertThat(value(Contrast.infoNce(same, same, TAU, Direction.sum()))).isCloseTo(2 * Math.log(batch), CLOSE);
    }

    @Test
    void theOrderOfTheBatchAndTheLengthOfVectorsDoNotMatter() {
        Tensor img = gen(1, 4, 6);
        Tensor txt = gen(2, 4, 6);
        Tensor order = Tensors.ofLongs(new long[] {2, 0, 3, 1}, 4);
        double loss = value(Contrast.infoNce(img, txt, TAU, Direction.average()));
        assertThat(value(Contrast.infoNce(
                        img.index_select(0, order), txt.index_select(0, order), TAU, Direction.average())))
                .isCloseTo(loss, CLOSE);
        assertThat(value(Contrast.infoNce(img.mul(new Scalar(7)), txt, TAU, Direction.average())))
                .isCloseTo(loss, CLOSE);
    }

    @Test
    void onePositiveMarkedIsThePairedLoss() {
        Tensor logits = gen(5, 4, 4);
        Tensor diagonal = Tensors.eye(4).to(ScalarType.Bool);
        assertThat(value(Contrast.multiPositive(logits, diagonal, Direction.lambda(0.75))))
                .isCloseTo(value(Contrast.paired(logits, Direction.lambda(0.75))), within(1e-6));
    }

    @Test
    void twoEquallyGoodPositivesShareTheTarget() {
        Tensor logits = Tensors.of(new double[] {3, 3, -50, 3, 3, -50, -50, -50, 3}, 3, 3);
        Tensor positives =
                Tensors.ofBooleans(new boolean[] {true, true, false, true, true, false, false, false, true}, 3, 3);
        assertThat(value(Contrast.multiPositive(logits, positives, Direction.average())))
                .isCloseTo(2.0 / 3 * Math.log(2), within(1e-6));
        Tensor none =
                Tensors.ofBooleans(new boolean[] {true, false, false, true, false, false, false, false, true}, 3, 3);
        assertThatThrownBy(() -> Contrast.multiPositive(logits, none, Direction.sum()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("got none in one");
    }

    @Test
    void aPairLeftOutNeitherCountsNorGetsAGradient() {
        Tensor logits = gen(5, 3, 3).set_requires_grad(true);
        Tensor pairs =
                Tensors.ofBooleans(new boolean[] {false, true, false, false, false, false, false, false, false}, 3, 3);
        Contrast.rows(Contrast.leaveOut(logits, pairs)).backward();
        double[] gradient = Tensors.doubles(logits.grad());
        assertThat(gradient[1]).isZero();
        assertThat(gradient[2]).isNotZero();
        assertThat(Arrays.stream(gradient).allMatch(Double::isFinite)).isTrue();
        Tensor soft =
                Contrast.rows(Contrast.leaveOut(logits, pairs), Tensors.eye(3).to(ScalarType.Double));
        assertThat(value(soft)).isCloseTo(value(Contrast.rows(Contrast.leaveOut(logits, pairs))), CLOSE);
    }

    @Test
    void noMomentumAndNoQueueIsPlainContrast() {
        Tensor logits = gen(5, 4, 4);
        assertThat(value(Contrast.rows(logits, Contrast.distilled(gen(6, 4, 4), 0))))
                .isCloseTo(value(Contrast.rows(logits)), CLOSE);
        assertThat(value(Contrast.rows(logits, Contrast.smoothed(logits, 0))))
                .isCloseTo(value(Contrast.rows(logits)), CLOSE);
    }

    @Test
    void equalLabelsGiveUniformTargets() {
        Tensor logits = gen(5, 4, 4);
        Tensor labels = Tensors.ones(4, 3).to(ScalarType.Double);
        double expected = value(logits.logsumexp(1).sub(logits.mean(1)).mean());
        assertThat(value(Contrast.rows(logits, Contrast.labelTargets(labels, labels))))
                .isCloseTo(expected, CLOSE);
        Tensor sharp = Tensors.eye(4).to(ScalarType.Double).mul(new Scalar(30));
        assertThat(value(Contrast.rows(logits, Contrast.labelTargets(sharp, sharp))))
                .isCloseTo(value(Contrast.rows(logits)), CLOSE);
    }

    @Test
    void aLearnedTemperatureGetsAGradientAndStaysBelowItsCeiling() {
        try (Params params = Params.create(1)) {
            Temperature learned = Temperature.learned(params, 0.07, 100);
            assertThat(learned.factor()).isCloseTo(1 / 0.07, within(1e-4));
            Contrast.infoNce(gen(1, 4, 6), gen(2, 4, 6), learned, Direction.average())
                    .backward();
            assertThat(Tensors.value(params.get("logit_scale").grad())).isNotZero();
            params.set("logit_scale", Tensors.scalar(9));
            learned.clamp();
            assertThat(learned.factor()).isCloseTo(100, within(1e-3));
            params.set("logit_scale", Tensors.scalar(-3));
            learned.clamp();
            assertThat(learned.factor()).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void sigmoidContrastEqualsItsChunks() {
        Tensor sim = Contrast.cosine(gen(1, 6, 5), gen(2, 6, 5));
        double whole = value(SigLip.loss(sim, 10, -10));
        double sum = 0;
        double[] cosines = Tensors.doubles(sim);
        for (int i = 0; i < 36; i++) {
            double logit = (i / 6 == i % 6 ? 1 : -1) * (10 * cosines[i] - 10);
            sum += Math.log1p(Math.exp(-logit));
        }
        assertThat(whole).isCloseTo(sum / 6, CLOSE);
    }

    @Test
    void twoViewContrastMatchesPublishedVectors() {
        // MONAI, tests/losses/test_contrastive_loss.py (Apache-2.0)
        Tensor ones = Tensors.of(new double[] {1, 1, 0, 0, 1, 1, 0, 0}, 2, 4);
        assertThat(value(NtXent.loss(ones, ones, 0.5))).isCloseTo(1.0986, within(1e-4));
        Tensor first = Tensors.of(new double[] {1, 2, 3, 4, 1, 1, 0, 0}, 2, 4);
        Tensor zeroRow = Tensors.of(new double[] {0, 0, 0, 0, 1, 1, 0, 0}, 2, 4);
        assertThat(value(NtXent.loss(first, zeroRow, 0.5))).isCloseTo(0.8719, within(1e-4));
        assertThat(value(NtXent.loss(gen(1, 1, 4), gen(2, 1, 4), 0.5))).isZero();
        // MONAI, tests/losses/test_barlow_twins_loss.py
        Tensor a = Tensors.of(new double[] {1, 0, 1, 1, 0, 1, 1, 0}, 2, 4);
        Tensor b = Tensors.of(new double[] {1, 1, 1, 0, 1, 1, 0, 1}, 2, 4);
        assertThat(value(Decorrelation.barlowTwins(a, b, 5e-3))).isCloseTo(5.2562, within(1e-4));
    }

    @Test
    void oneWordScoresItsScaledCosineAndOneRegionIsAlwaysAttended() {
        Tensor region = gen(4, 2, 1, 5);
        Tensor word = gen(6, 3, 1, 5);
        Tensor mask = Tensors.ones(3, 1);
        Tensor expected = Contrast.cosine(region.squeeze(1), word.squeeze(1)).mul(new Scalar(5));
        for (double factor : new double[] {0.1, 40}) {
            double[] got = Tensors.doubles(
                    LocalContrast.similarity(region, word, mask, new LocalContrast.Temperatures(factor, 5)));
            assertThat(got).containsExactly(Tensors.doubles(expected), CLOSE);
        }
    }

    @Test
    void wordsBeyondATextsEndChangeNothing() {
        Tensor regions = gen(4, 2, 3, 5);
        Tensor words = gen(6, 2, 4, 5);
        Tensor mask = Tensors.ofLongs(new long[] {1, 1, 0, 0, 1, 1, 1, 0}, 2, 4);
        Tensor other = words.add(gen(8, 2, 4, 5).mul(mask.eq(new Scalar(0)).unsqueeze(2)));
        assertThat(Tensors.doubles(LocalContrast.similarity(regions, other, mask, LocalContrast.GLORIA)))
                .containsExactly(
                        Tensors.doubles(LocalContrast.similarity(regions, words, mask, LocalContrast.GLORIA)), CLOSE);
    }

    @Test
    void regionsOfAMissingViewAreNotAttendedToAndChangeNothing() {
        Tensor regions = gen(4, 2, 3, 5);
        Tensor words = gen(6, 2, 4, 5);
        Tensor mask = Tensors.ofLongs(new long[] {1, 1, 0, 0, 1, 1, 1, 0}, 2, 4);
        Tensor both = Tensors.cat(List.of(regions, gen(9, 2, 2, 5)), 1);
        Tensor there = Tensors.ofLongs(new long[] {1, 1, 1, 0, 0, 1, 1, 1, 0, 0}, 2, 5);
        Tensor attention = LocalContrast.attention(both, there, words, mask, 4);
        assertThat(Tensors.doubles(LocalContrast.attended(attention, both)))
                .containsExactly(
                        Tensors.doubles(
                                LocalContrast.attended(LocalContrast.attention(regions, words, mask, 4), regions)),
                        CLOSE);
    }

    @Test
    void wordsOfZerosBeyondATextsEndLeaveTheGradientFinite() {
        Tensor mask = Tensors.ofLongs(new long[] {1, 1, 0, 0, 1, 1, 1, 0}, 2, 4);
        Tensor words = gen(6, 2, 4, 5).mul(mask.unsqueeze(2)).detach().set_requires_grad(true);
        LocalContrast.similarity(gen(4, 2, 3, 5), words, mask, LocalContrast.GLORIA)
                .sum()
                .backward();
        assertThat(Arrays.stream(Tensors.doubles(words.grad())).allMatch(Double::isFinite))
                .isTrue();
        assertThat(Tensors.doubles(words.grad().select(0, 0).select(0, 3))).containsOnly(0);
    }

    @Test
    void oneTokenAloneHasNothingToBeToldFrom() {
        Tensor one = unit(3, 2, 1, 4);
        assertThat(value(TokenContrast.paired(one, unit(5, 2, 1, 4), Tensors.ones(2, 1), 0.1)))
                .isCloseTo(0, CLOSE);
    }

    @Test
    void paddingWithoutWeightIsNoPositionToAttendTo() {
        Tensor patches = unit(16, 2, 5, 6);
        Tensor words = unit(15, 2, 4, 6);
        Tensor mask = Tensors.ofLongs(new long[] {1, 1, 1, 0, 1, 1, 1, 0}, 2, 4);
        Tensor other = words.add(gen(8, 2, 4, 6).mul(mask.eq(new Scalar(0)).unsqueeze(2)));
        assertThat(Tensors.doubles(TokenContrast.attended(patches, other, mask, 0.1)))
                .containsExactly(Tensors.doubles(TokenContrast.attended(patches, words, mask, 0.1)), CLOSE);
        // but it is a negative of the other words (MGCA as released)
        Tensor weights = Tensors.of(new double[] {.5, .25, .25, 0, .5, .25, .25, 0}, 2, 4);
        assertThat(value(TokenContrast.paired(other, other, weights, 0.1)))
                .isNotCloseTo(value(TokenContrast.paired(words, words, weights, 0.1)), within(1e-3));
    }

    @Test
    void maskedPositionsAreNoNegativesAndSharpPositivesArePlainCrossEntropy() {
        Tensor x = unit(17, 1, 3, 6);
        Tensor y = unit(18, 1, 3, 6);
        Tensor mask = Tensors.ofLongs(new long[] {1, 1, 0}, 1, 3);
        Tensor weights = Tensors.of(new double[] {.5, .5, 0}, 1, 3);
        Tensor self = Tensors.eye(3).to(ScalarType.Double);
        double masked = value(TokenContrast.directed(x, y, weights, self, 0.3, mask));
        Tensor two = x.narrow(1, 0, 2);
        Tensor logits = two.squeeze(0).matmul(y.squeeze(0).narrow(0, 0, 2).t()).div(new Scalar(0.3));
        assertThat(masked).isCloseTo(value(Contrast.rows(logits)), CLOSE);
        assertThat(masked).isLessThan(value(TokenContrast.directed(x, y, weights, self, 0.3)));
    }

    @Test
    void sinkhornCodesAreBalancedAndIgnoreAConstant() {
        Tensor scores = unit(20, 6, 5).matmul(unit(22, 3, 5).t());
        Tensor codes = Prototypes.codes(scores, 0.3, 200);
        assertThat(Tensors.doubles(codes.sum(1))).containsExactly(new double[] {1, 1, 1, 1, 1, 1}, CLOSE);
        assertThat(Tensors.doubles(codes.sum(0))).containsExactly(new double[] {2, 2, 2}, within(1e-6));
        assertThat(Tensors.doubles(Prototypes.codes(scores.add(new Scalar(3)), 0.3, 5)))
                .containsExactly(Tensors.doubles(Prototypes.codes(scores, 0.3, 5)), CLOSE);
        double[] flat = new double[18];
        Arrays.fill(flat, 1.0 / 3);
        assertThat(Tensors.doubles(Prototypes.codes(scores, 1e9, 3))).containsExactly(flat, within(1e-6));
    }

    @Test
    void theTeacherGetsNoGradientAndUniformOutputsCostLogOfTheirNumber() {
        Tensor teacher = gen(29, 2, 8).set_requires_grad(true);
        Tensor student = gen(30, 2, 8).set_requires_grad(true);
        Tensor centre = torch.zeros_like(teacher.select(0, 0).detach());
        Agreement.dino(student, teacher, centre, 0.1, 0.04).backward();
        assertThat(teacher.grad().defined()).isFalse();
        assertThat(student.grad().defined()).isTrue();
        Tensor uniform = Tensors.zeros(3, 8).to(ScalarType.Double);
        assertThat(value(Agreement.dino(uniform, uniform, centre, 0.1, 0.04))).isCloseTo(Math.log(8), CLOSE);
    }

    @Test
    void agreementIsBestForEqualDirections() {
        Tensor x = gen(25, 5, 6);
        assertThat(value(Agreement.simSiam(x, x, x, x))).isCloseTo(-1, CLOSE);
        assertThat(value(Agreement.byol(x, x.mul(new Scalar(2))))).isCloseTo(0, CLOSE);
    }

    @Test
    void aConstantCriticKnowsNothing() {
        Tensor constant = Tensors.full(4.2, 5, 5).to(ScalarType.Double);
        assertThat(value(MutualInformation.donskerVaradhan(constant))).isCloseTo(0, CLOSE);
        assertThat(value(MutualInformation.infoNce(constant))).isCloseTo(Math.log(20), CLOSE);
    }

    @Test
    void satisfiedMarginsGiveNoGradient() {
        Tensor positive = gen(1, 4).set_requires_grad(true);
        Tensor loss = Ranking.triplet(positive, positive.detach().add(new Scalar(9)), 0.5);
        loss.backward();
        assertThat(value(loss)).isZero();
        assertThat(Tensors.doubles(positive.grad())).containsOnly(0);
    }

    @Test
    void reconstructionIsZeroForTheStandardisedTargetAndBlindToVisiblePatches() {
        Tensor image = gen(35, 2, 3, 4, 6);
        Tensor patches = Reconstruction.patchify(image, 2);
        assertThat(Tensors.doubles(Reconstruction.unpatchify(patches, 2, 2))).containsExactly(Tensors.doubles(image));
        Tensor target = patches.sub(patches.mean(-1).unsqueeze(-1))
                .div(patches.var(new long[] {-1}, true, true)
                        .add(new Scalar(1e-6))
                        .sqrt());
        Tensor removed = Tensors.of(new double[] {1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 1}, 2, 6);
        assertThat(value(Reconstruction.maskedPatches(target, patches, removed)))
                .isCloseTo(0, CLOSE);
        Tensor visibleOff = target.add(removed.sub(new Scalar(1)).unsqueeze(2));
        assertThat(value(Reconstruction.maskedPatches(visibleOff, patches, removed)))
                .isCloseTo(0, CLOSE);
        assertThatThrownBy(() -> Reconstruction.patchify(image, 4)).hasMessageContaining("multiples of the patch size");
    }

    @Test
    void aPerfectMaskHasNoDice() {
        Tensor target = gen(38, 1, 2, 3, 3).gt(new Scalar(0)).to(ScalarType.Double);
        Tensor sure = target.mul(new Scalar(80)).sub(new Scalar(40));
        assertThat(Tensors.doubles(MaskLoss.dice(sure, target))).containsExactly(new double[] {0, 0}, CLOSE);
    }

    @Test
    void attentionEqualToItsTargetCostsNothing() {
        Tensor target = AttentionGuidance.truncatedGaussian(new double[] {2}, new double[] {6}, 8, 0.25);
        assertThat(value(AttentionGuidance.symmetricKl(target, target))).isCloseTo(0, CLOSE);
        assertThat(Tensors.doubles(target)[6]).isZero();
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        Tensor txt = gen(2, 3, 4);
        Tensor img = gen(1, 3, 4).set_requires_grad(true);
        Contrast.infoNce(img, txt, TAU, Direction.lambda(0.75)).backward();
        double[] gradient = Tensors.doubles(img.grad());
        double[] at = Tensors.doubles(img);
        for (int i : List.of(0, 5, 11)) {
            assertThat(gradient[i])
                    .isCloseTo((shifted(at, txt, i, 1e-5) - shifted(at, txt, i, -1e-5)) / 2e-5, within(1e-6));
        }
    }

    private static double shifted(double[] at, Tensor txt, int index, double by) {
        double[] moved = at.clone();
        moved[index] += by;
        return value(Contrast.infoNce(Tensors.of(moved, 3, 4), txt, TAU, Direction.lambda(0.75)));
    }

    private static double value(Tensor loss) {
        return Tensors.value(loss);
    }
}
