package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.dataset.Split;
import org.vesalius.image.Augment;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Girdhar, El-Nouby, Liu et al., "ImageBind: One Embedding Space To Bind Them All", CVPR 2023, arXiv 2305.05665.
 *
 * <p><em>Idea</em>: every modality is paired with images only, and yet all come to share one space: what was never seen together can be searched by one another.
 *
 * <p><em>Differs</em>: the modalities here are text (learned scale), label vectors and genotypes (fixed scales, as the authors fix audio's 20 and depth's 5). The published towers are ViT-H and need weights for audio, depth and movement that have no meaning in
 * this field; the full-size plan has CLIP's ViT-B/32.
 *
 * <p><em>Run</em>: {@code vesalius train imagebind --data DATA --out RUN --plan small}
 */
public final class Imagebind implements Recipe {
    /**
     * The objective: the contrast of images with each modality, and of no two others.
     *
     * @param temperature that the text's learned scale begins at
     * @param labelScale fixed factor on cosines with label vectors
     * @param genotypeScale fixed factor on cosines with genotypes
     * @param hidden width of a vector encoder
     */
    public record BoundToImages(double temperature, double labelScale, double genotypeScale, int hidden)
            implements Method {
        private static final double MAX_SCALE = 100;

        @Override
        public Step begin(Params own, DualEncoder model) {
            Temperature text = Temperature.learned(own, temperature, MAX_SCALE);
            SequencedMap<Modality, VectorEncoder> encoders = new LinkedHashMap<>();
            for (Modality modality : Modality.values()) {
                encoders.put(
                        modality,
                        VectorEncoder.of(
                                own.at(modality.lower()),
                                modality,
                                hidden,
                                model.spec().jointSize()));
            }
            return new Bound(this, model, text, encoders);
        }

        private double scale(Modality modality) {
            return switch (modality) {
                case LABELS -> labelScale;
                case GENOTYPE -> genotypeScale;
            };
        }
    }

    /** Its step. */
    record Bound(BoundToImages method, DualEncoder model, Temperature text, Map<Modality, VectorEncoder> encoders)
            implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            Tensor imgBD = model.images(batch.images()).imgBD();
            Tensor logitsBB = text.scale(Contrast.cosine(imgBD, model.texts(batch.texts())));
            losses.add("text", 1, Contrast.paired(logitsBB, Direction.average()));
            encoders.forEach((modality, encoder) -> {
                List<Integer> rows = modality.present(batch.examples());
                if (rows.size() > 1) {
                    Tensor vectors = modality.vectors(
                            batch.examples(), rows, model.params().device());
                    Tensor cosines = Contrast.cosine(Modality.select(imgBD, rows), encoder.forward(vectors));
                    losses.add(
                            modality.lower(),
                            1,
                            Contrast.paired(
                                    Temperature.fixed(1 / method.scale(modality))
                                            .scale(cosines),
                                    Direction.average()));
                }
            });
        }

        @Override
        public void afterUpdate() {
            text.clamp();
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "imagebind",
                "ImageBind: One Embedding Space To Bind Them All",
                "Girdhar, El-Nouby, Liu et al.",
                "CVPR",
                2023,
                "arXiv:2305.05665",
                RecipeCard.Claim.PARITY,
                "vesalius train imagebind --data DATA --out RUN --plan small");
    }

    private static final Measure EMERGED = new Measure.Own(
            "share of the other studies of a batch of 32, in the order of the set, whose label vector lies farther from a report than its own study's; reports and label vectors were never contrasted, test patients",
            0.5,
            trained -> {
                VectorEncoder encoder = Objects.requireNonNull(
                        ((Bound) trained.step()).encoders().get(Modality.LABELS));
                List<Measure.Row> rows = new ArrayList<>();
                trained.show(Split.TEST, batch -> {
                    Tensor vectorsBD = Modality.LABELS.encoded(encoder, batch, trained.model());
                    Tensor cosines = Contrast.cosine(trained.model().texts(batch.texts()), vectorsBD);
                    rows.addAll(Shares.ofOthers(cosines, batch, ""));
                });
                return rows;
            });

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                "emergent",
                "reports find the label vectors of their studies, though both were only ever compared with images",
                EMERGED,
                "method.labelScale=0"));
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        BoundToImages method = new BoundToImages(0.07, 20, 5, 1024);
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put(
                "vit-b-32",
                Plan.published(
                                "vit-b-32",
                                DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                                Clip.vitB32(Transform.clip(224)),
                                method,
                                Optim.adamW(5e-4)
                                        .withBetas(0.9, 0.95)
                                        .withWeightDecay(0.2)
                                        .withClip(1),
                                Schedule.cosine(2000),
                                Budget.epochs(128, 16))
                        .withAugment(Augment.NONE.crop(0.9)));
        plans.put("small", Small.plan(new BoundToImages(0.07, 20, 5, 256)));
        return plans;
    }
}
