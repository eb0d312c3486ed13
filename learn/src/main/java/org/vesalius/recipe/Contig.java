package org.vesalius.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.dataset.Split;
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
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;
import org.vesalius.train.Trained;

/**
 * Taleb, Kirchler, Monti, Lippert, "ContIG: Self-supervised Multimodal Contrastive Learning for Medical Imaging with Genetics", CVPR 2022, arXiv 2111.13424.
 *
 * <p><em>Idea</em>: a person's image is contrasted with the same person's genetic data, of one or several kinds, each through an encoder of its own.
 *
 * <p><em>Differs</em>: the shipped run is raw variants alone on complete samples; {@code small} and {@code outer} bind a second vector too (the study's label codes stand for the risk scores), each modality over the samples that have it, as the paper's outer rule.
 * Genotypes are read from the reader's {@code genotype}; the text tower has no part in it and stays as it is.
 *
 * <p><em>Run</em>: {@code vesalius train contig --data DATA --out RUN --plan small}
 */
public final class Contig implements Recipe {
    /** Which samples count where several modalities are bound. */
    public enum Rule {
        /** Those that have all. */
        INNER,
        /** For each modality those that have it. */
        OUTER
    }

    /**
     * The objective: the mean over modalities of a contrast without negatives from within a modality.
     *
     * @param temperature fixed divisor of the cosines
     * @param lambda share of the image-to-genetics direction
     * @param hidden width of a vector encoder's two layers
     */
    public record GeneticContrast(double temperature, double lambda, int hidden, Rule rule, List<Modality> modalities)
            implements Method {
        public GeneticContrast {
            modalities = List.copyOf(modalities);
        }

        @Override
        public Step begin(Params own, DualEncoder model) {
            SequencedMap<Modality, VectorEncoder> encoders = new LinkedHashMap<>();
            for (Modality modality : modalities) {
                encoders.put(
                        modality,
                        VectorEncoder.of(
                                own.at(modality.lower()),
                                modality,
                                hidden,
                                model.spec().jointSize()));
            }
            return new Bound(this, model, encoders);
        }
    }

    /** Its step. */
    record Bound(GeneticContrast method, DualEncoder model, Map<Modality, VectorEncoder> encoders)
            implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            Tensor imgBD = model.images(batch.images()).imgBD();
            encoders.forEach((modality, encoder) -> {
                List<Integer> rows = switch (method.rule()) {
                    case INNER -> Modality.complete(method.modalities(), batch.examples());
                    case OUTER -> modality.present(batch.examples());
                };
                if (rows.size() > 1) {
                    Tensor logits = Contrast.cosine(
                            Modality.select(imgBD, rows),
                            encoder.forward(modality.vectors(
                                    batch.examples(), rows, model.params().device())));
                    losses.add(
                            modality.lower(),
                            1.0 / encoders.size(),
                            Contrast.paired(
                                    Temperature.fixed(method.temperature()).scale(logits),
                                    Direction.lambda(method.lambda())));
                }
            });
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "contig",
                "ContIG: Self-supervised Multimodal Contrastive Learning for Medical Imaging with Genetics",
                "Taleb, Kirchler, Monti, Lippert",
                "CVPR",
                2022,
                "arXiv:2111.13424",
                RecipeCard.Claim.PARITY,
                "vesalius train contig --data DATA --out RUN --plan small");
    }

    private static final Measure BOUND = new Measure.Own(
            "share of the other studies of a batch of 32, in the order of the set, whose vector (of genotypes, of labels: a row each) lies farther from an image than its own study's, test patients; a half where the model has no encoder for it",
            0.5,
            Contig::bound);

    private static final Measure LABELS_BOUND = boundBy(Modality.LABELS, "label vector");

    private static Measure boundBy(Modality modality, String name) {
        return new Measure.Own(
                "share of the other studies of a batch of 32, in the order of the set, whose " + name
                        + " lies farther from an image than its own study's, test patients; a half where the model has no encoder for it",
                0.5,
                trained -> bound(trained).stream()
                        .filter(row -> row.what().equals(modality.lower()))
                        .toList());
    }

    private static List<Measure.Row> bound(Trained trained) throws IOException {
        Bound step = (Bound) trained.step();
        List<Measure.Row> rows = new ArrayList<>();
        trained.show(Split.TEST, batch -> {
            Tensor imgBD = trained.model().images(batch.images()).imgBD();
            for (Modality modality : Modality.values()) {
                VectorEncoder encoder = step.encoders().get(modality);
                Tensor scores = encoder == null
                        ? Tensors.zeros(batch.size(), batch.size())
                        : Contrast.cosine(imgBD, modality.encoded(encoder, batch, trained.model()));
                rows.addAll(Shares.ofOthers(scores, batch, modality.lower()));
            }
        });
        return rows;
    }

    @Override
    public Measure learns() {
        return BOUND;
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                "labels-too",
                "beside genotypes, label vectors come to lie near their images",
                LABELS_BOUND,
                "method.modalities=[\"GENOTYPE\"]"));
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        ModelSpec model = new ModelSpec(
                new ImageEncoder.ResNet(50),
                new TextEncoder.BgeSmall(TextEncoder.Pool.MEAN),
                128,
                Projection.mlp(2048),
                Projection.affine(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                Transform.imagenet(448),
                new TokenizerSpec(TokenizerSpec.Kind.BGE, 30522, 64));
        GeneticContrast snps = new GeneticContrast(0.1, 0.75, 2048, Rule.INNER, List.of(Modality.GENOTYPE));
        GeneticContrast outer =
                new GeneticContrast(0.1, 0.75, 2048, Rule.OUTER, List.of(Modality.GENOTYPE, Modality.LABELS));
        Plan full = Plan.published(
                        "snps",
                        DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                        model,
                        snps,
                        Optim.adam(1e-3).withWeightDecay(1e-6),
                        Schedule.cosine(0),
                        Budget.epochs(64, 101))
                .withAugment(
                        Augment.NONE.crop(0.4).flipped(0.5).affine(20, 0, 0).jitter(0.2, 0.2));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("snps", full);
        plans.put("outer", full.withMethod(outer).variant("outer"));
        plans.put(
                "small",
                Small.plan(
                        new GeneticContrast(0.1, 0.75, 256, Rule.OUTER, List.of(Modality.GENOTYPE, Modality.LABELS))));
        return plans;
    }
}
