package org.vesalius.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.dataset.Split;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.Fusion;
import org.vesalius.model.ModelSpec;
import org.vesalius.report.Prompts;
import org.vesalius.report.Section;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Example;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;
import org.vesalius.train.Trained;

/**
 * Bannur, Hyland, Liu et al., "Learning to Exploit Temporal Structure for Biomedical Vision-Language Processing", CVPR 2023, arXiv 2301.04558 (BioViL-T).
 *
 * <p><em>Idea</em>: reports say what has changed, so the image is shown beside the patient's image before. A small transformer over the patches of both tells each patch what has changed there; where there is no image before, a learned vector stands in.
 *
 * <p><em>Differs</em>: the authors released architecture and weights, no training; that hidden words look at the image through one block of attention after the text tower, and all coefficients and rates, are reconstructions. The code of place and time reaches queries, keys
 * and values as in the released code (its comment says queries and keys). The backbone does not see the black picture of a missing image. {@code small} has one block of 64 and reads impressions.
 *
 * <p><em>Run</em>: {@code vesalius train biovilt --data DATA --out RUN --plan small}
 */
public final class Biovilt implements Recipe {
    private static final Section[] BOTH = {Section.FINDINGS, Section.IMPRESSION, Section.TEXT};
    private static final ReportReading PUBLISHED = new ReportReading(1, 1, 0, 0.1, true, 0.15, 0.07);
    private static final ReportReading SMALL = new ReportReading(1, 0, 0, 0.5, true, 0.15, 0.07);

    /** Chance is a half; a row is a finding of a study with a prior that has become better or worse. */
    private static final Measure CHANGE = new Measure.Own(
            "share of findings with a prior study that became better or worse (as the truth has it) where texts that say so lie nearer to the study's image than texts that say the opposite, test patients",
            0.5,
            Biovilt::changes);

    private static final List<String> BETTER =
            List.of("%s, improved", "%s, decreased since the prior study", "%s, smaller than before");
    private static final List<String> WORSE =
            List.of("%s, worse", "%s, increased since the prior study", "%s, progressed");

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "biovilt",
                "Learning to Exploit Temporal Structure for Biomedical Vision-Language Processing",
                "Bannur, Hyland, Liu et al.",
                "CVPR",
                2023,
                "arXiv:2301.04558",
                RecipeCard.Claim.PARITY,
                "vesalius train biovilt --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        DataPlan pairs = DataPlan.of(DataPlan.TextRule.SHUFFLED_SENTENCES, BOTH).withViews(DataPlan.Views.WITH_PRIOR);
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put(
                "resnet50",
                Plan.published(
                                "resnet50",
                                pairs,
                                resNet50(),
                                PUBLISHED,
                                Optim.adamW(5e-5).withWeightDecay(0.05),
                                Schedule.cosine(1000),
                                Budget.epochs(32, 50))
                        .withNotes(
                                "begin with --init from a run of biovil's cxr-bert or with the released text tower"));
        plans.put(
                "small",
                Small.plan(SMALL)
                        .withData(DataPlan.of(DataPlan.TextRule.SHUFFLED_SENTENCES, Section.IMPRESSION, Section.TEXT)
                                .withViews(DataPlan.Views.WITH_PRIOR))
                        .withModel(Biovil.small().withFusion(new Fusion.TemporalPair(64, 1, 4, 0.1, 0.25))));
        return plans;
    }

    /** hi-ml's BioViL-T: 448 pixels, so that the grid is 14 x 14. */
    private static ModelSpec resNet50() {
        return Biovil.resNet50()
                .withTransform(Transform.imagenet(448).with(0, 1))
                .withFusion(Fusion.TemporalPair.released());
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                        "change",
                        "Beside the image before, it tells what became better from what became worse more often than the same model that sees one image.",
                        CHANGE,
                        "model.fusion={\"type\":\"none\"}")
                .notMet("the built-in test patients have 26 such changes, too few to tell"));
    }

    private static List<Measure.Row> changes(Trained trained) throws IOException {
        List<Measure.Row> rows = new ArrayList<>();
        trained.show(Split.TEST, batch -> {
            Tensor imgBD =
                    Tensors.normalize(ReportReading.seen(trained.model(), batch).imgBD());
            float[] present = priors(batch);
            for (int i = 0; i < batch.size(); i++) {
                if (present[i] > 0) {
                    Tensor img1D = imgBD.narrow(0, i, 1);
                    Example example = batch.examples().get(i);
                    changed(example.facts()).forEach((finding, worse) -> {
                        double better = mean(trained.model(), img1D, BETTER, finding);
                        double worsened = mean(trained.model(), img1D, WORSE, finding);
                        double right = worse ? worsened - better : better - worsened;
                        rows.add(new Measure.Row(example.row(), finding, right > 0 ? 1 : right == 0 ? 0.5 : 0));
                    });
                }
            }
        });
        return rows;
    }

    private static float[] priors(Batch batch) {
        return batch.pictures().size() > 1
                ? Tensors.floats(batch.pictures().get(1).presentB())
                : new float[batch.size()];
    }

    /** By finding whether it became worse; what is new, gone or unchanged is left out. */
    private static Map<String, Boolean> changed(Map<String, String> facts) {
        Map<String, Boolean> changed = new TreeMap<>();
        facts.forEach((name, value) -> {
            if (name.startsWith("change:") && (value.equals("BETTER") || value.equals("WORSE"))) {
                changed.put(Prompts.normal(name.substring("change:".length())), value.equals("WORSE"));
            }
        });
        return changed;
    }

    private static double mean(DualEncoder model, Tensor img1D, List<String> templates, String finding) {
        Tensor txtTD = Tensors.normalize(model.texts(
                templates.stream().map(each -> each.formatted(finding)).toList()));
        return Tensors.value(img1D.matmul(txtTD.t()).mean());
    }
}
