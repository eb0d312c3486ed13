package org.vesalius.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.dataset.Split;
import org.vesalius.fusion.ViewGate;
import org.vesalius.image.Augment;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TextRead;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.recipe.Captioner.Way;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;
import org.vesalius.train.Trained;
import org.vesalius.vision.ImageFeatures;

/**
 * Zhou, Chen, Zhang et al., "Generalized radiograph representation learning via cross-supervision between images and free-text radiology reports", Nature Machine Intelligence 2022, arXiv 2111.03452.
 *
 * <p><em>Idea</em>: three pictures of a study, each patch weighed by a gate that sees all three, must suffice to write its report, and their joined vectors to find it.
 *
 * <p><em>Differs</em>: in the authors' code the text-to-image direction of the contrast passes through {@code .item()} and teaches nothing; both directions teach here, and {@code vit-b-16-released} does as they do. The report's vector is that of BERT's first token, without their
 * pooling layer. The joint vector of one picture alone is compared with the first third of the report's.
 *
 * <p><em>Run</em>: {@code vesalius train refers --data DATA --out RUN --plan small}
 */
public final class Refers implements Recipe {
    /**
     * The objective: contrast and captioning, with equal weight.
     *
     * @param temperature fixed divisor of the cosines
     * @param lambda share of the image-to-text direction
     * @param released whether the text-to-image direction teaches nothing, as in the authors' code
     * @param views that are joined; where the plan draws fewer, they are shown in turn until there are as many
     * @param writing weight of captioning
     */
    public record CrossSupervision(
            double temperature, double lambda, boolean released, int views, double writing, Captioner.Size decoder)
            implements Method {
        @Override
        public Step begin(Params own, DualEncoder model) {
            int size = model.patchSize();
            List<Linear> more = new ArrayList<>();
            for (int i = 1; i < views; i++) {
                more.add(Linear.of(
                        own.at("fc").at(i), model.textSize(), model.spec().jointSize()));
            }
            return new Crossed(
                    this,
                    model,
                    more,
                    ViewGate.of(own.at("fusion"), views, size),
                    Captioner.forward(own, model, size, decoder));
        }
    }

    /**
     * What a study's pictures say together. Shapes: B studies, K views, N patches, P their size, D joint size.
     *
     * @param imgBD the vectors of all views one after the other, [B, K·D]
     * @param patchesBNP the gated patches of all views one after the other, [B, K·N, P]
     */
    record Joined(Tensor imgBD, Tensor patchesBNP) {}

    /** Its step. */
    record Crossed(CrossSupervision method, DualEncoder model, List<Linear> more, ViewGate gate, Captioner captioner)
            implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            Joined joined = joined(batch);
            Tensor logitsBB =
                    Contrast.cosine(joined.imgBD(), texts(batch.texts())).div(new Scalar(method.temperature()));
            Tensor back = Contrast.rows(logitsBB.t());
            losses.add(
                    "contrast",
                    1,
                    Direction.lambda(method.lambda())
                            .combine(Contrast.rows(logitsBB), method.released() ? back.detach() : back));
            if (method.writing() > 0) {
                losses.add(
                        "writing", method.writing(), captioner.loss(Way.FORWARD, joined.patchesBNP(), batch.texts()));
            }
        }

        /** The pictures of each study together; both belong to the open scope. */
        Joined joined(Batch batch) {
            try (var scope = Scope.open()) {
                List<ImageFeatures> seen = batch.pictures().stream()
                        .map(pictures -> model.features(pictures.imgBCHW()))
                        .toList();
                List<Tensor> vectors = new ArrayList<>();
                List<Tensor> globals = new ArrayList<>();
                List<Tensor> patches = new ArrayList<>();
                for (int i = 0; i < method.views(); i++) {
                    ImageFeatures view = seen.get(i % seen.size());
                    vectors.add(model.joint(view).imgBD());
                    globals.add(view.globalBD());
                    patches.add(view.patchesBNP());
                }
                return new Joined(
                        scope.release(Tensors.cat(vectors, 1)), scope.release(gate.forward(globals, patches)));
            }
        }

        /** Texts to vectors [T, K·D]: the model's head, and one for each further view. */
        Tensor texts(List<String> texts) {
            return Scope.returning(() -> {
                TextRead read = model.read(texts);
                List<Tensor> parts = new ArrayList<>();
                parts.add(model.joint(read).txtTD());
                more.forEach(head -> parts.add(head.forward(read.pooledTF())));
                return Tensors.cat(parts, 1);
            });
        }
    }

    private static final CrossSupervision PUBLISHED =
            new CrossSupervision(0.1, 0.75, false, 3, 1, Captioner.Size.VIRTEX);

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "refers",
                "Generalized radiograph representation learning via cross-supervision between images and free-text radiology reports",
                "Zhou, Chen, Zhang et al.",
                "Nature Machine Intelligence",
                2022,
                "arXiv:2111.03452",
                RecipeCard.Claim.PARITY,
                "vesalius train refers --data DATA --out RUN --plan small");
    }

    @Override
    public Measure learns() {
        return FOUND;
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(
                Behaviour.of(
                                "views",
                                "a study is found by its report more often when its frontal and its lateral view are joined than when the frontal one stands for both",
                                FOUND,
                                "data.views=FRONTAL_FIRST")
                        .under("data.views=FRONTAL_AND_LATERAL", "method.writing=0"),
                Behaviour.of(
                        "writing",
                        "reports are written that name the findings of their own study",
                        new Measure.Own(
                                Written.NAMES,
                                0,
                                trained -> asked(
                                        trained,
                                        (crossed, batch) -> Written.names(
                                                crossed.captioner(),
                                                Way.FORWARD,
                                                batch,
                                                crossed.joined(batch).patchesBNP()))),
                        "method.writing=0"));
    }

    private static final Measure FOUND = new Measure.Own(
            "share of the other studies of a batch of 32, in the order of the set, whose joined views lie farther from a report than its own study's, test patients",
            0.5,
            trained -> asked(
                    trained,
                    (crossed, batch) -> Shares.ofOthers(
                            Contrast.cosine(
                                    crossed.texts(batch.texts()),
                                    crossed.joined(batch).imgBD()),
                            batch,
                            "")));

    private interface Question {
        List<Measure.Row> of(Crossed crossed, Batch batch);
    }

    private static List<Measure.Row> asked(Trained trained, Question question) throws IOException {
        Crossed crossed = (Crossed) trained.step();
        List<Measure.Row> rows = new ArrayList<>();
        trained.show(Split.TEST, batch -> rows.addAll(question.of(crossed, batch)));
        return rows;
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        ModelSpec model = new ModelSpec(
                new ImageEncoder.Vit(16, 768, 12, 12),
                new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.CLS),
                768,
                Projection.none(),
                Projection.affine(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                Transform.imagenet(224),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 28996, 100));
        Plan full = Plan.published(
                        "vit-b-16",
                        DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS).withViews(DataPlan.Views.THREE_DRAWN),
                        model,
                        PUBLISHED,
                        Optim.sgd(3e-3, 0.9)
                                .withShare("text.", 0.1) // the text tower's rate is 3e-4
                                .withWeightDecay(1e-4)
                                .withClip(10)
                                .withLookahead(5, 0.5),
                        Schedule.cosine(10_000),
                        Budget.steps(2, 400_000)) // the authors' configuration: BATCH_SIZE 2
                .withAugment(Augment.NONE.crop(0.2).jitter(0.4, 0.4))
                .withNotes(
                        "decoder and text tower share one vocabulary here; the authors' decoder has 10,000 pieces of its own");
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("vit-b-16", full);
        plans.put("vit-b-16-released", full.variant("vit-b-16-released", "method.released=true"));
        plans.put("small", small());
        return plans;
    }

    private static Plan small() {
        Plan plan = Small.plan(new CrossSupervision(0.1, 0.75, false, 3, 1, Captioner.Size.SMALL));
        ModelSpec model = plan.model();
        return plan.withModel(new ModelSpec(
                        // half the work a picture of the others' tower, for three pictures a study
                        new ImageEncoder.SmallCnn(
                                List.of(32, 32, 64, 64, 128, 128), List.of(4, 1, 2, 1, 2, 1), 17, true),
                        new TextEncoder.Bert(2, 128, 4, 512, 0, TextEncoder.Pool.MEAN),
                        model.jointSize(),
                        Projection.none(),
                        Projection.affine(),
                        model.pooling(),
                        model.readout(),
                        model.transform(),
                        new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 1000, 96)))
                .withData(plan.data().withViews(DataPlan.Views.THREE_DRAWN));
    }
}
