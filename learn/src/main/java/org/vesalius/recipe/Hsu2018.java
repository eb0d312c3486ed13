package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
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
import org.vesalius.nn.Activation;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Mlp;
import org.vesalius.nn.Params;
import org.vesalius.objective.Agreement;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Hsu, Weng, Boag et al., "Unsupervised Multimodal Representation Learning across Medical Images and Reports", NeurIPS ML4H workshop 2018, arXiv 1811.08615.
 *
 * <p><em>Idea</em>: features of both sides are ready-made and stay; a linear map brings images into the texts' space, by the pairs that are known (embedding alignment), by fooling a judge of which side a vector comes from (adversarial), or by both.
 *
 * <p><em>Differs</em>: the authors released no code. Texts keep their space, so that the alignment cannot collapse to a point; the alignment is the squared distance of unit vectors; the judge's reversed gradient and its weight are ours. The
 * text features are the sentence embeddings of the built-in encoder, where the authors compare TF-IDF, GloVe and paragraph vectors.
 *
 * <p><em>Run</em>: {@code vesalius train hsu2018 --data DATA --out RUN --init DENSENET.pth}
 */
public final class Hsu2018 implements Recipe {
    /**
     * The objective.
     *
     * @param supervised the share of pairs that are known, by their place in the manifest (the authors: .001 to 1)
     * @param adversarial weight of the judge's term
     * @param hidden size of the judge
     */
    public record SpaceAlignment(double supervised, double adversarial, int hidden) implements Method {
        private static final int SHARES = 1000;
        private static final long SPREAD =
                7919; // without a common divisor with SHARES: neighbours in the manifest fall into distant shares

        @Override
        public Step begin(Params own, DualEncoder model) {
            int joint = model.spec().jointSize();
            Mlp judge = Mlp.of(
                    Linear.of(own.at("first"), joint, hidden), Activation.RELU, Linear.of(own.at("last"), hidden, 1));
            return (Batch batch, Losses losses) -> {
                Tensor imgBD = Tensors.normalize(model.images(batch.images()).imgBD());
                Tensor txtBD = Tensors.normalize(model.texts(batch.texts()));
                List<Integer> known = IntStream.range(0, batch.size())
                        .filter(i ->
                                Math.floorMod(batch.examples().get(i).row() * SPREAD, SHARES) < supervised * SHARES)
                        .boxed()
                        .toList();
                if (!known.isEmpty()) {
                    losses.add(
                            "alignment",
                            1,
                            Agreement.byol(Modality.select(imgBD, known), Modality.select(txtBD, known)));
                }
                if (adversarial > 0) {
                    losses.add("adversarial", adversarial, judged(judge, reversed(imgBD), txtBD));
                }
            };
        }

        /** The same values, whose gradient has the other sign: what teaches the judge teaches the map to fool it. */
        private static Tensor reversed(Tensor x) {
            return x.detach().mul(new Scalar(2)).sub(x);
        }

        private static Tensor judged(Mlp judge, Tensor imgBD, Tensor txtBD) {
            Tensor logits = judge.forward(Tensors.cat(List.of(imgBD, txtBD), 0)).squeeze(1);
            Tensor targets =
                    Tensors.cat(List.of(torch.zeros_like(imgBD.select(1, 0)), torch.ones_like(txtBD.select(1, 0))), 0);
            return torch.binary_cross_entropy_with_logits(logits, targets);
        }
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "hsu2018",
                "Unsupervised Multimodal Representation Learning across Medical Images and Reports",
                "Hsu, Weng, Boag et al.",
                "NeurIPS ML4H",
                2018,
                "arXiv:1811.08615",
                RecipeCard.Claim.PARITY,
                "vesalius train hsu2018 --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        Plan full = Plan.published(
                        "densenet121",
                        DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                        model(new ImageEncoder.DenseNet(121), Transform.imagenet(224)),
                        new SpaceAlignment(1, 0.1, 256),
                        Optim.adam(1e-3),
                        Schedule.constant(0),
                        Budget.epochs(64, 20))
                .withFrozen("image.");
        Plan small = Small.plan(new SpaceAlignment(1, 0.1, 128));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("densenet121", full);
        plans.put("one-in-ten", full.variant("one-in-ten", "method.supervised=0.1"));
        plans.put(
                "small",
                small.withModel(model(small.model().image(), small.model().transform()))
                        .withAugment(Augment.NONE));
        return plans;
    }

    private static ModelSpec model(ImageEncoder image, Transform transform) {
        return new ModelSpec(
                image,
                new TextEncoder.BgeSmall(TextEncoder.Pool.MEAN),
                384,
                Projection.affine(),
                Projection.none(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                transform,
                new TokenizerSpec(TokenizerSpec.Kind.BGE, 30522, 64));
    }
}
