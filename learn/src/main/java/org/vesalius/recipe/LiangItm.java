package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.dataset.Split;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Mlp;
import org.vesalius.nn.Params;
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
 * Liang, Greenwell, Zhang et al., "Contrastive Cross-Modal Pre-Training: A General Strategy for Small Sample Medical Imaging", IEEE JBHI 2022, arXiv 2010.03060.
 *
 * <p><em>Idea</em>: does this report belong to this image? A network that learns to answer needs image features that later tasks need too, with far fewer labels.
 *
 * <p><em>Differs</em>: the authors released no code; that the two vectors are concatenated and judged by a small network, and one false report for every true one, is a reconstruction from the abstract.
 *
 * <p><em>Run</em>: {@code vesalius train liang_itm --data DATA --out RUN --plan small}
 */
public final class LiangItm implements Recipe {
    /**
     * The objective: binary cross-entropy over B true and B false pairs.
     *
     * @param hidden size of the judging network
     */
    public record PairMatching(int hidden) implements Method {
        @Override
        public Step begin(Params own, DualEncoder model) {
            int joint = model.spec().jointSize();
            Mlp judge = Mlp.of(
                    Linear.of(own.at("first"), 2 * joint, hidden),
                    Activation.RELU,
                    Linear.of(own.at("last"), hidden, 1));
            return new Judged(model, judge);
        }
    }

    /** Its step. Shapes: B pairs, D joint size. */
    record Judged(DualEncoder model, Mlp judge) implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            Tensor imgBD = model.images(batch.images()).imgBD();
            Tensor txtBD = model.texts(batch.texts());
            // another report for each image, never its own
            long shift = 1 + batch.random("false pairs").nextInt(batch.size() - 1);
            Tensor truePairs = Tensors.cat(List.of(imgBD, txtBD), 1);
            Tensor falsePairs = Tensors.cat(List.of(imgBD, txtBD.roll(new long[] {shift}, 0)), 1);
            Tensor logits = judge.forward(Tensors.cat(List.of(truePairs, falsePairs), 0))
                    .squeeze(1);
            Tensor targets = Tensors.cat(
                    List.of(
                            torch.ones_like(logits.narrow(0, 0, batch.size())),
                            torch.zeros_like(logits.narrow(0, 0, batch.size()))),
                    0);
            losses.add("matching", 1, torch.binary_cross_entropy_with_logits(logits, targets));
        }

        /** How sure the judge is of every text (rows) with every image: [B, B]. */
        Tensor judgements(Batch batch) {
            return Scope.returning(() -> {
                Tensor imgBD = model.images(batch.images()).imgBD();
                Tensor txtBD = model.texts(batch.texts());
                List<Tensor> columns = new ArrayList<>();
                for (long b = 0; b < batch.size(); b++) {
                    Tensor pairsBD = Tensors.cat(List.of(imgBD.narrow(0, b, 1).expand_as(txtBD), txtBD), 1);
                    columns.add(judge.forward(pairsBD).squeeze(1));
                }
                return Tensors.stack(columns, 1);
            });
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "liang_itm",
                "Contrastive Cross-Modal Pre-Training: A General Strategy for Small Sample Medical Imaging",
                "Liang, Greenwell, Zhang et al.",
                "IEEE JBHI",
                2022,
                "arXiv:2010.03060",
                RecipeCard.Claim.RUNS,
                "vesalius train liang_itm --data DATA --out RUN --plan small");
    }

    private static final Measure MATCHED = new Measure.Own(
            "share of the other images of a batch of 32, in the order of the set, that the judge finds a report to belong to less than to its own, test patients",
            0.5,
            trained -> {
                List<Measure.Row> rows = new ArrayList<>();
                trained.show(
                        Split.TEST,
                        batch -> rows.addAll(Shares.ofOthers(((Judged) trained.step()).judgements(batch), batch, "")));
                return rows;
            });

    @Override
    public Measure learns() {
        return MATCHED;
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        ModelSpec model = new ModelSpec(
                new ImageEncoder.ResNet(50),
                new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.CLS),
                512,
                Projection.affine(),
                Projection.affine(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                Transform.imagenet(224),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 28996, 512));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put(
                "resnet50",
                Plan.published(
                        "resnet50",
                        DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                        model,
                        new PairMatching(512),
                        Optim.adam(1e-4),
                        Schedule.constant(0),
                        Budget.epochs(32, 20)));
        plans.put("small", Small.plan(new PairMatching(128)));
        return plans;
    }
}
