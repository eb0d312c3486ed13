package org.vesalius.text;

import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Device;

/**
 * Several texts in the making, token by token: what {@link Generation} asks for the next token of each, whatever the model and what it looks at. An implementation keeps what it computed of the tokens before (keys and values), and frees it
 * when closed. Shapes: B texts, T new tokens, V vocabulary.
 */
public interface Decoding extends AutoCloseable {
    /** B. */
    int size();

    /** Where its ids are expected. */
    Device device();

    /** Goes on by the given tokens, int64 [B, T] (T is 1, or the length of a prompt); the logits of the token after the last of them, [B, V], belong to the open scope. */
    Tensor step(Tensor idsBT);

    /** Goes on with these of the texts, int64 [K] of 0 … B-1, in this order; one may come several times. What one says from then on does not touch the others. */
    void select(Tensor rowsK);

    @Override
    void close();
}
