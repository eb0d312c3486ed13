package org.vesalius.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.objective.Golden.check;
import static org.vesalius.objective.Golden.gen;
import static org.vesalius.objective.Golden.unit;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Temperature;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Every objective equals its reference value in float64 within 1e-6. The inputs of each are those named in the reference file's generator. */
final class GoldenTest {
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void infoNceInBothDirectionsAndEveryRule() {
        Tensor img = gen(1, 4, 6);
        Tensor txt = gen(2, 4, 6);
        Tensor logits = Temperature.fixed(0.1).scale(Contrast.cosine(img, txt));
        check("infonce.tau0.1.i2t", Contrast.rows(logits));
        check("infonce.tau0.1.t2i", Contrast.rows(logits.t()));
        check("infonce.mean", Contrast.infoNce(img, txt, Temperature.fixed(0.1), Direction.average()));
        check("infonce.sum", Contrast.paired(logits, Direction.sum()));
        check("infonce.convirt_0.75_0.25", Contrast.paired(logits, Direction.lambda(0.75)));
        check("mgca.ita.tau0.07", Contrast.infoNce(img, txt, Temperature.fixed(0.07), Direction.sum()));
    }

    @Test
    void otherGlobalContrasts() {
        Tensor sim = Contrast.cosine(gen(1, 4, 6), gen(2, 4, 6));
        check("ntxent.tau0.5", NtXent.loss(gen(1, 4, 6), gen(2, 4, 6), 0.5));
        check("siglip.t10.b-10", SigLip.loss(sim, 10, -10));
        Tensor best = Contrast.bestQuery(unit(3, 3, 5, 6), unit(4, 3, 6)).div(new Scalar(0.07));
        check(
                "blip2.itc.max_query.ls0.1",
                Contrast.soft(best, Contrast.smoothed(best, 0.1), Contrast.smoothed(best, 0.1), Direction.average()));
        Tensor classes = Tensors.ofLongs(new long[] {0, 1, 0, 2}, 4);
        check(
                "classmasked.sum.x10",
                Contrast.paired(
                        Contrast.leaveOut(sim.mul(new Scalar(10)), Contrast.sameClass(classes)), Direction.sum()));
    }

    @Test
    void softTargetsFromLabels() {
        Tensor img = Tensors.of(new double[] {1, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0}, 4, 4);
        Tensor txt = Tensors.of(new double[] {1, 0, 0, 0, 0, 1, -1, 0, 0, 0, 1, 1, 1, 0, -1, 0}, 4, 4);
        Tensor logits = Contrast.cosine(gen(1, 4, 6), gen(2, 4, 6)).div(new Scalar(0.07));
        check(
                "medclip.soft_match",
                Contrast.soft(
                        logits, Contrast.labelTargets(img, txt), Contrast.labelTargets(txt, img), Direction.average()));
    }

    @Test
    void momentumTargetsWithAQueue() {
        Tensor images = Tensors.cat(List.of(unit(5, 4, 6), unit(7, 3, 6)), 0);
        Tensor texts = Tensors.cat(List.of(unit(6, 4, 6), unit(8, 3, 6)), 0);
        UnaryOperator<Tensor> scaled = Temperature.fixed(0.07)::scale;
        Tensor i2t = Contrast.rows(
                scaled.apply(Contrast.cosine(gen(1, 4, 6), texts)),
                Contrast.distilled(scaled.apply(Contrast.cosine(unit(5, 4, 6), texts)), 0.4));
        Tensor t2i = Contrast.rows(
                scaled.apply(Contrast.cosine(gen(2, 4, 6), images)),
                Contrast.distilled(scaled.apply(Contrast.cosine(unit(6, 4, 6), images)), 0.4));
        check("albef.itc.alpha0.4", Direction.average().combine(i2t, t2i));
    }

    @Test
    void modalitiesOnTheSamplesThatHaveThem() {
        Tensor img = gen(1, 4, 6);
        Tensor available = Tensors.ofLongs(new long[] {0, 1, 3}, 3);
        Temperature tau = Temperature.fixed(0.1);
        Tensor first = Contrast.infoNce(
                img.index_select(0, available), gen(2, 4, 6).index_select(0, available), tau, Direction.lambda(0.75));
        Tensor second = Contrast.infoNce(img, gen(9, 4, 6), tau, Direction.lambda(0.75));
        check("contig.outer.2mod", Direction.average().combine(first, second));
    }

    @Test
    void candidateLists() {
        Tensor query = unit(10, 5, 4);
        Tensor positive = query.mul(unit(11, 5, 4)).sum(1).unsqueeze(1);
        Tensor negative = query.matmul(unit(12, 7, 4).t());
        check(
                "sam.pixel_infonce.tau0.5",
                Contrast.candidates(Tensors.cat(List.of(positive, negative), 1).div(new Scalar(0.5))));
        check(
                "medklip.position_ce",
                Contrast.candidates(Tensors.einsum("bd,bkd->bk", gen(46, 3, 6), gen(47, 3, 8, 6))));
    }

    @Test
    void gloriasLocalSimilarity() {
        Tensor regions = gen(13, 3, 4, 5);
        Tensor words = gen(14, 3, 6, 5);
        Tensor mask = Tensors.ofLongs(new long[] {1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0}, 3, 6);
        Tensor similarity = LocalContrast.similarity(regions, words, mask, LocalContrast.GLORIA);
        Tensor logits = similarity.mul(new Scalar(10));
        check("gloria.local.sim", similarity);
        check("gloria.local.i2t", Contrast.rows(logits));
        check("gloria.local.t2i", Contrast.rows(logits.t()));
        check("gloria.local.loss_sum", Contrast.paired(logits, Direction.sum()));
        Tensor attention = LocalContrast.attention(regions, words, mask, 4);
        check("gloria.attn.first", attention.select(0, 0).select(0, 0).narrow(0, 0, 4));
    }

    @Test
    void mgcasTokenAlignment() {
        Tensor words = unit(15, 2, 4, 6);
        Tensor patches = unit(16, 2, 5, 6);
        Tensor wordWeights = Tensors.of(new double[] {.4, .3, .3, 0, .25, .25, .25, .25}, 2, 4);
        Tensor seen = Tensors.normalize(TokenContrast.attended(words, patches, null, 0.1));
        check("mgca.cta.word", TokenContrast.paired(words, seen, wordWeights, 0.1));
        // the specification's .4, .3, .3 after the clip to their quantiles, .3878, .3061, .3061; even ones stay
        double[] clipped = Tensors.doubles(TokenContrast.clipped(wordWeights));
        double[] expected = {.38 / .98, .3 / .98, .3 / .98, 0, .25, .25, .25, .25};
        assertThat(clipped).containsExactly(expected, within(1e-6));
        Tensor wordMask = Tensors.ofLongs(new long[] {1, 1, 1, 0, 1, 1, 1, 1}, 2, 4);
        Tensor read = TokenContrast.attended(patches, words, wordMask, 0.1);
        Tensor uniform = Tensors.full(0.2, 2, 5).to(ScalarType.Double);
        check("mgca.cta.patch.vit_no_renorm", TokenContrast.paired(patches, read, uniform, 0.1));
        check("mgca.cta.patch.uniform", TokenContrast.paired(patches, Tensors.normalize(read), uniform, 0.1));
    }

    @Test
    void lovtsSoftNeighbours() {
        Tensor positives = TokenContrast.gridPositives(2, 3, 0.5, 1);
        check("lovt.pos_weights.2x3", positives);
        Tensor scan = unit(17, 2, 6, 6);
        Tensor other = unit(18, 2, 6, 6);
        Tensor raw = gen(19, 2, 6).abs();
        Tensor weights = raw.div(raw.sum(1).unsqueeze(1));
        check("lovt.local.scan.a2b", TokenContrast.directed(scan, other, weights, positives, 0.3));
        check("lovt.local.scan.b2a", TokenContrast.directed(other, scan, weights, positives, 0.3));
        check(
                "lovt.local.report.a2b(self positives)",
                TokenContrast.directed(scan, other, weights, Tensors.eye(6).to(ScalarType.Double), 0.3));
    }

    @Test
    void prototypes() {
        Tensor prototypes = unit(22, 3, 6);
        Tensor img = unit(20, 4, 6).matmul(prototypes.t());
        Tensor txt = unit(21, 4, 6).matmul(prototypes.t());
        check("sinkhorn.codes", Prototypes.codes(img, 0.05, 3));
        check("mgca.cpa", Prototypes.swapped(img, txt, 0.05, 3, 0.2));
    }

    @Test
    void agreementWithoutNegatives() {
        Tensor in = gen(23, 6, 3);
        Tensor out = gen(24, 3, 6);
        UnaryOperator<Tensor> predictor =
                z -> z.matmul(in).add(new Scalar(0.5)).relu().matmul(out);
        Tensor x = gen(25, 5, 6);
        Tensor y = gen(26, 5, 6);
        check("prior.simsiam", Agreement.simSiam(predictor.apply(x), y, predictor.apply(y), x));
        check(
                "dino.ce.t0.04.s0.1",
                Agreement.dino(gen(30, 2, 8), gen(29, 2, 8), gen(31, 1, 8).mul(new Scalar(0.1)), 0.1, 0.04));
        check(
                "vicreg.25.25.1",
                Decorrelation.vicReg(gen(44, 5, 4), gen(45, 5, 4), new Decorrelation.Weights(25, 25, 1)));
    }

    @Test
    void boundsOnMutualInformation() {
        check("mi.dv", MutualInformation.donskerVaradhan(gen(32, 4, 4)));
        check("mi.infonce_single_lse", MutualInformation.infoNce(gen(32, 4, 4)));
    }

    @Test
    void rankings() {
        // labels 0, 2, unknown, 3 and reports 7, 8, 9, 7: the margin is max(.5, |difference|), .5 where unknown, 0 for
        // equal reports
        Tensor margins = Tensors.of(new double[] {2, 0.5, 0.5, 0}, 4);
        check("ranking.rolling_impostor.dot", Ranking.rollingImpostor(gen(33, 4, 6), gen(34, 4, 6), margins));
        check("transe.l1.margin5", Ranking.transE(gen(40, 3, 4), gen(41, 3, 4), gen(42, 3, 4), gen(43, 3, 4), 5));
    }

    @Test
    void reconstructionOfStandardisedPatches() {
        Tensor patches = Reconstruction.patchify(gen(35, 1, 3, 4, 4), 2);
        check("mae.patchify.first_patch", patches.select(1, 0).squeeze());
        Tensor removed = Tensors.of(new double[] {1, 0, 1, 1}, 1, 4);
        check("mae.normpix.masked_mse", Reconstruction.maskedPatches(gen(36, 1, 4, 12), patches, removed));
    }

    @Test
    void masksPerQuery() {
        Tensor logits = gen(37, 1, 2, 2, 2, 2);
        Tensor targets = gen(38, 1, 2, 2, 2, 2).gt(new Scalar(0)).to(ScalarType.Double);
        Tensor valid = Tensors.of(new double[] {1, 0}, 1, 2);
        check("sat.dice.per_query", MaskLoss.dice(logits, targets));
        check("sat.bce.per_query", MaskLoss.bce(logits, targets));
        check("sat.dice_plus_bce", MaskLoss.dicePlusBce(logits, targets, valid));
    }

    @Test
    void attentionOverSlices() {
        Tensor attention = gen(39, 2, 8).softmax(1);
        Tensor target = AttentionGuidance.truncatedGaussian(new double[] {3, 5}, new double[] {6, 8}, 8, 0.5);
        check("raddiag.sym_kl.std_frac0.5", AttentionGuidance.symmetricKl(attention, target));
    }
}
