package org.vesalius.recipe;

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
import org.vesalius.model.ImageSide;
import org.vesalius.model.Locals;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.objective.MutualInformation;
import org.vesalius.report.Section;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Liao, Moyer, Cha et al., "Multimodal Representation Learning via Maximization of Local Mutual Information", MICCAI 2021, arXiv 2103.04537.
 *
 * <p><em>Idea</em>: a critic that sees an image's features and a text's estimates their mutual information, and the towers maximise it; locally, a sentence is judged with the region that fits it best.
 *
 * <p><em>Differs</em>: the authors released the global estimator only, whose code convention (one log-sum-exp over all false pairs) is followed; {@code local} is the paper's, where a score is the greatest over regions. One sentence is drawn for each image. Both towers are updated by Adam, where the authors' text tower has
 * AdamW. The critic of {@code small} sees vectors that batch norms keep of one size, without which it finds nothing in a minute, and impressions; it beats chance by .118 (.063 to .170), where a recipe that claims to learn must by .1 at the low end.
 *
 * <p><em>Run</em>: {@code vesalius train local_mi --data DATA --out RUN --plan small}
 */
public final class LocalMi implements Recipe {
    /** A bound on mutual information. */
    public enum Bound {
        /** The released default. */
        INFO_NCE,
        /** Donsker-Varadhan. */
        DONSKER_VARADHAN
    }

    /**
     * The objective: the negative of the bound.
     *
     * @param first size of the critic's first hidden layer
     * @param second size of its second one
     * @param local whether a sentence is judged with its best region, not with the whole image
     */
    public record MutualInformationBound(Bound bound, int first, int second, boolean local) implements Method {
        @Override
        public Step begin(Params own, DualEncoder model) {
            Critic critic = new Critic(own, model.spec().jointSize(), first, second);
            return new Informed(this, model, critic);
        }
    }

    /** Its step. Shapes: B images, T texts. */
    record Informed(MutualInformationBound method, DualEncoder model, Critic critic) implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            Tensor scoreBB = scores(batch, batch.texts());
            losses.add(
                    "information",
                    1,
                    switch (method.bound()) {
                        case INFO_NCE -> MutualInformation.infoNce(scoreBB);
                        case DONSKER_VARADHAN -> MutualInformation.donskerVaradhan(scoreBB);
                    });
        }

        /** [B, T]. */
        Tensor scores(Batch batch, List<String> texts) {
            return Scope.returning(() -> scores(model.images(batch.images()), texts));
        }

        private Tensor scores(ImageSide side, List<String> texts) {
            Tensor txtTD = model.texts(texts);
            return method.local() ? critic.best(side.patchesBND(), txtTD) : critic.scores(side.imgBD(), txtTD);
        }

        /** The mean score over each study's sentences (rows) with each image: [B, B]. */
        Tensor reports(Batch batch) {
            return Scope.returning(() -> {
                ImageSide side = model.images(batch.images());
                List<Tensor> rows = new ArrayList<>();
                batch.examples()
                        .forEach(example ->
                                rows.add(scores(side, example.sentences()).mean(1)));
                return Tensors.stack(rows, 0);
            });
        }
    }

    /** Three matrices with ReLUs between, on an image's vector and a text's one after the other. Shapes: B images, T texts, N regions, D joint size. */
    static final class Critic {
        private final Linear image;
        private final Linear text;
        private final Linear second;
        private final Linear last;

        Critic(Params params, int joint, int first, int second) {
            // the first matrix in two halves, so that each vector passes its half once and not once a pair
            image = Linear.of(params.at("firstImage"), joint, first);
            text = Linear.withoutBias(params.at("firstText"), joint, first);
            this.second = Linear.of(params.at("second"), first, second);
            last = Linear.of(params.at("last"), second, 1);
        }

        /** [B, T]. */
        Tensor scores(Tensor imgBD, Tensor txtTD) {
            return Scope.returning(() -> judge(
                    image.forward(imgBD).unsqueeze(1).add(text.forward(txtTD).unsqueeze(0))));
        }

        /** The greatest over regions: [B, T]. One text at a time, since all pairs of texts and regions at once would not fit. */
        Tensor best(Tensor patchesBND, Tensor txtTD) {
            return Scope.returning(() -> {
                Tensor regionsBNF = image.forward(patchesBND);
                Tensor textsTF = text.forward(txtTD);
                List<Tensor> columns = new ArrayList<>();
                for (long t = 0; t < txtTD.size(0); t++) {
                    columns.add(judge(regionsBNF.add(textsTF.select(0, t))).amax(new long[] {1}, false));
                }
                return Tensors.stack(columns, 1);
            });
        }

        private Tensor judge(Tensor hidden) {
            return last.forward(second.forward(hidden.relu()).relu()).squeeze(-1);
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "local_mi",
                "Multimodal Representation Learning via Maximization of Local Mutual Information",
                "Liao, Moyer, Cha et al.",
                "MICCAI",
                2021,
                "arXiv:2103.04537",
                RecipeCard.Claim.RUNS,
                "vesalius train local_mi --data DATA --out RUN --plan small");
    }

    private static final Measure INFORMED = new Measure.Own(
            "share of the other images of a batch of 32, in the order of the set, with which a report's sentences score less on the mean than with its own, by the critic, test patients",
            0.5,
            trained -> {
                List<Measure.Row> rows = new ArrayList<>();
                trained.show(
                        Split.TEST,
                        batch -> rows.addAll(Shares.ofOthers(((Informed) trained.step()).reports(batch), batch, "")));
                return rows;
            });

    @Override
    public Measure learns() {
        return INFORMED;
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        ModelSpec model = new ModelSpec(
                new ImageEncoder.ResNet(18),
                new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.CLS),
                768,
                Projection.affine(),
                Projection.none(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                Transform.grey(256),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 31090, 320));
        DataPlan sentences = DataPlan.of(DataPlan.TextRule.RANDOM_SENTENCE, Small.SECTIONS);
        Plan full = Plan.published(
                        "resnet18",
                        sentences,
                        model,
                        new MutualInformationBound(Bound.INFO_NCE, 1024, 512, true),
                        Optim.adam(5e-4).withShare("text.", 0.04), // the text tower's rate is 2e-5
                        Schedule.constant(0),
                        Budget.epochs(8, 100))
                .withAugment(Augment.NONE.affine(20, 0.1, 0));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("resnet18", full);
        plans.put("resnet18-global", full.variant("resnet18-global", "method.local=false"));
        plans.put(
                "small",
                Small.plan(new MutualInformationBound(Bound.INFO_NCE, 128, 64, true))
                        .withModel(small())
                        .withData(DataPlan.of(DataPlan.TextRule.RANDOM_SENTENCE, Section.IMPRESSION, Section.TEXT)));
        return plans;
    }

    /** Heads that keep all coordinates of one size: three matrices see little of what two small vectors have to do with each other. */
    private static ModelSpec small() {
        ModelSpec towers = Small.model();
        Projection head = new Projection(Projection.Kind.BATCH_NORM_MLP_NORMED, 256, true);
        return towers.withImage(towers.image(), head, towers.pooling())
                .withText(towers.text(), head, towers.tokenizer())
                .withLocals(Locals.OWN);
    }
}
