package org.vesalius.evaluate.transfer;

import java.util.List;
import org.vesalius.objective.YoloLoss;

/** A picture as a model sees it, with what is marked on it. Shapes: K structures, S pixels a side. Arrays are shared, not copied. */
public final class Square {
    private final int id;
    private final float[] chw;
    private final boolean[][] masks;
    private final List<YoloLoss.Truth> boxes;
    private final float[] text;

    /**
     * A picture of S x S pixels.
     *
     * @param id that no other picture of the training, the validation or the test has
     * @param chw normalised samples, channel by channel
     * @param masks one a structure, S·S long; of no length where nobody looked for the structure
     * @param text the vector of what is said of the picture; of no length where nothing is told
     */
    public Square(int id, float[] chw, boolean[][] masks, List<YoloLoss.Truth> boxes, float[] text) {
        this.id = id;
        this.chw = chw;
        this.masks = masks;
        this.boxes = List.copyOf(boxes);
        this.text = text;
    }

    /** The same with another text. */
    public Square told(float[] other) {
        return new Square(id, chw, masks, boxes, other);
    }

    int id() {
        return id;
    }

    float[] chw() {
        return chw;
    }

    /** Whether somebody looked for structure {@code k}. */
    boolean known(int k) {
        return masks[k].length > 0;
    }

    boolean[] mask(int k) {
        return masks[k];
    }

    /** Boxes as shares of the square's sides. */
    public List<YoloLoss.Truth> boxes() {
        return boxes;
    }

    float[] text() {
        return text;
    }
}
