package org.vesalius.text;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a text tower reads. Shapes: B texts, T tokens (as in the batch, padding included), D the tower's size.
 *
 * @param globalBD one vector a text
 * @param tokensBTD one vector a token
 * @param lookedBT how much the first token attends to each in the last layer, the mean over heads, without gradient; null where the tower's first token has no such part
 */
public record TextFeatures(
        Tensor globalBD, Tensor tokensBTD, @Nullable Tensor lookedBT) {
    /** Of a tower that does not say what it attends to. */
    public TextFeatures(Tensor globalBD, Tensor tokensBTD) {
        this(globalBD, tokensBTD, null);
    }
}
