package org.vesalius.recipe;

import org.bytedeco.pytorch.Tensor;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.train.Batch;
import org.vesalius.train.Method;

/**
 * The contrast of CLIP: the mean of both directions on cosines times a learned scale. Shapes: B pairs, D joint size.
 *
 * @param temperature that training begins at; the scale is its reciprocal
 * @param maxScale what the scale is clamped to after each update
 */
public record SymmetricContrast(double temperature, double maxScale) implements Method {
    /** OpenAI's: from 0.07, at most 100. */
    public static final SymmetricContrast CLIP = new SymmetricContrast(0.07, 100);

    @Override
    public Step begin(Params own, DualEncoder model) {
        Temperature learned = Temperature.learned(own, temperature, maxScale);
        return new Step() {
            @Override
            public void losses(Batch batch, Losses losses) {
                Tensor imgBD = model.images(batch.images()).imgBD();
                Tensor txtBD = model.texts(batch.texts());
                Tensor logitsBB = learned.scale(Contrast.cosine(imgBD, txtBD));
                losses.add("clip", 1, Contrast.paired(logitsBB, Direction.average()));
            }

            @Override
            public void afterUpdate() {
                learned.clamp();
            }
        };
    }
}
