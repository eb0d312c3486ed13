package org.vesalius.recipe;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.dataset.Split;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.Fusion;
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
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;
import org.vesalius.report.Prompts;
import org.vesalius.report.Section;
import org.vesalius.tensor.Scope;
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
 * Khattak, Rasheed, Maaz, Khan, Khan, "MaPLe: Multi-modal Prompt Learning", CVPR 2023, arXiv 2210.03117.
 *
 * <p><em>Idea</em>: CLIP stays as it is; a few tokens in the first layers of both towers are learned from labelled images, those of the images being linear maps of those of the texts, so that both sides learn together.
 *
 * <p><em>Differs</em>: findings do not exclude each other, so each is a choice between the texts that affirm and deny it, where the authors choose among all classes; a study counts for the findings that its labels affirm or deny. The first layer's tokens are offsets from the words' vectors
 * (decay pulls them there, not to zero). The learning rate warms up linearly over a pass, where theirs is flat at 1e-5. {@code small} takes Adam, and begins with the towers that {@code start} trains as CLIP does ({@code --init}); these know so little after a minute that it beats chance by .076 (.022 to .134), where a recipe that claims to learn must by .1 at the low end.
 *
 * <p><em>Run</em>: {@code vesalius train maple --data DATA --out RUN --plan small --init START/best.safetensors --tokenizer START/tokenizer}
 */
public final class Maple implements Recipe {
    private static final String START = "start";

    /**
     * The objective: the mean cross-entropy over studies and findings. Shapes: B images, L findings.
     *
     * @param temperature that the cosines are divided by at the start; learned unless it is frozen
     * @param findings as labels spell them
     */
    public record PromptedFindings(double temperature, List<String> findings) implements Method {
        private static final double MAX_SCALE = 100;

        public PromptedFindings {
            findings = List.copyOf(findings);
        }

        @Override
        public Step begin(Params own, DualEncoder model) {
            Temperature scale = Temperature.learned(own, temperature, MAX_SCALE);
            return new Step() {
                @Override
                public void losses(Batch batch, Losses losses) {
                    Tensor imgBD = model.images(batch.images()).imgBD();
                    Tensor logitsBL2 = scale.scale(cosines(model, imgBD, findings));
                    losses.add("findings", 1, chosen(logitsBL2, batch.examples()));
                }

                @Override
                public void afterUpdate() {
                    scale.clamp();
                }
            };
        }

        private Tensor chosen(Tensor logitsBL2, List<Example> examples) {
            int count = findings.size();
            float[] known = new float[examples.size() * count];
            long[] yes = new long[known.length];
            for (int b = 0; b < examples.size(); b++) {
                for (int l = 0; l < count; l++) {
                    LabelState state = examples.get(b).labels().getOrDefault(findings.get(l), LabelState.BLANK);
                    boolean said = state == LabelState.POSITIVE || state == LabelState.NEGATIVE;
                    known[b * count + l] = said ? 1 : 0;
                    yes[b * count + l] = state == LabelState.POSITIVE ? 1 : 0;
                }
            }
            Tensor knownBL = Tensors.of(known, examples.size(), count).to(logitsBL2.device(), logitsBL2.scalar_type());
            Tensor yesBL1 =
                    Tensors.ofLongs(yes, examples.size(), count, 1).to(logitsBL2.device(), torch.ScalarType.Long);
            Tensor costBL =
                    torch.log_softmax(logitsBL2, 2).gather(2, yesBL1).squeeze(2).neg();
            return costBL.mul(knownBL).sum().div(knownBL.sum().clamp_min(new Scalar(1)));
        }
    }

    /** The cosines of images with the texts that deny and that affirm each finding: [B, L, 2]. */
    private static Tensor cosines(DualEncoder model, Tensor imgBD, List<String> findings) {
        return Scope.returning(() -> {
            List<Prompts.PromptSet> prompts =
                    findings.stream().map(Prompts::pair).toList();
            List<String> texts = prompts.stream()
                    .flatMap(one ->
                            Stream.of(one.negative().getFirst(), one.positive().getFirst()))
                    .toList();
            return Contrast.cosine(imgBD, model.texts(texts)).view(imgBD.size(0), findings.size(), 2);
        });
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "maple",
                "MaPLe: Multi-modal Prompt Learning",
                "Khattak, Rasheed, Maaz, Khan, Khan",
                "CVPR",
                2023,
                "arXiv:2210.03117",
                RecipeCard.Claim.RUNS,
                "vesalius train maple --data DATA --out RUN --plan small --init START/best.safetensors --tokenizer START/tokenizer");
    }

    @Override
    public KeyMap initKeys() {
        return ClipKeys.openAi().optional("fusion\\..*");
    }

    @Override
    public String begunBy(String plan) {
        return plan.equals("small") ? START : "";
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        List<String> diseases = CheXpert14.NAMES.stream()
                .filter(name -> !name.equals(CheXpert14.NO_FINDING))
                .toList();
        String[] towers = {"image.", "text.", "method."};
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put(
                "vit-b-16",
                Plan.published(
                                "vit-b-16",
                                DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                                Clip.vitB(16, Transform.clip(224))
                                        .withFusion(new Fusion.DeepPrompts(2, 9, "a photo of a")),
                                new PromptedFindings(0.01, diseases), // CLIP's scale after its training
                                Optim.sgd(0.0035, 0.9).withWeightDecay(5e-4),
                                Schedule.cosine(1000),
                                Budget.epochs(4, 5).withMonitor(Budget.Monitor.LOSS))
                        .withFrozen(towers));
        DataPlan impressions = DataPlan.of(DataPlan.TextRule.SHUFFLED_SENTENCES, Section.IMPRESSION, Section.TEXT);
        Plan start = Small.plan(SymmetricContrast.CLIP).withData(impressions).withModel(small());
        plans.put(START, start.variant(START));
        plans.put(
                "small",
                start.withModel(small().withFusion(new Fusion.DeepPrompts(4, 3, "chest radiograph with")))
                        .withMethod(new PromptedFindings(
                                0.07,
                                Entities.SMALL.stream().map(Fusion.Entity::name).toList()))
                        .withOptim(Optim.adamW(5e-3).withClip(1), start.schedule())
                        .withBudget(start.budget().withMonitor(Budget.Monitor.LOSS))
                        .withFrozen(towers));
        return plans;
    }

    private static ModelSpec small() {
        return new ModelSpec(
                new ImageEncoder.ClipVit(16, 128, 3, 4),
                new TextEncoder.ClipText(3, 128, 4, TextEncoder.Pool.EOT),
                128,
                Projection.none(),
                Projection.none(),
                Pooling.GLOBAL,
                new Readout.PositiveNegative(10),
                Transform.clip(128),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 1000, 96));
    }

    @Override
    public Measure learns() {
        return new Measure.Own(FindingRanks.STATISTIC, 0.5, Maple::ranks);
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                "prompts",
                "With towers that stay as they are, learned prompts rank findings better than the towers' own zero-shot start.",
                learns(),
                "model.fusion={\"type\":\"none\"}",
                // something must be left to learn: the scale, which changes no rank
                "frozen=[\"image.\",\"text.\"]"));
    }

    private static List<Measure.Row> ranks(Trained trained) throws IOException {
        FindingRanks ranks = new FindingRanks();
        List<String> findings = ((PromptedFindings) trained.plan().method()).findings();
        DualEncoder model = trained.model();
        trained.show(Split.TEST, batch -> {
            Tensor cosinesBL2 = cosines(model, model.images(batch.images()).imgBD(), findings);
            float[][] scores = Tensors.rows(cosinesBL2.select(2, 1).sub(cosinesBL2.select(2, 0)));
            for (int b = 0; b < scores.length; b++) {
                Example example = batch.examples().get(b);
                for (int l = 0; l < findings.size(); l++) {
                    LabelState truth = example.labels().getOrDefault(findings.get(l), LabelState.BLANK);
                    ranks.add(example.row(), findings.get(l), truth, scores[b][l]);
                }
            }
        });
        return ranks.rows();
    }
}
