package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
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
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelAlignment;
import org.vesalius.report.LabelState;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Example;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Wang, Wu, Agarwal, Sun, "MedCLIP: Contrastive Learning from Unpaired Medical Images and Text", EMNLP 2022, arXiv 2210.10163.
 *
 * <p><em>Idea</em>: images and texts need not belong together: how much an image should match a text is the agreement of their labels, so that data with labels and data with reports learn from each other, and equal reports are no longer
 * false negatives.
 *
 * <p><em>Differs</em>: the target is a softmax of the raw dot product of label vectors in {−1, 0, 1}, as in the authors' code; their description says cosine. The augmented text swaps and deletes words; the authors also replace synonyms. Texts are
 * whole reports with the report's labels, where the authors have a bank of labelled sentences. A study without any of the labels counts as "No Finding", as in their code.
 * Without a second set ({@code --texts}), pictures are those of one half of the studies and texts those of the other.
 *
 * <p><em>Run</em>: {@code vesalius train medclip --data DATA --out RUN --plan small}
 */
public final class Medclip implements Recipe {
    /**
     * The objective: the mean of the match with the text and with its augmentation.
     *
     * @param temperature that training begins at
     * @param softTargets by labels; otherwise only the own text counts, which is CLIP and the control
     * @param alignment the name of a {@link LabelAlignment} for data whose labels are not CheXpert's ({@code nih14-chexpert14}), or empty
     */
    public record SemanticMatching(double temperature, boolean softTargets, String alignment) implements Method {
        private static final double MAX_SCALE = 100; // log at most 4.6052

        @Override
        public Step begin(Params own, DualEncoder model) {
            Temperature learned = Temperature.learned(own, temperature, MAX_SCALE);
            return new Step() {
                @Override
                public void losses(Batch batch, Losses losses) {
                    Tensor imgBD = model.images(batch.images()).imgBD();
                    Tensor imageLabelsBL = labels(batch, Example::labels, model);
                    Tensor textLabelsBL = labels(batch, Example::textLabels, model);
                    Tensor there = targets(imageLabelsBL, textLabelsBL);
                    Tensor back = targets(textLabelsBL, imageLabelsBL);
                    List<List<String>> views = List.of(batch.texts(), augmented(batch));
                    List<String> names = List.of("text", "augmented");
                    for (int i = 0; i < views.size(); i++) {
                        Tensor logitsBB = learned.scale(Contrast.cosine(imgBD, model.texts(views.get(i))));
                        losses.add(names.get(i), 0.5, Contrast.soft(logitsBB, there, back, Direction.average()));
                    }
                }

                @Override
                public void afterUpdate() {
                    learned.clamp();
                }
            };
        }

        private Tensor targets(Tensor fromBL, Tensor toBL) {
            Tensor soft = Contrast.labelTargets(fromBL, toBL);
            return softTargets ? soft : Contrast.smoothed(soft, 0);
        }

        private Map<String, LabelState> aligned(Map<String, LabelState> labels) {
            return alignment.isEmpty() ? labels : LabelAlignment.of(alignment).align(labels);
        }

        private Tensor labels(Batch batch, Function<Example, Map<String, LabelState>> side, DualEncoder model) {
            List<Map<String, LabelState>> studies = batch.examples().stream()
                    .map(side)
                    .map(this::aligned)
                    .map(SemanticMatching::orNoFinding)
                    .toList();
            return model.params().device().move(LabelVectors.coded(studies, CheXpert14.NAMES));
        }

        private static Map<String, LabelState> orNoFinding(Map<String, LabelState> labels) {
            boolean any = CheXpert14.NAMES.stream()
                    .anyMatch(name -> labels.getOrDefault(name, LabelState.BLANK) != LabelState.BLANK
                            && labels.getOrDefault(name, LabelState.BLANK) != LabelState.NEGATIVE);
            Map<String, LabelState> all = new TreeMap<>(labels);
            if (!any) {
                all.put(CheXpert14.NO_FINDING, LabelState.POSITIVE);
            }
            return all;
        }

        private static List<String> augmented(Batch batch) {
            var random = batch.random("eda");
            List<String> texts = new ArrayList<>();
            batch.texts().forEach(text -> texts.add(EasyAugmentation.of(text, random)));
            return texts;
        }
    }

    private static final SemanticMatching START = new SemanticMatching(0.07, true, "");

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "medclip",
                "MedCLIP: Contrastive Learning from Unpaired Medical Images and Text",
                "Wang, Wu, Agarwal, Sun",
                "EMNLP",
                2022,
                "arXiv:2210.10163",
                RecipeCard.Claim.PARITY,
                "vesalius train medclip --data DATA --out RUN --plan small");
    }

    @Override
    public Measure learns() {
        return Measure.Known.ZERO_SHOT;
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                "never-paired",
                "findings are told by prompts after images of one half of the studies and reports of the other, no pair among them",
                Measure.Known.ZERO_SHOT,
                "method.softTargets=false"));
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        DataPlan unpaired =
                DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS).withPairing(DataPlan.Pairing.NEVER_PAIRED);
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("swin-t", published("swin-t", new ImageEncoder.Swin(), unpaired));
        plans.put("resnet50", published("resnet50", new ImageEncoder.ResNet(50), unpaired));
        plans.put("small", Small.plan(START).withModel(Small.reading()).withData(unpaired));
        return plans;
    }

    private static Plan published(String name, ImageEncoder image, DataPlan data) {
        ModelSpec model = new ModelSpec(
                image,
                new TextEncoder.Bert(
                        12,
                        768,
                        12,
                        3072,
                        0.1,
                        TextEncoder.Pool.MEAN_WITH_PADDING,
                        TextEncoder.Depth.MEAN_OF_FIRST_TWO_AND_LAST),
                512,
                Projection.linear(),
                Projection.linear(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                Transform.imagenet(224).with(Transform.Fit.PAD_SQUARE).with(0.58628, 0.2795),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 28996, 77));
        return Plan.published(
                        name,
                        data,
                        model,
                        START,
                        Optim.adamW(2e-5).withWeightDecay(1e-4).withClip(1),
                        Schedule.cosine(1000), // a tenth of the ten epochs at the published batch and data
                        Budget.epochs(100, 10))
                .withAugment(Augment.NONE.flipped(0.5).affine(10, 0.0625, 0.1).jitter(0.2, 0.2));
    }
}
