package org.vesalius.recipe;

import java.util.List;
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
 * @param falseNegatives what becomes of pairs of two studies that fit each other
 */
public record SymmetricContrast(double temperature, double maxScale, FalseNegatives falseNegatives) implements Method {
    /** OpenAI's: from 0.07, at most 100, every other pair of the batch a negative. */
    public static final SymmetricContrast CLIP = new SymmetricContrast(0.07, 100, FalseNegatives.KEEP);

    @Override
    public Step begin(Params own, DualEncoder model) {
        Temperature learned = Temperature.learned(own, temperature, maxScale);
        return new VectorStep() {
            @Override
            public List<Tensor> vectors(Batch part) {
                return List.of(model.images(part.images()).imgBD(), model.texts(part.texts()));
            }

            @Override
            public void losses(Batch batch, List<Tensor> vectors, Losses losses) {
                Tensor logitsBB = learned.scale(Contrast.cosine(vectors.get(0), vectors.get(1)));
                losses.add("clip", 1, falseNegatives.contrast(logitsBB, batch.examples(), Direction.average()));
            }

            @Override
            public void afterUpdate() {
                learned.clamp();
            }
        };
    }
}
