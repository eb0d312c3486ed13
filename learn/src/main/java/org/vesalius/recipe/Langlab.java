package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.image.Transform;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Wiehe, Schneider, Blank et al., "Language over Labels: Contrastive Language Supervision Exceeds Purely Label-Supervised Classification Performance on Chest X-Rays", AACL-IJCNLP Student Research Workshop 2022.
 *
 * <p><em>Idea</em>: CLIP's own contrast, from CLIP's weights, on reports: language supervises better than labels do, and how much data and how large a batch that takes.
 *
 * <p><em>Differs</em>: there is no released code; the objective is CLIP's as the paper says, the rate of a fine-tuning and the batch are ours. Its ablations over the amount of data and the batch are {@code --set data.limit=N} and {@code --set budget.batch=N}.
 *
 * <p><em>Run</em>: {@code vesalius train langlab --data DATA --out RUN --init CLIP.pt}
 */
public final class Langlab implements Recipe {
    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "langlab",
                "Language over Labels: Contrastive Language Supervision Exceeds Purely Label-Supervised Classification Performance on Chest X-Rays",
                "Wiehe, Schneider, Blank et al.",
                "AACL-IJCNLP SRW",
                2022,
                "",
                RecipeCard.Claim.PARITY,
                "vesalius train langlab --data DATA --out RUN --init CLIP.pt");
    }

    @Override
    public KeyMap initKeys() {
        return ClipKeys.openAi();
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        Plan full = Plan.published(
                "vit-b-32",
                DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                Clip.vitB32(Transform.clip(224)),
                SymmetricContrast.CLIP,
                Optim.adamW(1e-5).withBetas(0.9, 0.98).withEps(1e-6).withWeightDecay(0.2),
                Schedule.cosine(500),
                Budget.epochs(128, 10));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("vit-b-32", full);
        plans.put("small", Small.plan(SymmetricContrast.CLIP));
        return plans;
    }
}
