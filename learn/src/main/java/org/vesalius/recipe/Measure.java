package org.vesalius.recipe;

import java.io.IOException;
import java.util.List;
import org.vesalius.train.Trained;

/** What is measured of a trained model on patients that it never saw. */
public sealed interface Measure {
    /** What any model with the readout for it can be asked; {@code vesalius selftest} knows how. */
    enum Known implements Measure {
        /** Text to image: the share of other images that lie farther from a text than its own. Chance: a half. */
        RETRIEVAL,
        /** The mean AUROC of linear probes on the image tower's frozen features. In place of chance: the same tower untrained. */
        PROBE,
        /** The pointing game: how often the maximum of a phrase's map lies in the phrase's boxes, where these are small. Chance: their share of the picture. */
        POINTING,
        /** The mean AUROC of findings by the readout of their prompts. Chance: a half. */
        ZERO_SHOT
    }

    /**
     * What only the recipe knows how to ask: the mean over rows.
     *
     * @param statistic what a row's value says, in words
     * @param chance its mean for a model that knows nothing
     */
    record Own(String statistic, double chance, Asking asking) implements Measure {}

    /** Asks a model. */
    @FunctionalInterface
    interface Asking {
        /** The rows of the test split. */
        List<Row> of(Trained model) throws IOException;
    }

    /**
     * One value.
     *
     * @param row of the manifest
     * @param what tells apart several values of a row
     */
    record Row(int row, String what, double value) {}
}
