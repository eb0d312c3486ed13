package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.fusion.ImageTokens;
import org.vesalius.image.Augment;
import org.vesalius.image.Transform;
import org.vesalius.io.InputException;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TextRead;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Init;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.objective.MaskedTokens;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.Masking;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Lin, Zhao, Zhang et al., "PMC-CLIP: Contrastive Language-Image Pre-training using Biomedical Documents", MICCAI 2023, arXiv 2303.07240.
 *
 * <p><em>Idea</em>: beside CLIP's contrast, words that are hidden in the caption are found again with the help of the image, which joins the caption's tokens as one more.
 *
 * <p><em>Differs</em>: the authors pass no attention mask, so that their text tower reads padding as text; here it does not. A word drawn at random in place of another can have another number of pieces in their code, which shifts what is asked for; here single tokens are replaced. As in
 * their code, one reading of the masked caption serves both terms, and start and end token are always asked for. Their ResNet-50 has a stem of 3×3 and averages where it strides; ours is torchvision's.
 *
 * <p><em>Run</em>: {@code vesalius train pmc_clip --data DATA --out RUN --plan small}
 */
public final class PmcClip implements Recipe {
    /**
     * The objective.
     *
     * @param temperature that training begins at
     * @param contrast weight of CLIP's term
     * @param words weight of the hidden words' term
     * @param share of the words that are hidden
     * @param layers of the fusion
     * @param heads of its attention
     */
    public record ContrastAndWords(
            double temperature, double contrast, double words, double share, int layers, int heads) implements Method {
        @Override
        public Step begin(Params own, DualEncoder model) {
            int size = model.textSize();
            if (size != model.spec().jointSize()) {
                throw InputException.of(
                        "model.jointSize",
                        "the text tower's size " + size + ", since the image stands among its tokens",
                        "" + model.spec().jointSize(),
                        "set one as the other");
            }
            return new Fused(
                    this,
                    model,
                    Temperature.learned(own, temperature, MAX_SCALE),
                    new ImageTokens(own, new ImageTokens.Spec(size, layers, heads)),
                    own.parameter(
                            "mlm_projection",
                            new Init.Normal(1 / Math.sqrt(size)),
                            size,
                            model.spec().tokenizer().vocabularySize()));
        }
    }

    private static final double MAX_SCALE = 100;

    /** Its step. Shapes: B pairs, W tokens, F the towers' size, which is the joint one, V vocabulary. */
    record Fused(ContrastAndWords method, DualEncoder model, Temperature learned, ImageTokens fusion, Tensor wordsFV)
            implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            Tensor imgBD = Tensors.normalize(model.images(batch.images()).imgBD());
            int longest = model.spec().tokenizer().maxLength();
            Masking.Masked masked = Masking.words()
                    .withShare(method.share())
                    .of(
                            batch.texts().stream()
                                    .map(text -> model.tokenizer().encode(text, longest))
                                    .toList(),
                            model.tokenizer(),
                            batch.random("words"));
            TextRead read = model.readIds(masked.ids());
            Tensor logitsBB =
                    learned.scale(Contrast.cosine(imgBD, model.joint(read).txtTD()));
            losses.add("contrast", method.contrast(), Contrast.paired(logitsBB, Direction.average()));
            Tensor seenBWF = fusion.forward(read.tokensTWF(), read.maskTW(), imgBD);
            losses.add(
                    "words",
                    method.words(),
                    MaskedTokens.loss(
                            seenBWF,
                            model.params().device().move(withEnds(masked)),
                            askedSF -> askedSF.matmul(wordsFV)));
        }

        /** Start and end token asked for too: the authors leave out padding only. */
        private static Tensor withEnds(Masking.Masked masked) {
            return Scope.returning(() -> {
                Tensor targetsBW = masked.targetsTW().clone();
                List<int[]> texts = masked.ids();
                for (int t = 0; t < texts.size(); t++) {
                    int[] ids = texts.get(t);
                    Tensor row = targetsBW.select(0, t);
                    row.select(0, 0).fill_(new Scalar((long) ids[0]));
                    row.select(0, ids.length - 1L).fill_(new Scalar((long) ids[ids.length - 1]));
                }
                return targetsBW;
            });
        }

        @Override
        public void afterUpdate() {
            learned.clamp();
        }
    }

    /** The authors' command line: a half each, 15 % of the words; four layers of eight heads (RN50_fusion4.json). */
    private static final ContrastAndWords RELEASED = new ContrastAndWords(0.07, 0.5, 0.5, 0.15, 4, 8);

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "pmc_clip",
                "PMC-CLIP: Contrastive Language-Image Pre-training using Biomedical Documents",
                "Lin, Zhao, Zhang et al.",
                "MICCAI",
                2023,
                "arXiv:2303.07240",
                RecipeCard.Claim.PARITY,
                "vesalius train pmc_clip --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        ModelSpec model = new ModelSpec(
                new ImageEncoder.ResNet(50),
                new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.CLS),
                768,
                Projection.affine(),
                Projection.linear(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                Transform.clip(224),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 30522, 77));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put(
                "resnet50",
                Plan.published(
                                "resnet50",
                                DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                                model,
                                RELEASED,
                                Optim.adamW(1e-4).withWeightDecay(0.1),
                                Schedule.cosine(500),
                                Budget.epochs(128, 100))
                        .withAugment(Augment.NONE.crop(0.5)));
        plans.put("small", small());
        return plans;
    }

    /** With a text tower from scratch, whose tokens are as long as the joint vectors. */
    private static Plan small() {
        Plan plan = Small.plan(new ContrastAndWords(0.07, 0.5, 0.5, 0.15, 1, 4));
        ModelSpec model = plan.model();
        return plan.withModel(new ModelSpec(
                model.image(),
                new TextEncoder.Bert(2, model.jointSize(), 4, 4 * model.jointSize(), 0, TextEncoder.Pool.CLS),
                model.jointSize(),
                model.imageHead(),
                Projection.affine(),
                model.pooling(),
                model.readout(),
                model.transform(),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 1000, 96)));
    }
}
