package org.vesalius.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.vision.ImageFeatures;
import org.vesalius.vision.ImageTower;

/** The side that an encoder on its own does not have: asked for, it says so. */
final class Absent {
    private Absent() {}

    private static InputException refusal(String side, String other) {
        return InputException.of(
                "model",
                "one with " + side,
                "an encoder of " + other + " on its own",
                "choose a model of both, or ask this one for " + other + " only");
    }

    /** In place of an image tower; {@code size} is what its vectors would have. */
    record Images(int size) implements ImageTower {
        @Override
        public ImageFeatures encode(Tensor imgBCHW) {
            throw refusal("images", "texts");
        }

        @Override
        public int globalSize() {
            return size;
        }

        @Override
        public int patchSize() {
            return size;
        }
    }

    /** In place of a text tower; {@code size} is what its vectors would have. */
    record Texts(int size) implements TextReader {
        @Override
        public TextRead read(List<String> texts) {
            throw refusal("texts", "images");
        }

        @Override
        public TextRead readIds(List<int[]> ids) {
            throw refusal("texts", "images");
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
