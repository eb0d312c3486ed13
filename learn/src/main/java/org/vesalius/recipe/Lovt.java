package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.fusion.SharedAttention;
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
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.objective.TokenContrast;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;
import org.vesalius.vision.ImageFeatures;

/**
 * Müller, Kaissis, Zou, Rueckert, "Joint Learning of Localized Representations from Medical Images and Reports", ECCV 2022, arXiv 2112.02889.
 *
 * <p><em>Idea</em>: beside whole image and report, the regions of an image and the sentences of its report attend to each other, and each is contrasted with what it attended to, within the pair alone; a region's neighbours count as positives too, the nearer the more.
 *
 * <p><em>Differs</em>: one cosine over the whole training, where the authors restart it each epoch. Sentences are shuffled whole, where they are swapped with a falling chance, and pictures are not augmented: the published changes are not known to us. The pool's query is the mean over the sentences that are there (released: over padding
 * too, which would make a report's vector depend on its neighbours in the batch), and padding is no negative. {@code small} uses the frozen text encoder that comes with the programme.
 *
 * <p><em>Run</em>: {@code vesalius train lovt --data DATA --out RUN --plan small}
 */
public final class Lovt implements Recipe {
    private static final int FROZEN_LAYERS = 6;

    /**
     * The objective.
     *
     * @param temperature of the global contrast, whose image-to-text direction has the share {@code lambda}
     * @param local weight of each of the four local terms
     * @param localTemperature divisor of their cosines
     * @param threshold distance on the grid, in its diagonals, up to which regions are positives
     * @param decay of their weight with the distance
     */
    public record GlobalAndLocal(
            double temperature, double lambda, double local, double localTemperature, double threshold, double decay)
            implements Method {
        /** The authors' configuration. */
        static final GlobalAndLocal PUBLISHED = new GlobalAndLocal(0.1, 0.75, 0.375, 0.3, 0.5, 1);

        @Override
        public Step begin(Params own, DualEncoder model) {
            return new Localizing(
                    this,
                    model,
                    SharedAttention.of(own.at("attention"), model.spec().jointSize()));
        }

        private void losses(DualEncoder model, SharedAttention attention, Batch batch, Losses losses) {
            ImageFeatures seen = model.features(batch.images());
            ImageSide image = model.joint(seen);
            TextRead read = model.bySentences(model.read(batch.texts()));
            TextSide text = model.joint(read);
            losses.add(
                    "global",
                    1,
                    Contrast.infoNce(
                            image.imgBD(), text.txtTD(), Temperature.fixed(temperature), Direction.lambda(lambda)));
            if (local > 0) {
                SharedAttention.Partners partners =
                        attention.attend(image.patchesBND(), text.tokensTWD(), text.maskTW());
                losses.add("regions", local, regions(image, partners.ofRegionsBND(), seen));
                losses.add("sentences", local, sentences(text, partners.ofSentencesBSD(), read));
            }
        }

        private Tensor regions(ImageSide image, Tensor partnersBND, ImageFeatures seen) {
            Tensor x = Tensors.normalize(image.patchesBND());
            Tensor y = Tensors.normalize(partnersBND);
            Tensor lookedBN = seen.lookedBN();
            Tensor weightsBN = lookedBN == null ? even(torch.ones_like(x.select(2, 0))) : lookedBN;
            Tensor nearNN = TokenContrast.gridPositives(image.gridHeight(), image.gridWidth(), threshold, decay)
                    .to(x.device(), x.scalar_type());
            return TokenContrast.directed(x, y, weightsBN, nearNN, localTemperature)
                    .add(TokenContrast.directed(y, x, weightsBN, nearNN, localTemperature));
        }

        /** Where nothing pools by attention. */
        private static Tensor even(Tensor maskBN) {
            Tensor thereBN = maskBN.to(ScalarType.Float);
            return thereBN.div(thereBN.sum(new long[] {1}, true, new ScalarTypeOptional()));
        }

        private Tensor sentences(TextSide text, Tensor partnersBSD, TextRead read) {
            Tensor x = Tensors.normalize(text.tokensTWD());
            Tensor y = Tensors.normalize(partnersBSD);
            Tensor lookedBS = read.lookedTW();
            Tensor weightsBS = lookedBS == null ? even(text.maskTW()) : lookedBS;
            Tensor selfSS = Tensors.eye(x.size(1)).to(x.device(), x.scalar_type());
            return TokenContrast.directed(x, y, weightsBS, selfSS, localTemperature, text.maskTW())
                    .add(TokenContrast.directed(y, x, weightsBS, selfSS, localTemperature, text.maskTW()));
        }
    }

    private record Localizing(GlobalAndLocal how, DualEncoder model, SharedAttention attention) implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            how.losses(model, attention, batch, losses);
        }

        private Pointing.Look looks(Tensor imgBCHW, String sentence) {
            ImageSide image = model.images(imgBCHW);
            TextSide text = model.joint(model.bySentences(model.read(List.of(sentence))));
            Tensor looksN = attention
                    .looks(image.patchesBND(), text.tokensTWD())
                    .select(0, 0)
                    .select(0, 0);
            return new Pointing.Look(looksN, image.gridHeight(), image.gridWidth());
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "lovt",
                "Joint Learning of Localized Representations from Medical Images and Reports",
                "Müller, Kaissis, Zou, Rueckert",
                "ECCV",
                2022,
                "arXiv:2112.02889",
                RecipeCard.Claim.PARITY,
                "vesalius train lovt --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("resnet50", published());
        plans.put("small", small());
        return plans;
    }

    private static Plan published() {
        return Plan.published(
                        "resnet50",
                        DataPlan.of(DataPlan.TextRule.SHUFFLED_SENTENCES, Small.SECTIONS),
                        new ModelSpec(
                                new ImageEncoder.ResNet(50),
                                new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.SENTENCES),
                                512,
                                head(2048),
                                head(2048),
                                Pooling.ATTENTION,
                                Locals.OWN,
                                new Readout.PositiveNegative(10),
                                Transform.imagenet(224),
                                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 28996, 512)),
                        GlobalAndLocal.PUBLISHED,
                        Optim.adamW(1e-4).withWeightDecay(1e-6),
                        Schedule.cosine(0),
                        new Budget(32, 0, 16, 100, 0, 0, Budget.Monitor.LOSS, 10))
                .withFrozen(Stream.concat(
                                Stream.of("text.embeddings."),
                                IntStream.range(0, FROZEN_LAYERS).mapToObj(i -> "text.encoder.layer." + i + "."))
                        .toArray(String[]::new))
                .withNotes("embeddings and the first six layers of the text tower stay frozen");
    }

    private static Projection head(int hidden) {
        return new Projection(Projection.Kind.BATCH_NORM_MLP, hidden, true);
    }

    private static Plan small() {
        ModelSpec towers = Small.model();
        return Small.plan(GlobalAndLocal.PUBLISHED)
                .withData(DataPlan.of(DataPlan.TextRule.SHUFFLED_SENTENCES, Small.SECTIONS))
                .withModel(towers.withImage(towers.image(), head(256), Pooling.ATTENTION)
                        .withText(new TextEncoder.BgeSmall(TextEncoder.Pool.SENTENCES), head(256), towers.tokenizer())
                        .withLocals(Locals.OWN));
    }

    private static final Measure LOOKS = new Measure.Own(
            Pointing.STATISTIC, 0, trained -> Pointing.rows(trained, ((Localizing) trained.step())::looks));

    @Override
    public List<Behaviour> behaviours() {
        // both measured the other way round: see the records
        String why =
                "the local terms tell the parts of one pair apart, for which the place of a region suffices; in a short training they lead sentences away from the finding";
        return List.of(
                Behaviour.of(
                                "pointing",
                                "The regions that are most similar to a sentence lie in the finding's box more often than without the local terms.",
                                Measure.Known.POINTING,
                                "method.local=0")
                        .notMet(why),
                Behaviour.of(
                                "attention",
                                "A sentence attends most to a region in the finding's box more often than without the local terms.",
                                LOOKS,
                                "method.local=0")
                        .notMet(why));
    }
}
