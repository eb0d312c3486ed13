package org.vesalius.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.vesalius.report.Section;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;
import org.vesalius.train.Trained;

/**
 * Quigley, Cha, Liao et al., "RadTex: Learning Efficient Radiograph Representations from Text Reports", MICCAI workshop REMIA 2022, arXiv 2208.03218; extended in arXiv 2310.19635.
 *
 * <p><em>Idea</em>: an image tower learns by having its report written from its grid of features, word by word from the front and from the back; no text tower, no negatives.
 *
 * <p><em>Differs</em>: the authors released no code of their own; constants are those of VirTex, which they build on, for as many tokens as REFERS reads. References to earlier studies
 * are not removed from reports. The text tower that every model has is a stub here, which nothing reads.
 *
 * <p><em>Run</em>: {@code vesalius train radtex --data DATA --out RUN --plan small}
 */
public final class Radtex implements Recipe {
    /**
     * The objective: the cross-entropy of the next word.
     *
     * @param backward weight of reading from the back; that of reading from the front is 1
     */
    public record Captioning(Captioner.Size decoder, double backward) implements Method {
        @Override
        public Step begin(Params own, DualEncoder model) {
            return new Captions(Captioner.bothWays(own, model, model.patchSize(), decoder), model, backward);
        }
    }

    /** What captioning learns. */
    record Captions(Captioner captioner, DualEncoder model, double backward) implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            Tensor gridBNP = model.features(batch.images()).patchesBNP();
            losses.add("forward", 1, captioner.loss(Captioner.Way.FORWARD, gridBNP, batch.texts()));
            if (backward > 0) {
                losses.add("backward", backward, captioner.loss(Captioner.Way.BACKWARD, gridBNP, batch.texts()));
            }
        }
    }

    private static final List<Captioner.Way> BOTH = List.of(Captioner.Way.FORWARD, Captioner.Way.BACKWARD);

    /** Stands where a model has its text tower. */
    private static final TextEncoder STUB = new TextEncoder.Bert(1, 8, 1, 8, 0, TextEncoder.Pool.MEAN);

    private static final String[] UNUSED = {"text.", "textHead.", "imageHead."};

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "radtex",
                "RadTex: Learning Efficient Radiograph Representations from Text Reports",
                "Quigley, Cha, Liao et al.",
                "MICCAI REMIA",
                2022,
                "arXiv:2208.03218",
                RecipeCard.Claim.PARITY,
                "vesalius train radtex --data DATA --out RUN --plan small");
    }

    @Override
    public Measure learns() {
        return new Measure.Own(
                Written.LIKELIER,
                0.5,
                trained -> asked(
                        trained, (captioner, batch, gridBNP) -> Written.likelier(captioner, BOTH, batch, gridBNP)));
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                "both-ways",
                "reports are written from the back too, and name the findings of their own image",
                new Measure.Own(
                        Written.NAMES,
                        0,
                        trained -> asked(
                                trained,
                                (captioner, batch, gridBNP) ->
                                        Written.names(captioner, Captioner.Way.BACKWARD, batch, gridBNP))),
                "method.backward=0"));
    }

    private interface Question {
        List<Measure.Row> of(Captioner captioner, Batch batch, Tensor gridBNP);
    }

    private static List<Measure.Row> asked(Trained trained, Question question) throws IOException {
        Captions captions = (Captions) trained.step();
        List<Measure.Row> rows = new ArrayList<>();
        trained.show(
                Split.TEST,
                batch -> rows.addAll(question.of(
                        captions.captioner(),
                        batch,
                        trained.model().features(batch.images()).patchesBNP())));
        return rows;
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        ModelSpec model = new ModelSpec(
                new ImageEncoder.ResNet(50),
                STUB,
                512,
                Projection.affine(),
                Projection.affine(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                Transform.imagenet(224),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 10000, 100));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put(
                "resnet50",
                Plan.published(
                                "resnet50",
                                DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                                model,
                                new Captioning(Captioner.Size.VIRTEX, 1),
                                Optim.sgd(1e-3, 0.9)
                                        .withShare("image.", 200) // the tower's rate is 0.2
                                        .withWeightDecay(1e-4)
                                        .withClip(10)
                                        .withLookahead(5, 0.5),
                                Schedule.cosine(10_000),
                                Budget.steps(256, 500_000))
                        // VirTex: a crop of at least a fifth, jitter of .4; its flip would swap left and right in the
                        // text
                        .withAugment(Augment.NONE.crop(0.2).jitter(0.4, 0.4))
                        .withFrozen(UNUSED));
        plans.put("small", small());
        return plans;
    }

    private static Plan small() {
        Plan plan = Small.plan(new Captioning(Captioner.Size.SMALL, 1));
        ModelSpec model = plan.model();
        return plan.withModel(new ModelSpec(
                        model.image(),
                        STUB,
                        model.jointSize(),
                        Projection.affine(),
                        Projection.affine(),
                        model.pooling(),
                        model.readout(),
                        model.transform(),
                        new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 1000, 96)))
                .withData(DataPlan.of(DataPlan.TextRule.WHOLE, Section.IMPRESSION, Section.TEXT))
                .withFrozen(UNUSED);
    }
}
