package org.vesalius.infer;

import java.util.List;
import org.vesalius.model.Readout;

/** From an image and the texts for and against a label to a score. */
final class Scores {
    private Scores() {}

    /** In [0, 1]. */
    static double score(Readout readout, ImageCode image, List<TextCode> positive, List<TextCode> negative) {
        return switch (readout) {
            case Readout.Cosine() -> (1 + mean(image, positive, 0, 1)) / 2;
            case Readout.PositiveNegative(double scale) ->
                sigmoid(scale * (mean(image, positive, 0, 1) - mean(image, negative, 0, 1)));
            case Readout.LocalAndGlobal(double scale, double localWeight, double sharpness, double negativeWeight) ->
                sigmoid(scale
                        * (mean(image, positive, localWeight, sharpness)
                                - negativeWeight * mean(image, negative, localWeight, sharpness)));
        };
    }

    /** {@code e^a / (e^a + e^b)} is the sigmoid of {@code a - b}. */
    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double mean(ImageCode image, List<TextCode> texts, double localWeight, double sharpness) {
        double sum = 0;
        for (TextCode text : texts) {
            double global = localWeight < 1 ? image.cosine(text) : 0;
            double local = localWeight > 0 ? softMaximum(image.map(text).values(), sharpness) : 0;
            sum += (1 - localWeight) * global + localWeight * local;
        }
        return sum / texts.size();
    }

    /** {@code log mean exp(sharpness c) / sharpness}. */
    static double softMaximum(float[] cosines, double sharpness) {
        double most = Double.NEGATIVE_INFINITY;
        for (float cosine : cosines) {
            most = Math.max(most, cosine);
        }
        double sum = 0;
        for (float cosine : cosines) {
            sum += Math.exp(sharpness * (cosine - most));
        }
        return most + Math.log(sum / cosines.length) / sharpness;
    }
}
