package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.image.Augment;
import org.vesalius.image.Transform;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.report.Section;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Radford, Kim, Hallacy et al., "Learning Transferable Visual Models From Natural Language Supervision", ICML 2021, arXiv 2103.00020.
 *
 * <p><em>Idea</em>: an image and its text are pulled together and all other pairs of the batch pushed apart, both ways, at a temperature that is learned.
 *
 * <p><em>Differs</em>: nothing in the objective. Pairs are films and their findings and impression; {@code vit-b-32} has the published sizes and optimiser but a batch that fits one machine (published:
 * 32,768). {@code small} trains from scratch on two processor cores. {@code phantom} adds sentences and patches ({@link SentenceContrast}) and is what {@code vesalius demo} trains.
 *
 * <p><em>Run</em>: {@code vesalius train clip --data DATA --out RUN --plan small}
 */
public final class Clip implements Recipe {
    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "clip",
                "Learning Transferable Visual Models From Natural Language Supervision",
                "Radford, Kim, Hallacy et al.",
                "ICML",
                2021,
                "arXiv:2103.00020",
                RecipeCard.Claim.PARITY,
                "vesalius train clip --data DATA --out RUN --plan small");
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                "temperature",
                "a report is found by its image more surely where the scale of the cosines is learned than where they are compared as they are",
                Measure.Known.RETRIEVAL,
                "method.maxScale=1"));
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("vit-b-32", published());
        plans.put("small", small());
        plans.put("phantom", phantom());
        return plans;
    }

    @Override
    public KeyMap initKeys() {
        return ClipKeys.openAi();
    }

    /** The model of ViT-B/32: 151,277,313 parameters with the temperature. */
    static ModelSpec vitB32(Transform transform) {
        return vitB(32, transform);
    }

    /** CLIP's base model with patches of {@code patch} pixels. */
    static ModelSpec vitB(int patch, Transform transform) {
        return new ModelSpec(
                new ImageEncoder.ClipVit(patch, 768, 12, 12),
                new TextEncoder.ClipText(12, 512, 8, TextEncoder.Pool.EOT),
                512,
                Projection.none(),
                Projection.none(),
                Pooling.GLOBAL,
                new Readout.PositiveNegative(100),
                transform,
                new TokenizerSpec(TokenizerSpec.Kind.BYTE_BPE, 49408, 77));
    }

    private static Plan published() {
        return new Plan(
                "vit-b-32",
                DataPlan.of(DataPlan.TextRule.WHOLE, Section.FINDINGS, Section.IMPRESSION, Section.TEXT),
                vitB32(Transform.clip(224)),
                SymmetricContrast.CLIP,
                // table 20 of the paper: 32 epochs, 2,000 steps of warm-up, decay .2, betas of the ViT
                Optim.adamW(5e-4).withBetas(0.9, 0.98).withEps(1e-6).withWeightDecay(0.2),
                Schedule.cosine(2000),
                Budget.epochs(256, 32),
                Augment.NONE.crop(0.9), // "a random square crop from resized images is the only data augmentation"
                Plan.Precision.FP32,
                List.of(),
                0,
                0,
                "");
    }

    private static Plan small() {
        return new Plan(
                "small",
                DataPlan.of(DataPlan.TextRule.SHUFFLED_SENTENCES, Section.FINDINGS, Section.IMPRESSION, Section.TEXT),
                smallModel(),
                SymmetricContrast.CLIP,
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

    /** A convolutional tower and a transformer of two layers, both from scratch. */
    static ModelSpec smallModel() {
        return new ModelSpec(
                new ImageEncoder.SmallCnn(List.of(48, 48, 96, 96, 128, 128), List.of(4, 1, 2, 1, 2, 1), 17, true),
                new TextEncoder.Bert(2, 128, 4, 512, 0, TextEncoder.Pool.MEAN),
                128,
                Projection.linear(),
                Projection.linear(),
                Pooling.MEAN_PATCHES,
                new Readout.PositiveNegative(10),
                Transform.grey(128),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 1000, 128));
    }

    private static Plan phantom() {
        Plan small = small();
        ModelSpec model = new ModelSpec(
                // cells of 8 pixels: on a grid of 16 the demo's pointing missed small boxes by one cell
                new ImageEncoder.SmallCnn(List.of(48, 48, 64, 96, 96, 96), List.of(4, 1, 2, 1, 1, 1), 17, true),
                new TextEncoder.Bert(1, 128, 4, 512, 0, TextEncoder.Pool.MEAN),
                128,
                Projection.linear(),
                Projection.linear(),
                Pooling.MEAN_PATCHES,
                new Readout.LocalAndGlobal(10, 0.8, 20, 30, 0.25),
                Transform.grey(128),
                smallModel().tokenizer());
        return new Plan(
                "phantom",
                small.data(),
                model,
                SentenceContrast.DEMO,
                small.optim(),
                small.schedule(),
                Budget.epochs(32, 22),
                small.augment(),
                small.precision(),
                small.frozen(),
                small.ema(),
                small.seed(),
                "beside the report, its sentences are contrasted with the image and with its patches");
    }
}
