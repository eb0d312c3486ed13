package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.image.Augment;
import org.vesalius.image.Resize;
import org.vesalius.image.Transform;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Readout;
import org.vesalius.report.Section;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Tiu, Talius, Patel et al., "Expert-level detection of pathologies from unannotated chest X-ray images via self-supervised learning", Nature Biomedical Engineering 2022, doi 10.1038/s41551-022-00936-9.
 *
 * <p><em>Idea</em>: CLIP's weights, trained further on chest films and their impressions; a finding is scored by the prompts "c" against "no c".
 *
 * <p><em>Differs</em>: the released code is followed where it differs from the paper: batch 16 (paper: 64). Give CLIP's weights with {@code --init} and its vocabulary with {@code --tokenizer}.
 *
 * <p><em>Run</em>: {@code vesalius train chexzero --data DATA --out RUN --init ViT-B-32.pt --tokenizer CLIP}
 */
public final class Chexzero implements Recipe {
    private static final double WHITE = 255;

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "chexzero",
                "Expert-level detection of pathologies from unannotated chest X-ray images via self-supervised learning",
                "Tiu, Talius, Patel et al.",
                "Nature Biomedical Engineering",
                2022,
                "doi:10.1038/s41551-022-00936-9",
                RecipeCard.Claim.PARITY,
                "vesalius train chexzero --data DATA --out RUN --plan small");
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                "against",
                "findings are told better by the prompt for them against the one that denies them than by the prompt for them alone",
                Measure.Known.ZERO_SHOT,
                "model.readout={\"type\":\"cosine\"}"));
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("vit-b-32", published());
        plans.put("small", small());
        return plans;
    }

    @Override
    public KeyMap initKeys() {
        return ClipKeys.openAi();
    }

    private static Plan published() {
        // CheXzero's own statistics of MIMIC-CXR, on the scale 0-255
        Transform transform = new Transform(
                        224,
                        Transform.Fit.PAD_SQUARE, // stored as padded squares of 320
                        Resize.Filter.BICUBIC,
                        3,
                        List.of(0.0, 0.0, 0.0),
                        List.of(1.0, 1.0, 1.0))
                .with(101.48761 / WHITE, 83.43944 / WHITE);
        return new Plan(
                "vit-b-32",
                DataPlan.of(DataPlan.TextRule.WHOLE, Section.IMPRESSION),
                Clip.vitB32(transform).withReadout(new Readout.PositiveNegative(1)), // raw cosines
                SymmetricContrast.CLIP,
                Optim.sgd(1e-4, 0.9),
                Schedule.constant(0),
                Budget.epochs(16, 4),
                Augment.NONE,
                Plan.Precision.FP32,
                List.of(),
                0,
                0,
                "");
    }

    private static Plan small() {
        ModelSpec model = Clip.smallModel().withReadout(new Readout.PositiveNegative(1));
        return new Plan(
                "small",
                DataPlan.of(DataPlan.TextRule.WHOLE, Section.IMPRESSION, Section.TEXT),
                model,
                SymmetricContrast.CLIP,
                // from scratch, SGD at the published rate would not move
                Optim.adamW(1e-3).withWeightDecay(0.05).withClip(1),
                Schedule.cosine(50),
                Budget.epochs(64, 10),
                Augment.NONE.affine(5, 0.04, 0.08).jitter(0.15, 0.15),
                Plan.Precision.FP32,
                List.of(),
                0.99,
                0,
                "");
    }
}
