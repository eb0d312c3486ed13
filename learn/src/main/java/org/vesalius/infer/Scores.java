package org.vesalius.infer;

import java.util.List;
import org.vesalius.model.Readout;

/** From an image and the texts for and against a label to a score. */
final class Scores {
    private Scores() {}

    /** In [0, 1]. */
    static double score(Readout readout, ImageCode image, List<TextCode> positive, List<TextCode> negative) {
        return switch (readout) {
            case Readout.Cosine() -> (1 + mean(image, positive)) / 2;
            case Readout.PositiveNegative(double scale) ->
                sigmoid(scale * (mean(image, positive) - mean(image, negative)));
            case Readout.LocalAndGlobal local ->
                sigmoid(local.scale()
                        * (fit(local, image, positive) - local.negativeWeight() * fit(local, image, negative)));
            case Readout.QueryClassifier() ->
                throw new IllegalStateException("questions are asked of the model, see Asked");
        };
    }

    /** {@code e^a / (e^a + e^b)} is the sigmoid of {@code a - b}. */
    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double mean(ImageCode image, List<TextCode> texts) {
        double sum = 0;
        for (TextCode text : texts) {
            sum += image.cosine(text);
        }
        return sum / texts.size();
    }

    private static double fit(Readout.LocalAndGlobal readout, ImageCode image, List<TextCode> texts) {
        float[] cosines = new float[texts.size()];
        for (int t = 0; t < cosines.length; t++) {
            double global = image.cosine(texts.get(t));
            double local = softMaximum(image.map(texts.get(t)).values(), readout.sharpness());
            cosines[t] = (float) (global + readout.localWeight() * (local - global));
        }
        return softMaximum(cosines, readout.wordings());
    }

    /** {@code log mean exp(sharpness c) / sharpness}; its limit at a sharpness of 0 is the mean. */
    static double softMaximum(float[] cosines, double sharpness) {
        if (sharpness == 0) {
            return mean(cosines);
        }
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

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
