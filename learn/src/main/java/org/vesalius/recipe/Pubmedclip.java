package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.report.Section;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Eslami, Meinel, de Melo, "PubMedCLIP: How Much Does CLIP Benefit Visual Question Answering in the Medical Domain?", Findings of EACL 2023, arXiv 2112.13906.
 *
 * <p><em>Idea</em>: CLIP goes on learning on figures and captions of medical articles (ROCO), and its image tower then serves question answering.
 *
 * <p><em>Differs</em>: the released code multiplies the logits by {@code exp(0.01) / exp(0.07)} beside CLIP's own scale; the code is followed, and {@code vit-b-32-plain} leaves the factor out. The published start from CLIP's weights is
 * {@code --init}.
 *
 * <p><em>Run</em>: {@code vesalius train pubmedclip --data DATA --out RUN --init CLIP.pt}
 */
public final class Pubmedclip implements Recipe {
    /** The quotient of two exponentials that the released code multiplies by. */
    private static final double EXTRA = Math.exp(0.01 - 0.07);

    /**
     * The objective.
     *
     * @param temperature that training begins at
     * @param factor on the logits beside the learned scale
     */
    public record ScaledContrast(double temperature, double factor) implements Method {
        private static final double MAX_SCALE = 100;

        @Override
        public Step begin(Params own, DualEncoder model) {
            Temperature learned = Temperature.learned(own, temperature, MAX_SCALE);
            return new VectorStep() {
                @Override
                public List<Tensor> vectors(Batch part) {
                    return List.of(model.images(part.images()).imgBD(), model.texts(part.texts()));
                }

                @Override
                public void losses(Batch batch, List<Tensor> vectors, Losses losses) {
                    Tensor logitsBB = learned.scale(Contrast.cosine(vectors.get(0), vectors.get(1)));
                    losses.add("clip", 1, Contrast.paired(logitsBB.mul(new Scalar(factor)), Direction.average()));
                }

                @Override
                public void afterUpdate() {
                    learned.clamp();
                }
            };
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "pubmedclip",
                "PubMedCLIP: How Much Does CLIP Benefit Visual Question Answering in the Medical Domain?",
                "Eslami, Meinel, de Melo",
                "Findings of EACL",
                2023,
                "arXiv:2112.13906",
                RecipeCard.Claim.PARITY,
                "vesalius train pubmedclip --data DATA --out RUN --init CLIP.pt");
    }

    @Override
    public KeyMap initKeys() {
        return ClipKeys.openAi();
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        Plan full = Plan.published(
                "vit-b-32",
                DataPlan.of(DataPlan.TextRule.WHOLE, Section.TEXT, Section.FINDINGS, Section.IMPRESSION),
                Clip.vitB32(Transform.clip(224)),
                new ScaledContrast(0.07, EXTRA),
                Optim.adam(1e-5).withWeightDecay(5e-4),
                Schedule.constant(0),
                Budget.epochs(64, 50));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("vit-b-32", full);
        plans.put("vit-b-32-plain", full.variant("vit-b-32-plain", "method.factor=1"));
        plans.put("small", Small.plan(new ScaledContrast(0.07, EXTRA)));
        return plans;
    }
}
