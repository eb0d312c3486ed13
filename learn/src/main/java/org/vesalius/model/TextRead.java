package org.vesalius.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What a text tower says, before any head. Shapes: T texts, W tokens (padding included), F the tower's size.
 *
 * @param maskTW int64, 1 where a token is
 * @param ids of each text's tokens, not padded
 */
public record TextRead(Tensor pooledTF, Tensor tokensTWF, Tensor maskTW, List<int[]> ids) {}
