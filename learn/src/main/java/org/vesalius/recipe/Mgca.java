package org.vesalius.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.dataset.Split;
import org.vesalius.image.Augment;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ImageSide;
import org.vesalius.model.Locals;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TextRead;
import org.vesalius.model.TextSide;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Init;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.objective.Prototypes;
import org.vesalius.objective.TokenContrast;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;
import org.vesalius.train.Trained;
import org.vesalius.vision.ImageFeatures;

/**
 * Wang, Zhou, Wang, Vardhanabhuti, Yu, "Multi-Granularity Cross-modal Alignment for Generalized Medical Visual Representation Learning", NeurIPS 2022, arXiv 2210.06044.
 *
 * <p><em>Idea</em>: images and reports are aligned three times: whole pairs are contrasted, words and patches of a pair find each other by attention, and both sides predict each other's cluster among learned prototypes of disease.
 *
 * <p><em>Differs</em>: the authors' command line is followed where it overrides their class (all three terms weigh 1). A word's weight is the attention to its own pieces; the released code is off by one token. Words of padding are negatives, as released. The attended vector of a patch is normalised in the CNN's plan only, as
 * released. Batches of 144 are contrasted on one device, where theirs are two of 72. In the first {@code prototypesAfter} updates (theirs: the first pass) prototypes do not move. {@code small} has 16 of them and the frozen text encoder that comes with the programme.
 *
 * <p><em>Run</em>: {@code vesalius train mgca --data DATA --out RUN --plan small}
 */
public final class Mgca implements Recipe {
    /** What the alignment of tokens takes as a patch's weight. */
    public enum Patches {
        /** All alike, the attended vector normalised (the CNN's branch). */
        UNIFORM,
        /** The class token's attention, clipped, the attended vector as it comes (the transformer's). */
        ATTENTION
    }

    /**
     * The objective.
     *
     * @param whole weight of the contrast of whole pairs (ITA), at {@code temperature}
     * @param tokens weight of the alignment of words and patches (CTA)
     * @param tokenTau divisor in its attention and in its contrast
     * @param clusters weight of the swapped prediction (CPA)
     * @param prototypes how many
     * @param epsilon of the Sinkhorn codes, of which there are {@code iterations}
     * @param predictionTau divisor of the scores that predict them
     * @param prototypesAfter updates in which the prototypes stay as they are
     */
    public record ThreeAlignments(
            double whole,
            double temperature,
            double tokens,
            double tokenTau,
            Patches patches,
            double clusters,
            int prototypes,
            double epsilon,
            int iterations,
            double predictionTau,
            int prototypesAfter)
            implements Method {
        /** The authors' settings, for a tower with or without a class token. */
        static ThreeAlignments published(Patches patches, int prototypes, int prototypesAfter) {
            return new ThreeAlignments(1, 0.07, 1, 0.1, patches, 1, prototypes, 0.05, 3, 0.2, prototypesAfter);
        }

        @Override
        public Step begin(Params own, DualEncoder model) {
            return new Aligning(this, own, model);
        }
    }

    /** Shapes: B pairs, N patches, V words, D joint size, K prototypes. */
    private static final class Aligning implements Method.Step {
        private final ThreeAlignments how;
        private final DualEncoder model;
        private final Tensor prototypesKD;
        private final Tensor updates;

        Aligning(ThreeAlignments how, Params own, DualEncoder model) {
            this.how = how;
            this.model = model;
            prototypesKD = own.parameter(
                    "prototypes",
                    new Init.FanInUniform(),
                    how.prototypes(),
                    model.spec().jointSize());
            updates = own.buffer("updates", Init.zeros());
        }

        @Override
        public void losses(Batch batch, Losses losses) {
            ImageFeatures seen = model.features(batch.images());
            ImageSide image = model.joint(seen);
            TextRead read = model.byWords(model.read(batch.texts()));
            TextSide text = model.joint(read);
            Tensor imgBD = Tensors.normalize(image.imgBD());
            Tensor txtBD = Tensors.normalize(text.txtTD());
            losses.add(
                    "whole",
                    how.whole(),
                    Contrast.infoNce(imgBD, txtBD, Temperature.fixed(how.temperature()), Direction.sum()));
            if (how.tokens() > 0) {
                Tensor patchesBND = Tensors.normalize(image.patchesBND());
                Tensor wordsBVD = Tensors.normalize(text.tokensTWD());
                losses.add("words", how.tokens(), words(wordsBVD, patchesBND, read));
                losses.add("patches", how.tokens(), patches(patchesBND, wordsBVD, text, seen));
            }
            if (how.clusters() > 0) {
                losses.add(
                        "clusters",
                        how.clusters(),
                        Prototypes.swapped(
                                scores(imgBD), scores(txtBD), how.epsilon(), how.iterations(), how.predictionTau()));
            }
        }

        private Tensor words(Tensor wordsBVD, Tensor patchesBND, TextRead read) {
            Tensor lookedTV = read.lookedTW();
            Tensor weightsBV = TokenContrast.clipped(lookedTV == null ? read.maskTW() : lookedTV);
            Tensor partnersBVD = Tensors.normalize(TokenContrast.attended(wordsBVD, patchesBND, null, how.tokenTau()));
            return TokenContrast.paired(wordsBVD, partnersBVD, weightsBV.to(wordsBVD.scalar_type()), how.tokenTau());
        }

        private Tensor patches(Tensor patchesBND, Tensor wordsBVD, TextSide text, ImageFeatures seen) {
            Tensor partnersBND = TokenContrast.attended(patchesBND, wordsBVD, text.maskTW(), how.tokenTau());
            Tensor lookedBN = seen.lookedBN();
            Tensor evenBN = torch.ones_like(patchesBND.select(2, 0)).div(new Scalar((double) patchesBND.size(1)));
            return switch (how.patches()) {
                case UNIFORM ->
                    TokenContrast.paired(patchesBND, Tensors.normalize(partnersBND), evenBN, how.tokenTau());
                case ATTENTION ->
                    TokenContrast.paired(
                            patchesBND,
                            partnersBND,
                            lookedBN == null ? evenBN : TokenContrast.clipped(lookedBN),
                            how.tokenTau());
            };
        }

        /** Cosines with the prototypes. */
        private Tensor scores(Tensor unitBD) {
            boolean still = Tensors.value(updates) < how.prototypesAfter();
            Tensor unitKD = Tensors.normalize(still ? prototypesKD.detach() : prototypesKD);
            return unitBD.matmul(unitKD.t());
        }

        @Override
        public void afterUpdate() {
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                prototypesKD.copy_(Tensors.normalize(prototypesKD));
                updates.add_(new Scalar(1));
            }
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "mgca",
                "Multi-Granularity Cross-modal Alignment for Generalized Medical Visual Representation Learning",
                "Wang, Zhou, Wang et al.",
                "NeurIPS",
                2022,
                "arXiv:2210.06044",
                RecipeCard.Claim.PARITY,
                "vesalius train mgca --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("vit-b-16", published("vit-b-16", new ImageEncoder.Vit(16, 768, 12, 12), 224, Patches.ATTENTION));
        plans.put("resnet50", published("resnet50", new ImageEncoder.ResNet(50, 3), 299, Patches.UNIFORM));
        plans.put("small", small());
        plans.put(
                "small-vit",
                small().variant(
                                "small-vit",
                                "model.image={\"type\":\"vit\",\"patch\":16,\"width\":192,\"depth\":4,\"heads\":3}",
                                "method.patches=ATTENTION"));
        return plans;
    }

    private static Plan published(String name, ImageEncoder tower, int size, Patches patches) {
        ModelSpec model = new ModelSpec(
                tower,
                new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.CLS),
                128,
                head(2048),
                head(2048),
                Pooling.GLOBAL,
                Locals.OWN,
                new Readout.PositiveNegative(10),
                Transform.imagenet(size).with(Transform.Fit.PAD_SQUARE).with(0.5, 0.5),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 28996, 112));
        return Plan.published(
                        name,
                        DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                        model,
                        ThreeAlignments.published(patches, 500, 1400), // about one pass over MIMIC-CXR's pairs
                        Optim.adamW(2e-5).withWeightDecay(0.05),
                        Schedule.cosine(28_000), // two fifths of all updates
                        Budget.epochs(144, 50))
                .withAugment(Augment.NONE.crop(0.77)); // 224 of 256 pixels
    }

    private static Projection head(int hidden) {
        return new Projection(Projection.Kind.BATCH_NORM_MLP_NORMED, hidden, true);
    }

    private static Plan small() {
        ModelSpec towers = Small.model();
        return Small.plan(ThreeAlignments.published(Patches.UNIFORM, 16, 15))
                .withModel(towers.withImage(towers.image(), head(256), towers.pooling())
                        .withText(towers.text(), head(256), towers.tokenizer())
                        .withLocals(Locals.OWN));
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(
                Behaviour.of(
                        "swapped",
                        "an image and its report choose the same prototype more often than where no prediction was swapped",
                        new Measure.Own(
                                "share of test studies whose image and report are nearest to the same prototype, less what equal use of both sides' prototypes gives by chance",
                                0,
                                Mgca::agreements),
                        "method.clusters=0"),
                Behaviour.of(
                                "in-use",
                                "all prototypes are in use: images spread over them more evenly than where no prediction was swapped",
                                new Measure.Own(
                                        "entropy of the prototypes nearest to test images, as a share of the greatest possible",
                                        0,
                                        Mgca::uses),
                                "method.clusters=0")
                        .notMet(
                                "images spread over prototypes that nothing trains nearly as evenly, so the swap adds little to that"));
    }

    /** The nearest prototypes of images and texts, by row. */
    private record Nearest(Map<Integer, Integer> ofImage, Map<Integer, Integer> ofText, int prototypes) {
        private static Nearest of(Trained model) throws IOException {
            Aligning step = (Aligning) model.step();
            Nearest nearest = new Nearest(new TreeMap<>(), new TreeMap<>(), step.how.prototypes());
            model.show(Split.TEST, batch -> {
                long[] images =
                        nearest(step, model.model().images(batch.images()).imgBD());
                long[] texts = nearest(step, model.model().texts(batch.texts()));
                for (int i = 0; i < images.length; i++) {
                    int row = batch.examples().get(i).row();
                    nearest.ofImage().put(row, Math.toIntExact(images[i]));
                    nearest.ofText().put(row, Math.toIntExact(texts[i]));
                }
            });
            return nearest;
        }

        private static long[] nearest(Aligning step, Tensor vectorsBD) {
            return Tensors.longs(step.scores(Tensors.normalize(vectorsBD)).argmax(new LongOptional(1), false));
        }

        /** How many of the rows have each prototype. */
        private int[] counts(Map<Integer, Integer> of) {
            int[] counts = new int[prototypes];
            of.values().forEach(prototype -> counts[prototype]++);
            return counts;
        }
    }

    private static List<Measure.Row> agreements(Trained model) throws IOException {
        Nearest nearest = Nearest.of(model);
        int[] images = nearest.counts(nearest.ofImage());
        int[] texts = nearest.counts(nearest.ofText());
        double n = nearest.ofImage().size();
        double chance = 0;
        for (int k = 0; k < images.length; k++) {
            chance += images[k] / n * (texts[k] / n);
        }
        List<Measure.Row> rows = new ArrayList<>();
        for (var entry : nearest.ofImage().entrySet()) {
            boolean same = entry.getValue().equals(nearest.ofText().get(entry.getKey()));
            rows.add(new Measure.Row(entry.getKey(), "", (same ? 1 : 0) - chance));
        }
        return rows;
    }

    private static List<Measure.Row> uses(Trained model) throws IOException {
        Nearest nearest = Nearest.of(model);
        int[] counts = nearest.counts(nearest.ofImage());
        double n = nearest.ofImage().size();
        List<Measure.Row> rows = new ArrayList<>();
        nearest.ofImage()
                .forEach((row, prototype) -> rows.add(
                        new Measure.Row(row, "", -Math.log(counts[prototype] / n) / Math.log(nearest.prototypes()))));
        return rows;
    }
}
