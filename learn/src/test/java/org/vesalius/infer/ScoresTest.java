package org.vesalius.infer;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Geometry;
import org.vesalius.model.Readout;
import org.vesalius.objective.Golden;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

class ScoresTest {
    @Test
    void chexzerosSoftmaxOfRawCosinesIsTheReferenceValue() {
        // the reference's cosines with the positive and the negative prompt: .31 and .27
        ImageCode image = new ImageCode(new float[] {1, 0}, new float[] {1, 0}, 1, 1, Geometry.identity(4, 4));
        double score = Scores.score(
                new Readout.PositiveNegative(1), image, List.of(withCosine(0.31)), List.of(withCosine(0.27)));
        try (var _ = Scope.open()) {
            // vectors are float32, so the cosines are known to 1e-8 only, and the reference is checked to 1e-6
            Golden.check("chexzero.pos_neg_softmax", Tensors.of(new double[] {score}, 1));
        }
    }

    private static TextCode withCosine(double cosine) {
        float[] vector = {(float) cosine, (float) Math.sqrt(1 - cosine * cosine)};
        return new TextCode(vector, vector);
    }
}
