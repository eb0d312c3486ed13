package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
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
import org.vesalius.model.TextSide;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.objective.LocalContrast;
import org.vesalius.report.Section;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Huang, Shen, Lungren, Yeung, "GLoRIA: A Multimodal Global-Local Representation Learning Framework for Label-efficient Medical Image Recognition", ICCV 2021.
 *
 * <p><em>Idea</em>: beside image and sentence, each word is compared with the regions that it attends to; how well all words of a sentence find their place in an image is a second similarity, contrasted over the batch like the first.
 *
 * <p><em>Differs</em>: the words that take part are CLS and all words of the sentence, as the paper means it (the released slice loses one for each unknown word). Pictures come in 299 pixels at once, not 224 enlarged within the tower, and single precision. The matrix of the
 * patches has a bias as the image's has. A sentence is the mean of its tokens: the authors' mean over padding too, which is zero there, has the same direction. The readout weighs global and local cosines equally, the local one by the
 * mean of a prompt's words; the authors' z-score over the images of a class, which would make an image's score depend on its neighbours, is left out. {@code small} uses the frozen text encoder that comes with the programme.
 *
 * <p><em>Run</em>: {@code vesalius train gloria --data DATA --out RUN --plan small}
 */
public final class Gloria implements Recipe {
    /**
     * The objective: {@code global} and {@code local} times the sum of both directions.
     *
     * @param scale factor of both similarities
     * @param attention factor of a word's scores over regions
     * @param aggregation factor of the cosines in the sum over words
     */
    public record GlobalAndLocal(double global, double local, double scale, double attention, double aggregation)
            implements Method {
        /** The authors' configuration. */
        static final GlobalAndLocal PUBLISHED =
                new GlobalAndLocal(1, 1, 10, LocalContrast.GLORIA.attention(), LocalContrast.GLORIA.aggregation());

        @Override
        public Step begin(Params own, DualEncoder model) {
            return (Batch batch, Losses losses) -> {
                ImageSide side = model.images(batch.images());
                TextSide words = WordVectors.withFirst(model, batch.texts());
                losses.add("global", global, contrast(Contrast.cosine(side.imgBD(), words.txtTD())));
                if (local > 0) {
                    losses.add(
                            "local",
                            local,
                            contrast(LocalContrast.similarity(
                                    side.patchesBND(),
                                    words.tokensTWD(),
                                    words.maskTW(),
                                    new LocalContrast.Temperatures(attention, aggregation))));
                }
            };
        }

        private Tensor contrast(Tensor similarityBB) {
            return Contrast.paired(similarityBB.mul(new Scalar(scale)), Direction.sum());
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "gloria",
                "GLoRIA: A Multimodal Global-Local Representation Learning Framework for Label-efficient Medical Image Recognition",
                "Huang, Shen, Lungren, Yeung",
                "ICCV",
                2021,
                "",
                RecipeCard.Claim.PARITY,
                "vesalius train gloria --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("resnet50", published());
        plans.put("small", small());
        return plans;
    }

    /** The towers of the authors' configuration (chexpert_pretrain_config.yaml), which LIMITR shares. */
    static ModelSpec resNet50() {
        return new ModelSpec(
                new ImageEncoder.ResNet(50, 3),
                new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.MEAN, TextEncoder.Depth.SUM_OF_LAST_FOUR),
                768,
                Projection.affine(),
                Projection.none(),
                Pooling.GLOBAL,
                Locals.OWN,
                new Readout.LocalAndGlobal(10, 0.5, 10, 0, 1),
                Transform.imagenet(299).with(Transform.Fit.PAD_SQUARE).with(0.5, 0.5),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 28996, 97));
    }

    private static Plan published() {
        return Plan.published(
                        "resnet50",
                        DataPlan.of(DataPlan.TextRule.RANDOM_SENTENCE, Section.IMPRESSION),
                        resNet50(),
                        GlobalAndLocal.PUBLISHED,
                        Optim.adam(5e-5)
                                .withBetas(0.5, 0.999)
                                .withWeightDecay(1e-6)
                                .withClip(0.25),
                        Schedule.plateau(0.5, 5),
                        Budget.epochs(48, 50))
                // 224 of 256 pixels
                .withAugment(Augment.NONE.crop(0.77))
                .withNotes("precision is single; the authors' is mixed with half");
    }

    private static Plan small() {
        return Small.plan(GlobalAndLocal.PUBLISHED)
                .withModel(smallModel())
                .withData(DataPlan.of(DataPlan.TextRule.RANDOM_SENTENCE, Small.SECTIONS));
    }

    /** The small towers with heads of their own for patches and words. */
    static ModelSpec smallModel() {
        return Small.model().withLocals(Locals.OWN).withReadout(resNet50().readout());
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                "pointing",
                "Words find their place: the map of a phrase points into the finding's box more often than without the local term.",
                Measure.Known.POINTING,
                "method.local=0"));
    }
}
