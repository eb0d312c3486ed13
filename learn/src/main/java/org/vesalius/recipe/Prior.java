package org.vesalius.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.vesalius.dataset.Split;
import org.vesalius.image.Augment;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.Locals;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Params;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;
import org.vesalius.train.Trained;

/**
 * Cheng, Lin, Lyu et al., "PRIOR: Prototype Representation Joint Learning from Medical Images and Reports", ICCV 2023, arXiv 2307.12577.
 *
 * <p><em>Idea</em>: reports repeat themselves, so their sentences become mixtures of learned prototypes. Regions and sentences of a study find each other by attention with sigmoids; and each side is made anew from the other: the image from what its sentences say of it, the sentences from the image, as a set.
 *
 * <p><em>Differs</em>: patches keep their places (the released reshape mixes channels and cells), and made sentences take the order of their targets (the released index is its inverse); both are the intended ones. The divergence of prototypes is against the same sentences, where the released one keeps the
 * scores of the call before. Prototypes are drawn with noise in training only. A report is the mean of its tokens, where the authors pool its sentences by attention; each patch of the image is made anew by two matrices, where theirs is a convolutional decoder. The flip is left out: reports name sides. Their
 * three stages are the plans {@code stage1} to {@code stage3}, each begun with {@code --init} from the one before. {@code small} trains the terms of the third at once, with all sizes reduced.
 *
 * <p><em>Run</em>: {@code vesalius train prior --data DATA --out RUN --plan small}
 */
public final class Prior implements Recipe {
    /**
     * The objective.
     *
     * @param whole weight of images against reports
     * @param local weight of regions and sentences that find each other
     * @param bank weight of the distance of sentences from their mixtures; where it is 0, sentences stay as they are
     * @param image weight of the image made anew
     * @param report weight of the sentences made anew; their prototypes and the report made of them count once
     * @param prototypes how many
     * @param sharpness divisor of the scores of prototypes
     * @param sentences at most, of a report
     * @param layers of the decoder that makes sentences
     * @param heads of it
     * @param temperature that the contrasts begin at
     */
    public record Prototyped(
            double whole,
            double local,
            double bank,
            double image,
            double report,
            int prototypes,
            double sharpness,
            int sentences,
            int layers,
            int heads,
            double temperature)
            implements Method {
        @Override
        public Step begin(Params own, DualEncoder model) {
            return new PriorStep(this, own, model);
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "prior",
                "PRIOR: Prototype Representation Joint Learning from Medical Images and Reports",
                "Cheng, Lin, Lyu et al.",
                "ICCV",
                2023,
                "arXiv:2307.12577",
                RecipeCard.Claim.PARITY,
                "vesalius train prior --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        Plan third = stage("stage3", new Prototyped(10, 1, 10, 1, 10, 512, 0.9, 16, 8, 8, 0.01), 5e-6, 100, 5000);
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("stage3", third);
        plans.put("stage1", stage("stage1", new Prototyped(1, 1, 0, 0, 0, 512, 0.9, 16, 8, 8, 0.01), 1e-5, 20, 1000));
        plans.put("stage2", stage("stage2", new Prototyped(1, 1, 10, 0, 0, 512, 0.9, 16, 8, 8, 0.01), 1e-5, 30, 1000));
        plans.put(
                "small",
                Small.plan(new Prototyped(1, 0.2, 1, 0.2, 1, 32, 0.9, 12, 2, 4, 0.07))
                        .withModel(Small.model().withLocals(Locals.OWN)));
        return plans;
    }

    private static Plan stage(String name, Prototyped method, double rate, int epochs, int warmup) {
        ModelSpec model = new ModelSpec(
                new ImageEncoder.ResNet(50),
                new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.MEAN),
                768,
                Projection.affine(),
                Projection.affine(),
                Pooling.ATTENTION,
                Locals.OWN,
                new Readout.PositiveNegative(10),
                Transform.grey(224),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 28996, 256));
        return Plan.published(
                        name,
                        DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                        model,
                        method,
                        Optim.adamW(rate).withWeightDecay(1e-6),
                        Schedule.cosine(warmup),
                        Budget.epochs(98, epochs))
                .withAugment(Augment.NONE.affine(5, 0, 0));
    }

    /** Chance is a half. */
    private static final Measure AGREEMENT = new Measure.Own(
            "for each prototype that the sentences of a report choose, the share of prototypes they do not choose that the sentences made from the image favour less, test patients",
            0.5,
            Prior::agreements);

    /** A bank where every prototype is chosen equally often has the value 1; one that is always the same, 0. */
    private static final Measure USE = new Measure.Own(
            "for each sentence of a report, the share of sentences of other reports that choose another prototype, less what stays when all are used alike, test patients",
            0,
            Prior::uses);

    @Override
    public List<Behaviour> behaviours() {
        return List.of(
                Behaviour.of(
                        "agreement",
                        "Sentences that are made from an image choose the prototypes that the report's own sentences choose, more than where the bank is not trained.",
                        AGREEMENT,
                        "method.bank=0"),
                Behaviour.of(
                                "use",
                                "Sentences spread over the prototypes more evenly than over a bank that is not trained.",
                                USE,
                                "method.bank=0")
                        .notMet(
                                "sentences that differ only in a word gather at one prototype of a trained bank, while an untrained one parts them by chance"));
    }

    private static List<Measure.Row> agreements(Trained trained) throws IOException {
        PriorStep step = (PriorStep) trained.step();
        List<Measure.Row> rows = new ArrayList<>();
        trained.show(Split.TEST, batch -> {
            List<int[]> said = step.chosen(batch);
            float[][] made = step.favoured(batch);
            for (int b = 0; b < said.size(); b++) {
                TreeSet<Integer> chosen = new TreeSet<>();
                Arrays.stream(said.get(b)).forEach(chosen::add);
                for (int k : chosen) {
                    rows.add(new Measure.Row(
                            batch.examples().get(b).row(), "prototype " + k, below(made[b], k, chosen)));
                }
            }
        });
        return named(rows);
    }

    /** The names of prototypes differ between arms, so rows are told apart by their order within a study alone. */
    private static List<Measure.Row> named(List<Measure.Row> rows) {
        Map<Integer, List<Double>> byStudy = new LinkedHashMap<>();
        rows.forEach(row ->
                byStudy.computeIfAbsent(row.row(), _ -> new ArrayList<>()).add(row.value()));
        List<Measure.Row> means = new ArrayList<>();
        byStudy.forEach((study, values) -> means.add(new Measure.Row(
                study,
                "study",
                values.stream().mapToDouble(value -> value).average().orElse(Double.NaN))));
        return means;
    }

    private static double below(float[] favour, int chosen, Set<Integer> all) {
        double below = 0;
        int others = 0;
        for (int k = 0; k < favour.length; k++) {
            if (!all.contains(k)) {
                others++;
                below += favour[k] < favour[chosen] ? 1 : favour[k] == favour[chosen] ? 0.5 : 0;
            }
        }
        return others == 0 ? 0.5 : below / others;
    }

    private static List<Measure.Row> uses(Trained trained) throws IOException {
        PriorStep step = (PriorStep) trained.step();
        Map<Integer, int[]> chosen = new LinkedHashMap<>();
        trained.show(Split.TEST, batch -> {
            List<int[]> said = step.chosen(batch);
            for (int b = 0; b < said.size(); b++) {
                chosen.put(batch.examples().get(b).row(), said.get(b));
            }
        });
        int prototypes = ((Prototyped) trained.plan().method()).prototypes();
        long[] counts = new long[prototypes];
        long all = 0;
        for (int[] of : chosen.values()) {
            for (int k : of) {
                counts[k]++;
                all++;
            }
        }
        List<Measure.Row> rows = new ArrayList<>();
        for (Map.Entry<Integer, int[]> study : chosen.entrySet()) {
            double sum = 0;
            for (int k : study.getValue()) {
                sum += 1 - (double) counts[k] / all;
            }
            double mean = study.getValue().length == 0 ? 0 : sum / study.getValue().length;
            rows.add(new Measure.Row(study.getKey(), "study", mean / (1 - 1.0 / prototypes)));
        }
        return rows;
    }
}
