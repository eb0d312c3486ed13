package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.image.Augment;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
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
 * Zhang, Jiang, Miura et al., "Contrastive Learning of Medical Visual Representations from Paired Images and Text", MLHC 2022, arXiv 2010.00747.
 *
 * <p><em>Idea</em>: an image and one sentence of its report, drawn anew at each step, are contrasted in both directions with unequal weights at a fixed temperature.
 *
 * <p><em>Differs</em>: the authors released no training code; constants are those of LoVT's re-implementation. The text tower's published weights (ClinicalBERT) are the user's to give; without them it
 * starts from scratch. {@code small} trains on two processor cores, with the frozen text encoder that comes with the programme.
 *
 * <p><em>Run</em>: {@code vesalius train convirt --data DATA --out RUN --plan small}
 */
public final class Convirt implements Recipe {
    private static final int FROZEN_LAYERS = 6;

    /**
     * The objective.
     *
     * @param temperature fixed divisor of the cosines
     * @param lambda share of the image-to-text direction
     * @param falseNegatives what becomes of pairs of two studies that fit each other
     */
    public record WeightedContrast(double temperature, double lambda, FalseNegatives falseNegatives) implements Method {
        @Override
        public Step begin(Params own, DualEncoder model) {
            return new VectorStep() {
                @Override
                public List<Tensor> vectors(Batch part) {
                    return List.of(model.images(part.images()).imgBD(), model.texts(part.texts()));
                }

                @Override
                public void losses(Batch batch, List<Tensor> vectors, Losses losses) {
                    Tensor logitsBB =
                            Contrast.cosine(vectors.get(0), vectors.get(1)).div(new Scalar(temperature));
                    losses.add(
                            "convirt",
                            1,
                            falseNegatives.contrast(logitsBB, batch.examples(), Direction.lambda(lambda)));
                }
            };
        }
    }

    private static final WeightedContrast PUBLISHED = new WeightedContrast(0.1, 0.75, FalseNegatives.KEEP);

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "convirt",
                "Contrastive Learning of Medical Visual Representations from Paired Images and Text",
                "Zhang, Jiang, Miura et al.",
                "MLHC",
                2022,
                "arXiv:2010.00747",
                RecipeCard.Claim.PARITY,
                "vesalius train convirt --data DATA --out RUN --plan small");
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(
                Behaviour.of(
                                "one-sentence",
                                "findings are told better by prompts, which are sentences, where each image met one sentence at a time than where it met the whole report",
                                Measure.Known.ZERO_SHOT,
                                "data.text=WHOLE")
                        .notMet(
                                "the small plan's frozen encoder sets a prompt near a whole report that says the same: .725 either way"));
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("resnet50", published());
        plans.put("small", small());
        return plans;
    }

    private static Plan published() {
        return new Plan(
                "resnet50",
                DataPlan.of(DataPlan.TextRule.RANDOM_SENTENCE, Section.FINDINGS, Section.IMPRESSION, Section.TEXT),
                new ModelSpec(
                        new ImageEncoder.ResNet(50),
                        new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.MAX),
                        512,
                        Projection.mlp(512),
                        Projection.mlp(512),
                        Pooling.GLOBAL,
                        new Readout.PositiveNegative(10),
                        Transform.imagenet(224),
                        new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 28996, 128)),
                PUBLISHED,
                Optim.adam(1e-4).withWeightDecay(1e-6),
                Schedule.plateau(0.5, 12),
                Budget.epochs(32, 200),
                // appendix A: crop .6-1, flip .5, affine 20 degrees, .1, .95-1.05, jitter .6-1.4, blur .1-3
                Augment.NONE
                        .crop(0.6)
                        .flipped(0.5)
                        .affine(20, 0.1, 0.05)
                        .jitter(0.4, 0.4)
                        .blurred(3, 1),
                Plan.Precision.FP32,
                frozen(),
                0,
                0,
                "embeddings and the first six layers of the text tower stay frozen");
    }

    private static List<String> frozen() {
        return Stream.concat(
                        Stream.of("text.embeddings."),
                        IntStream.range(0, FROZEN_LAYERS).mapToObj(i -> "text.encoder.layer." + i + "."))
                .toList();
    }

    private static Plan small() {
        return new Plan(
                "small",
                DataPlan.of(DataPlan.TextRule.RANDOM_SENTENCE, Section.FINDINGS, Section.IMPRESSION, Section.TEXT),
                new ModelSpec(
                        new ImageEncoder.SmallCnn(
                                List.of(48, 48, 96, 96, 128, 128), List.of(4, 1, 2, 1, 2, 1), 17, true),
                        new TextEncoder.BgeSmall(TextEncoder.Pool.MEAN),
                        128,
                        Projection.mlp(192),
                        Projection.mlp(384),
                        Pooling.GLOBAL,
                        new Readout.PositiveNegative(10),
                        Transform.grey(128),
                        new TokenizerSpec(TokenizerSpec.Kind.BGE, 30522, 64)),
                PUBLISHED,
                Optim.adam(1e-3).withWeightDecay(1e-6).withClip(1),
                Schedule.cosine(50),
                Budget.epochs(64, 10),
                // no flips: left and right are part of what a report says
                Augment.NONE.affine(5, 0.04, 0.08).jitter(0.15, 0.15),
                Plan.Precision.FP32,
                List.of(),
                0.99,
                0,
                "");
    }
}
