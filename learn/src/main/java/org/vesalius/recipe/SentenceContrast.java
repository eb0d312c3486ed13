package org.vesalius.recipe;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageSide;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Method;

/**
 * Three contrasts that share one space and one learned scale: whole reports with images, as in CLIP; single sentences with images; and single sentences with the soft maximum over an image's patches,
 * which is what draws a phrase to its place. A sentence that several reports of the batch say is a positive of all of them, so that equal texts are not pushed apart; and a share of the sentences is cut
 * to a span of words ({@link SentencePool}), so that short phrases are not foreign to the model.
 *
 * <p>Shapes: B images, S different sentences, N patches, D joint size.
 *
 * @param report weight of the reports' term
 * @param global weight of the sentences' term
 * @param local weight of the patches' term
 * @param sentences drawn from each report at each step
 * @param spans the share of them that is cut to a span of words
 * @param sharpness of the soft maximum over the cosines of the patches
 * @param temperature that training begins at
 */
public record SentenceContrast(
        double report, double global, double local, int sentences, double spans, double sharpness, double temperature)
        implements Method {
    /** What the demo trains. */
    public static final SentenceContrast DEMO = new SentenceContrast(0.3, 1, 1, 12, 0.5, 15, 0.07);

    private static final double MAX_SCALE = 100;
    private static final int LONGEST = 5;

    @Override
    public Step begin(Params own, DualEncoder model) {
        Temperature learned = Temperature.learned(own, temperature, MAX_SCALE);
        return new Step() {
            @Override
            public void losses(Batch batch, Losses losses) {
                ImageSide side = model.images(batch.images());
                if (report > 0) {
                    Tensor reportsBD = model.texts(batch.texts());
                    Tensor logitsBB = learned.scale(Contrast.cosine(side.imgBD(), reportsBD));
                    losses.add("report", report, Contrast.paired(logitsBB, Direction.average()));
                }
                SentencePool said =
                        SentencePool.draw(batch.examples(), sentences, spans, LONGEST, batch.random("sentences"));
                Tensor txtSD = model.texts(said.texts());
                Tensor positivesBS = model.params()
                        .device()
                        .move(Tensors.ofBooleans(
                                said.holds(), batch.size(), said.texts().size()));
                Tensor globalBS = learned.scale(Contrast.cosine(side.imgBD(), txtSD));
                losses.add("sentence", global, Contrast.multiPositive(globalBS, positivesBS, Direction.average()));
                Tensor localBS = learned.scale(bestPatch(side.patchesBND(), txtSD));
                losses.add("patch", local, Contrast.multiPositive(localBS, positivesBS, Direction.average()));
            }

            @Override
            public void afterUpdate() {
                learned.clamp();
            }
        };
    }

    /** {@code log mean exp(sharpness cos) / sharpness} over the patches: [B, S]. */
    private Tensor bestPatch(Tensor patchesBND, Tensor txtSD) {
        return Scope.returning(() -> {
            Tensor cosineBNS = Tensors.normalize(patchesBND)
                    .matmul(Tensors.normalize(txtSD).t());
            double patches = (double) patchesBND.size(1);
            return cosineBNS
                    .mul(new Scalar(sharpness))
                    .logsumexp(1)
                    .sub(new Scalar(Math.log(patches)))
                    .div(new Scalar(sharpness));
        });
    }
}
