package org.vesalius.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.dataset.Split;
import org.vesalius.image.Augment;
import org.vesalius.image.Transform;
import org.vesalius.io.InputException;
import org.vesalius.model.Answers;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.Fusion;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.objective.Contrast;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Example;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;
import org.vesalius.train.Trained;

/**
 * Wu, Zhang, Zhang, Wang, Xie, "MedKLIP: Medical Knowledge Enhanced Language-Image Pre-Training for X-ray Diagnosis", ICCV 2023, arXiv 2301.02228.
 *
 * <p><em>Idea</em>: a report is no text but a list of entities that are there or not, at places. Each entity is asked of the image by its explanation: a decoder of such questions looks at the patches, says yes or no, and names the place; where it looked is the map. Any explained
 * finding can be asked at use.
 *
 * <p><em>Differs</em>: entities and places are found in the reports by names, wordings and rules of negation, where the authors parse them with RadGraph; doubt is left out as theirs is. The explanations are ours, and the two entities that gather the rest are left out, as are RandAugment and, because reports name sides,
 * the flip ({@code resnet50-flipped} has it). The frozen text tower of {@code small} is the one that comes with the programme.
 *
 * <p><em>Run</em>: {@code vesalius train medklip --data DATA --out RUN --plan small}
 */
public final class Medklip implements Recipe {
    /**
     * The objective. Shapes: B images, Q entities, D joint size, K candidates, F the text tower's size.
     *
     * @param exist weight of the answers yes and no
     * @param position weight of the place
     * @param candidates places of which one is true
     * @param places that reports name
     * @param heldOut names of entities that are asked but never answered in training
     */
    public record EntityTriplets(
            double exist, double position, int candidates, List<String> places, List<String> heldOut)
            implements Method {
        public EntityTriplets {
            places = List.copyOf(places);
            heldOut = List.copyOf(heldOut);
        }

        @Override
        public Step begin(Params own, DualEncoder model) {
            if (!(model.spec().fusion() instanceof Fusion.EntityQueries queries)) {
                throw InputException.of("model.fusion", "entity-queries", "another", "leave it as the plan has it");
            }
            Linear place = Linear.of(own.at("place"), model.spec().jointSize(), textSize(model));
            return (Batch batch, Losses losses) -> {
                Answers answers = model.ask(
                        queries.questions(), model.images(batch.images()).patchesBND());
                Triplets told = told(batch.examples(), queries.entities());
                losses.add("exist", exist, exist(answers.logitsBQ2(), told));
                if (position > 0 && !told.placed().isEmpty()) {
                    Tensor placesAF = model.read(sentences()).pooledTF();
                    Tensor foundSF = place.forward(rows(answers.outBQD(), told.placed()));
                    losses.add(
                            "position", position, position(foundSF, placesAF, told.placed(), batch.random("places")));
                }
            };
        }

        /** F: places are compared as the text tower reads them, before its head. */
        private int textSize(DualEncoder model) {
            try (var _ = Scope.open()) {
                return Shapes.size(model.read(places.subList(0, 1)).pooledTF(), 1);
            }
        }

        private List<String> sentences() {
            return places.stream().map(each -> "It is located at " + each).toList();
        }

        private Triplets told(List<Example> examples, List<Fusion.Entity> entities) {
            List<Triplet> answered = new ArrayList<>();
            for (int b = 0; b < examples.size(); b++) {
                for (int q = 0; q < entities.size(); q++) {
                    String name = entities.get(q).name();
                    Entities.Said said = Entities.said(examples.get(b).sentences(), name, places);
                    if (said.state() != LabelState.BLANK && !heldOut.contains(name)) {
                        boolean there = said.state() == LabelState.POSITIVE;
                        answered.add(new Triplet(b * entities.size() + q, there, there ? said.place() : -1));
                    }
                }
            }
            return new Triplets(answered);
        }

        private static Tensor exist(Tensor logitsBQ2, Triplets told) {
            if (told.answered().isEmpty()) {
                return logitsBQ2.sum().mul(new Scalar(0)); // no report of the batch says anything of an entity
            }
            Tensor logitsS2 = rows(logitsBQ2, told.answered());
            long[] yes = told.answered().stream()
                    .mapToLong(one -> one.there() ? 1 : 0)
                    .toArray();
            Tensor wantedS1 = Tensors.ofLongs(yes, yes.length, 1).to(logitsS2.device(), torch.ScalarType.Long);
            return torch.log_softmax(logitsS2, 1).gather(1, wantedS1).mean().neg();
        }

        /** The true place first, then false ones, by plain dot products. */
        private Tensor position(Tensor foundSF, Tensor placesAF, List<Triplet> placed, RandomGenerator random) {
            int count = Math.min(candidates, places.size());
            long[] chosen = new long[placed.size() * count];
            for (int s = 0; s < placed.size(); s++) {
                int truth = placed.get(s).place();
                List<Integer> others = new ArrayList<>(IntStream.range(0, places.size())
                        .filter(a -> a != truth)
                        .boxed()
                        .toList());
                Collections.shuffle(others, Random.from(random));
                for (int k = 0; k < count; k++) {
                    chosen[s * count + k] = k == 0 ? truth : others.get(k - 1);
                }
            }
            Tensor chosenSK = Tensors.ofLongs(chosen, chosen.length).to(placesAF.device(), torch.ScalarType.Long);
            Tensor candidatesSKF = placesAF.index_select(0, chosenSK).view(placed.size(), count, -1);
            return Contrast.candidates(
                    candidatesSKF.matmul(foundSF.unsqueeze(2)).squeeze(2));
        }

        private static Tensor rows(Tensor xBQX, List<Triplet> some) {
            long[] rows = some.stream().mapToLong(Triplet::row).toArray();
            return xBQX.flatten(0, 1)
                    .index_select(0, Tensors.ofLongs(rows, rows.length).to(xBQX.device(), torch.ScalarType.Long));
        }
    }

    /**
     * What a report says of an entity.
     *
     * @param row of image and entity
     * @param place or -1
     */
    private record Triplet(int row, boolean there, int place) {}

    private record Triplets(List<Triplet> answered) {
        private List<Triplet> placed() {
            return answered.stream().filter(one -> one.place() >= 0).toList();
        }
    }

    private static final List<String> SMALL_PLACES = List.of(
            "left upper lobe",
            "right upper lobe",
            "lingula",
            "right middle lobe",
            "left lower lobe",
            "right lower lobe",
            "left base",
            "right base",
            "left mid zone",
            "right mid zone",
            "left costophrenic",
            "right costophrenic",
            "trachea",
            "carina",
            "perihilar",
            "left",
            "right");

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "medklip",
                "MedKLIP: Medical Knowledge Enhanced Language-Image Pre-Training for X-ray Diagnosis",
                "Wu, Zhang, Zhang, Wang, Xie",
                "ICCV",
                2023,
                "arXiv:2301.02228",
                RecipeCard.Claim.PARITY,
                "vesalius train medklip --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        EntityTriplets published = new EntityTriplets(1, 1, 8, Entities.PLACES, List.of());
        Plan full = Plan.published(
                        "resnet50",
                        DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                        resNet50(),
                        published,
                        Optim.adamW(1e-4).withWeightDecay(0.02),
                        new Schedule(Schedule.Kind.COSINE, 5000, 0.1, 1, 1), // five passes; down to 1e-5
                        Budget.epochs(48, 100).withMonitor(Budget.Monitor.LOSS))
                .withAugment(Augment.NONE.crop(0.2))
                .withFrozen("text.");
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("resnet50", full);
        plans.put(
                "resnet50-flipped",
                full.withAugment(full.augment().flipped(0.5)).variant("resnet50-flipped"));
        // a decoder of questions learns slowly: three times the rate of the other small plans, and less weight on
        // places
        Plan small = Small.plan(new EntityTriplets(1, 0.1, 8, SMALL_PLACES, List.of()));
        plans.put(
                "small",
                small.withModel(small())
                        .withOptim(Optim.adamW(3e-3).withWeightDecay(0.05).withClip(1), small.schedule())
                        .withBudget(small.budget().withMonitor(Budget.Monitor.LOSS)));
        return plans;
    }

    private static ModelSpec resNet50() {
        return new ModelSpec(
                        new ImageEncoder.ResNet(50, 3),
                        new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.CLS),
                        256,
                        Projection.mlp(1024),
                        Projection.affine(),
                        Pooling.MEAN_PATCHES,
                        new Readout.QueryClassifier(),
                        Transform.imagenet(224),
                        new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 28996, 128))
                .withFusion(new Fusion.EntityQueries(
                        4, 4, 1024, 0.1, Fusion.EntityQueries.Wording.TEXT, Entities.PUBLISHED));
    }

    private static ModelSpec small() {
        ModelSpec small = Small.model();
        return small.withImage(small.image(), small.imageHead(), Pooling.MEAN_PATCHES)
                .withText(small.text(), Projection.affine(), small.tokenizer())
                .withFusion(new Fusion.EntityQueries(2, 4, 256, 0.1, Fusion.EntityQueries.Wording.TEXT, Entities.SMALL))
                .withReadout(new Readout.QueryClassifier());
    }

    @Override
    public Measure learns() {
        return new Measure.Own(FindingRanks.STATISTIC, 0.5, Medklip::ranks);
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(
                Behaviour.of(
                        "answers",
                        "Each question answers for its own finding: it ranks the studies that show it higher than the other questions do, which naming places alone does not teach.",
                        OWN,
                        "method.exist=0"),
                Behaviour.of(
                                "place",
                                "Asked for the place of what it finds, a question looks into the finding's box more often than one that is asked only whether it is there.",
                                Measure.Known.POINTING,
                                "method.position=0")
                        .notMet(
                                "in 180 steps neither arm's questions look at small findings: their maps follow the large ones"),
                Behaviour.of(
                                "knowledge",
                                "A finding that training never answered is ranked better when it is asked by its explanation than by its name.",
                                learns(),
                                "model.fusion.wording=NAME")
                        .under("method.heldOut=[\"nodule\",\"oedema\",\"atelectasis\",\"central line\"]")
                        .notMet(
                                "the frozen text tower knows these names already, and eight answered findings are too few to learn from explanations"));
    }

    private static final Measure OWN = new Measure.Own(
            "for each study and finding that it shows, the share of studies without it that score lower by the finding's own question, less the mean of that share by the other questions, test patients",
            0,
            Medklip::owns);

    /** All entities, or those that training held out where it held out any. */
    private static List<Measure.Row> ranks(Trained trained) throws IOException {
        FindingRanks ranks = new FindingRanks();
        List<String> heldOut = ((EntityTriplets) trained.plan().method()).heldOut();
        List<String> names = names(trained);
        answered(trained, (example, yesQ) -> {
            for (int q = 0; q < yesQ.length; q++) {
                if (heldOut.isEmpty() || heldOut.contains(names.get(q))) {
                    ranks.add(example.row(), names.get(q), truth(example, names.get(q)), yesQ[q]);
                }
            }
        });
        return ranks.rows();
    }

    private static List<Measure.Row> owns(Trained trained) throws IOException {
        List<String> names = names(trained);
        // what each question's answers say of each finding, its own or not
        List<FindingRanks> byQuestion =
                names.stream().map(_ -> new FindingRanks()).toList();
        answered(trained, (example, yesQ) -> {
            for (int q = 0; q < yesQ.length; q++) {
                for (String name : names) {
                    byQuestion.get(q).add(example.row(), name, truth(example, name), yesQ[q]);
                }
            }
        });
        List<List<Measure.Row>> said =
                byQuestion.stream().map(FindingRanks::rows).toList();
        List<Measure.Row> owns = new ArrayList<>();
        for (int i = 0; i < said.getFirst().size(); i++) {
            Measure.Row row = said.getFirst().get(i);
            int own = names.indexOf(row.what());
            double others = 0;
            for (int q = 0; q < said.size(); q++) {
                others += q == own ? 0 : said.get(q).get(i).value() / (said.size() - 1);
            }
            owns.add(new Measure.Row(row.row(), row.what(), said.get(own).get(i).value() - others));
        }
        return owns;
    }

    private static List<String> names(Trained trained) {
        Fusion.EntityQueries queries =
                (Fusion.EntityQueries) trained.model().spec().fusion();
        return queries.entities().stream().map(Fusion.Entity::name).toList();
    }

    private static LabelState truth(Example example, String name) {
        return example.labels().getOrDefault(name, LabelState.BLANK);
    }

    /** Shows each test study with the share of yes in the answer to each question. */
    private static void answered(Trained trained, BiConsumer<Example, float[]> viewer) throws IOException {
        Fusion.EntityQueries queries =
                (Fusion.EntityQueries) trained.model().spec().fusion();
        trained.show(Split.TEST, batch -> {
            Answers answers = trained.model()
                    .ask(
                            queries.questions(),
                            trained.model().images(batch.images()).patchesBND());
            float[][] yesBQ = Tensors.rows(answers.logitsBQ2().softmax(2).select(2, 1));
            for (int b = 0; b < yesBQ.length; b++) {
                viewer.accept(batch.examples().get(b), yesBQ[b]);
            }
        });
    }
}
