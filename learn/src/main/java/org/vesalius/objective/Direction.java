package org.vesalius.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;

/** How the two directions of a contrast, image to text and text to image, become one loss. "InfoNCE" means all three in the literature, so it is always said. */
public sealed interface Direction {
    /** i2t + t2i (GLoRIA, MGCA). */
    record Sum() implements Direction {}

    /** (i2t + t2i) / 2 (CLIP). */
    record Average() implements Direction {}

    /** λ·i2t + (1 − λ)·t2i (ConVIRT: λ = 0.75). */
    record Lambda(double imageToText) implements Direction {
        /** Checks that λ is a share. */
        public Lambda {
            if (!(imageToText >= 0 && imageToText <= 1)) {
                throw InputException.of("lambda", "0 to 1", Double.toString(imageToText), "give the share of i2t");
            }
        }
    }

    /** i2t + t2i. */
    static Direction sum() {
        return new Sum();
    }

    /** (i2t + t2i) / 2. */
    static Direction average() {
        return new Average();
    }

    /** λ·i2t + (1 − λ)·t2i. */
    static Direction lambda(double imageToText) {
        return new Lambda(imageToText);
    }

    /** The one loss. */
    default Tensor combine(Tensor imageToText, Tensor textToImage) {
        double first = imageToTextWeight();
        double second = textToImageWeight();
        return Scope.returning(() -> imageToText.mul(new Scalar(first)).add(textToImage.mul(new Scalar(second))));
    }

    /** The factor of the image-to-text term. */
    default double imageToTextWeight() {
        return switch (this) {
            case Sum() -> 1;
            case Average() -> 0.5;
            case Lambda(double share) -> share;
        };
    }

    /** The factor of the text-to-image term. */
    default double textToImageWeight() {
        return switch (this) {
            case Sum() -> 1;
            case Average() -> 0.5;
            case Lambda(double share) -> 1 - share;
        };
    }
}
