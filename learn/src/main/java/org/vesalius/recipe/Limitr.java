package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.fusion.SimilarityFilter;
import org.vesalius.fusion.SinePositions;
import org.vesalius.image.Augment;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageBranch;
import org.vesalius.model.ImageSide;
import org.vesalius.model.TextSide;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.objective.LocalContrast;
import org.vesalius.objective.TokenContrast;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Dawidowicz, Hirsch, Tal, "LIMITR: Leveraging Local Information for Medical Image-Text Representation", ICCV 2023, arXiv 2303.11755.
 *
 * <p><em>Idea</em>: GLoRIA's words that attend to regions, and regions that attend to words, of a frontal and a lateral film together; which of them count in the similarity of a pair is learned, and within a pair each is told from the others.
 *
 * <p><em>Differs</em>: {@code resnet50} is the paper's system; the shipped configuration, an ablation without lateral films, positions and the internal term, is {@code shipped}. A lateral film that is missing is left out of attention (released: filled with 1e-8), words beyond a text's end are no negatives, patches weigh evenly in the internal
 * term, and the filter has no batch norms. At inference the frontal tower speaks alone, and positions are not added. {@code small} uses the frozen text encoder that comes with the programme and single sentences, and sees the frontal film alone, so that a minute suffices.
 *
 * <p><em>Run</em>: {@code vesalius train limitr --data DATA --out RUN --plan small}
 */
public final class Limitr implements Recipe {
    /** Which films. */
    public enum Films {
        /** The first picture. */
        FRONTAL,
        /** Also the second, through a tower of its own; see {@link DataPlan.Views#FRONTAL_AND_LATERAL}. */
        FRONTAL_AND_LATERAL
    }

    /** What regions know of their place. */
    public enum Places {
        /** What the tower tells. */
        NONE,
        /** A fixed code of sines is added. */
        SINE
    }

    /**
     * The objective.
     *
     * @param global weight of the contrast of whole studies and texts
     * @param external weight of the contrast of pairs by their parts, for each of words and regions
     * @param internal weight of telling a pair's parts apart, for each of words and regions
     * @param scale factor of the similarities that are contrasted between pairs
     * @param attention factor of a part's scores over the other side
     * @param internalTau divisor of the products within a pair
     */
    public record GlobalExternalInternal(
            double global,
            double external,
            double internal,
            double scale,
            double attention,
            double internalTau,
            Films films,
            Places places)
            implements Method {
        /** The paper's system. */
        static final GlobalExternalInternal PAPER =
                new GlobalExternalInternal(1, 0.5, 0.05, 10, 4, 0.1, Films.FRONTAL_AND_LATERAL, Places.SINE);

        @Override
        public Step begin(Params own, DualEncoder model) {
            return new Matching(this, own, model);
        }
    }

    /** Shapes: B studies, R regions of both films, J texts, T words, D joint size. */
    private static final class Matching implements Method.Step {
        private final GlobalExternalInternal how;
        private final DualEncoder model;
        private final List<ImageBranch> lateral;
        private final SimilarityFilter ofWords;
        private final SimilarityFilter ofRegions;

        Matching(GlobalExternalInternal how, Params own, DualEncoder model) {
            this.how = how;
            this.model = model;
            lateral = how.films() == Films.FRONTAL_AND_LATERAL
                    ? List.of(ImageBranch.another(own.at("lateral"), model.spec()))
                    : List.of();
            int size = model.spec().jointSize();
            ofWords = SimilarityFilter.of(own.at("words"), size);
            ofRegions = SimilarityFilter.of(own.at("regions"), size);
        }

        @Override
        public void losses(Batch batch, Losses losses) {
            Seen seen = see(batch);
            TextSide text = WordVectors.withFirst(model, batch.texts());
            losses.add("global", how.global(), contrast(Contrast.cosine(seen.imgBD(), text.txtTD())));
            if (how.external() > 0 || how.internal() > 0) {
                Parts words =
                        Parts.of(seen.regionsBRD(), seen.maskBR(), text.tokensTWD(), text.maskTW(), how.attention());
                Parts regions =
                        Parts.of(text.tokensTWD(), text.maskTW(), seen.regionsBRD(), seen.maskBR(), how.attention());
                losses.add("words", how.external(), contrast(words.scores(ofWords)));
                losses.add(
                        "regions",
                        how.external(),
                        contrast(regions.scores(ofRegions).t()));
                losses.add("wordsWithin", how.internal(), words.within(how.internalTau()));
                losses.add("regionsWithin", how.internal(), regions.within(how.internalTau()));
            }
        }

        private Tensor contrast(Tensor similarityBJ) {
            return Contrast.paired(similarityBJ.mul(new Scalar(how.scale())), Direction.sum());
        }

        private Seen see(Batch batch) {
            ImageSide front = model.images(batch.images());
            Tensor frontBND = placed(front);
            Tensor thereBN = torch.ones_like(frontBND.select(2, 0));
            if (lateral.isEmpty() || batch.pictures().size() < 2) {
                return new Seen(front.imgBD(), frontBND, thereBN);
            }
            Batch.Pictures second = batch.pictures().get(1);
            ImageSide side = lateral.getFirst().images(second.imgBCHW());
            Tensor presentB1 = second.presentB().unsqueeze(1);
            Tensor views = presentB1.add(new Scalar(1));
            return new Seen(
                    front.imgBD().add(side.imgBD().mul(presentB1)).div(views),
                    Tensors.cat(List.of(frontBND, placed(side)), 1),
                    Tensors.cat(List.of(thereBN, thereBN.mul(presentB1)), 1));
        }

        private Tensor placed(ImageSide side) {
            Tensor patchesBND = side.patchesBND();
            return switch (how.places()) {
                case NONE -> patchesBND;
                case SINE ->
                    patchesBND.add(
                            SinePositions.grid(side.gridHeight(), side.gridWidth(), Math.toIntExact(patchesBND.size(2)))
                                    .to(patchesBND.device(), patchesBND.scalar_type()));
            };
        }
    }

    /** A study's films together. */
    private record Seen(Tensor imgBD, Tensor regionsBRD, Tensor maskBR) {}

    /** The parts of one side, each with what it attends to on the other. Shapes: C samples of the other side, Q samples of this side, P parts of it. */
    private record Parts(Tensor attendedCQPD, Tensor partsQPD, Tensor maskQP) {
        private static Parts of(Tensor otherCOD, Tensor otherMaskCO, Tensor partsQPD, Tensor maskQP, double attention) {
            Tensor weights = LocalContrast.attention(otherCOD, otherMaskCO, partsQPD, maskQP, attention);
            return new Parts(LocalContrast.attended(weights, otherCOD), partsQPD, maskQP);
        }

        /** Of all pairs: [C, Q]. */
        private Tensor scores(SimilarityFilter filter) {
            long others = attendedCQPD.size(0);
            Tensor similarity = Tensors.normalize(attendedCQPD.mul(partsQPD.unsqueeze(0)));
            Tensor mask = maskQP.unsqueeze(0).expand(others, maskQP.size(0), maskQP.size(1));
            return filter.scores(similarity.flatten(0, 1), mask.reshape(-1, maskQP.size(1)))
                    .view(others, maskQP.size(0));
        }

        /** Each part of a pair told from the pair's other parts by what it attends to in its own pair, both ways. */
        private Tensor within(double tau) {
            Tensor ownQPD = attendedCQPD.diagonal(0, 0, 1).permute(2, 0, 1);
            Tensor there = maskQP.to(ScalarType.Float);
            Tensor evenQP = there.div(there.sum(new long[] {1}, true, new ScalarTypeOptional()));
            Tensor selfPP = Tensors.eye(partsQPD.size(1)).to(partsQPD.device(), partsQPD.scalar_type());
            return TokenContrast.directed(partsQPD, ownQPD, evenQP, selfPP, tau, maskQP)
                    .add(TokenContrast.directed(ownQPD, partsQPD, evenQP, selfPP, tau, maskQP))
                    .mul(new Scalar(0.5));
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "limitr",
                "LIMITR: Leveraging Local Information for Medical Image-Text Representation",
                "Dawidowicz, Hirsch, Tal",
                "ICCV",
                2023,
                "arXiv:2303.11755",
                RecipeCard.Claim.PARITY,
                "vesalius train limitr --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        Plan full = Plan.published(
                        "resnet50",
                        DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS)
                                .withViews(DataPlan.Views.FRONTAL_AND_LATERAL),
                        Gloria.resNet50(),
                        GlobalExternalInternal.PAPER,
                        Optim.adam(5e-5)
                                .withBetas(0.5, 0.999)
                                .withWeightDecay(1e-6)
                                .withClip(0.25),
                        Schedule.plateau(0.5, 5),
                        Budget.epochs(48, 50).withMonitor(Budget.Monitor.RECALL))
                .withAugment(Augment.NONE.crop(0.77)); // 224 of 256 pixels
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("resnet50", full);
        plans.put(
                "shipped",
                full.variant(
                        "shipped",
                        "data.views=FRONTAL_FIRST",
                        "method.films=FRONTAL",
                        "method.places=NONE",
                        "method.internal=0"));
        plans.put("small", small());
        return plans;
    }

    private static Plan small() {
        return Small.plan(GlobalExternalInternal.PAPER)
                .withModel(Gloria.smallModel())
                .withData(DataPlan.of(DataPlan.TextRule.RANDOM_SENTENCE, Small.SECTIONS))
                .variant(
                        "small",
                        "model.jointSize=32", // each pair of a batch has a vector of that size for each word and region
                        "method.films=FRONTAL",
                        "method.places=NONE"); // the small tower knows its places
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(
                Behaviour.of(
                                "pointing",
                                "Words find their place: the map of a phrase points into the finding's box more often than without the local terms.",
                                Measure.Known.POINTING,
                                "method.external=0",
                                "method.internal=0")
                        .notMet(
                                "which way a word's product with its regions counts is learned by the filter, so that a greater cosine need not mean a better fit, and in a short training it does not"));
    }
}
