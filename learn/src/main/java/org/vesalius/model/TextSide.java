package org.vesalius.model;

import org.bytedeco.pytorch.Tensor;

/**
 * Texts as the model reads them. Shapes: T texts, W tokens (padding included), D joint size. Joint vectors are not normalised.
 *
 * @param tokensTWD a joint vector a token, by the same head
 * @param maskTW int64, 1 where a token is
 */
public record TextSide(Tensor txtTD, Tensor tokensTWD, Tensor maskTW) {}
