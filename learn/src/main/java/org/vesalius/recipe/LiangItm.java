package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
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
 * <p><em>Differs</em>: the authors released no code; that a small network judges the two vectors and their product, number by number, and one false report for every true one, is a reconstruction from the abstract. Without the products, the network learnt nothing in the few updates of {@code small}.
 *
 * <p><em>Run</em>: {@code vesalius train liang_itm --data DATA --out RUN --plan small}
 */
public final class LiangItm implements Recipe {
    /**
     * The objective: binary cross-entropy over true and false pairs, each kind counting half.
     *
     * @param hidden size of the judging network
     * @param falseReports for every image, drawn from the batch; 0 for none, which is the control
     */
    public record PairMatching(int hidden, int falseReports) implements Method {
        private static final int PARTS = 3;

        @Override
        public Step begin(Params own, DualEncoder model) {
            int joint = model.spec().jointSize();
            Mlp judge = Mlp.of(
                    Linear.of(own.at("first"), PARTS * joint, hidden),
                    Activation.RELU,
                    Linear.of(own.at("last"), hidden, 1));
            return new Judged(this, model, judge);
        }
    }

    /** Its step. Shapes: B pairs, D joint size. */
    record Judged(PairMatching method, DualEncoder model, Mlp judge) implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            Tensor imgBD = model.images(batch.images()).imgBD();
            Tensor txtBD = model.texts(batch.texts());
            losses.add("true", 0.5, asked(imgBD, txtBD, true));
            var random = batch.random("false pairs");
            for (int i = 0; i < method.falseReports(); i++) {
                // another report for each image, never its own
                long shift = 1 + random.nextInt(batch.size() - 1);
                Tensor others = txtBD.roll(new long[] {shift}, 0);
                losses.add("false", 0.5 / method.falseReports(), asked(imgBD, others, false));
            }
        }

        private Tensor asked(Tensor imgBD, Tensor txtBD, boolean together) {
            Tensor logitsB = judged(imgBD, txtBD);
            Tensor answersB = together ? torch.ones_like(logitsB) : torch.zeros_like(logitsB);
            return torch.binary_cross_entropy_with_logits(logitsB, answersB);
        }

        private Tensor judged(Tensor imgBD, Tensor txtBD) {
            return Scope.returning(() -> {
                Tensor img = standard(imgBD);
                Tensor txt = standard(txtBD);
                return judge.forward(Tensors.cat(List.of(img, txt, img.mul(txt)), 1))
                        .squeeze(1);
            });
        }

        /** Vectors of one length, whose numbers are about 1. */
        private static Tensor standard(Tensor xBD) {
            return Tensors.normalize(xBD).mul(new Scalar(Math.sqrt((double) xBD.size(1))));
        }

        /** How sure the judge is of every text (rows) with every image: [B, B]. */
        Tensor judgements(Batch batch) {
            return Scope.returning(() -> {
                Tensor imgBD = model.images(batch.images()).imgBD();
                Tensor txtBD = model.texts(batch.texts());
                List<Tensor> columns = new ArrayList<>();
                for (long b = 0; b < batch.size(); b++) {
                    columns.add(judged(imgBD.narrow(0, b, 1).expand_as(txtBD), txtBD));
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
                RecipeCard.Claim.PARITY,
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
    public List<Behaviour> behaviours() {
        return List.of(
                Behaviour.of(
                        "matching",
                        "a report is said to belong to its own image rather than to others",
                        MATCHED,
                        "method.falseReports=0"),
                Behaviour.of(
                        "features",
                        "linear probes tell findings better from the features of a tower that learnt to match",
                        Measure.Known.PROBE,
                        "method.falseReports=0"));
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
                        new PairMatching(512, 1),
                        Optim.adam(1e-4),
                        Schedule.constant(0),
                        Budget.epochs(32, 20)));
        plans.put("small", Small.plan(new PairMatching(128, 1)));
        return plans;
    }
}
