package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
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
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Example;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Seibold, Reiß, Sarfraz et al., "Breaking with Fixed Set Pathology Recognition through Report-Guided Contrastive Training", MICCAI 2022, arXiv 2205.07139.
 *
 * <p><em>Idea</em>: the whole report is contrasted with the image, and so is each sentence; labels become sentences too, so that weakly labelled images join, and at test time any finding that can be said can be asked for.
 *
 * <p><em>Differs</em>: the authors released no code and their coefficients are not known; both terms count alike here, and a study's label sentences stand among its own.
 *
 * <p><em>Run</em>: {@code vesalius train breakfix --data DATA --out RUN --plan small}
 */
public final class Breakfix implements Recipe {
    /**
     * The objective.
     *
     * @param report weight of the report's term
     * @param sentence weight of the sentences' term
     * @param labels whether labels are said as sentences
     * @param temperature that training begins at
     */
    public record ReportGuided(double report, double sentence, boolean labels, double temperature) implements Method {
        private static final double MAX_SCALE = 100;

        @Override
        public Step begin(Params own, DualEncoder model) {
            Temperature learned = Temperature.learned(own, temperature, MAX_SCALE);
            return new Step() {
                @Override
                public void losses(Batch batch, Losses losses) {
                    Tensor imgBD = model.images(batch.images()).imgBD();
                    Tensor reportsBB = learned.scale(Contrast.cosine(imgBD, model.texts(batch.texts())));
                    losses.add("report", report, Contrast.paired(reportsBB, Direction.average()));
                    List<Set<String>> said = batch.examples().stream()
                            .map(ReportGuided.this::sentences)
                            .toList();
                    List<String> all = List.copyOf(union(said));
                    Tensor sentencesBS = learned.scale(Contrast.cosine(imgBD, model.texts(all)));
                    Tensor positivesBS = model.params().device().move(holds(said, all));
                    losses.add(
                            "sentence",
                            sentence,
                            Contrast.multiPositive(sentencesBS, positivesBS, Direction.average()));
                }

                @Override
                public void afterUpdate() {
                    learned.clamp();
                }
            };
        }

        private Set<String> sentences(Example example) {
            Set<String> sentences = new LinkedHashSet<>();
            example.sentences().forEach(sentence -> sentences.add(SentencePool.plain(sentence)));
            if (labels) {
                sentences.addAll(labelSentences(example.labels()));
            }
            return sentences;
        }

        private static Set<String> union(List<Set<String>> said) {
            Set<String> all = new LinkedHashSet<>();
            said.forEach(all::addAll);
            return all;
        }

        private static Tensor holds(List<Set<String>> said, List<String> all) {
            boolean[] holds = new boolean[said.size() * all.size()];
            for (int i = 0; i < said.size(); i++) {
                for (int s = 0; s < all.size(); s++) {
                    holds[i * all.size() + s] = said.get(i).contains(all.get(s));
                }
            }
            return Tensors.ofBooleans(holds, said.size(), all.size());
        }
    }

    /** One sentence for each label that is there or denied; nothing for what is uncertain or not mentioned. */
    static List<String> labelSentences(Map<String, LabelState> labels) {
        List<String> sentences = new ArrayList<>();
        new TreeMap<>(labels).forEach((name, state) -> {
            String finding = name.toLowerCase(Locale.ROOT);
            if (state == LabelState.POSITIVE) {
                sentences.add("there is " + finding);
            } else if (state == LabelState.NEGATIVE) {
                sentences.add("there is no " + finding);
            }
        });
        return sentences;
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "breakfix",
                "Breaking with Fixed Set Pathology Recognition through Report-Guided Contrastive Training",
                "Seibold, Reiß, Sarfraz et al.",
                "MICCAI",
                2022,
                "arXiv:2205.07139",
                RecipeCard.Claim.PARITY,
                "vesalius train breakfix --data DATA --out RUN --plan small");
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                "sentences",
                "findings are told better by prompts, which are sentences, where sentences of reports and labels were contrasted beside whole reports",
                Measure.Known.ZERO_SHOT,
                "method.sentence=0"));
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        ReportGuided method = new ReportGuided(1, 1, true, 0.07);
        ModelSpec model = new ModelSpec(
                new ImageEncoder.ResNet(50),
                new TextEncoder.ClipText(12, 512, 8, TextEncoder.Pool.EOT),
                512,
                Projection.linear(),
                Projection.none(),
                Pooling.GLOBAL,
                new Readout.PositiveNegative(100),
                Transform.imagenet(224),
                new TokenizerSpec(TokenizerSpec.Kind.BYTE_BPE, 49408, 77));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put(
                "resnet50",
                Plan.published(
                                "resnet50",
                                DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                                model,
                                method,
                                Optim.adamW(1e-4).withWeightDecay(0.2),
                                Schedule.cosine(500),
                                Budget.epochs(64, 20))
                        .withAugment(Augment.NONE.crop(0.8)));
        plans.put("small", Small.plan(method));
        return plans;
    }
}
