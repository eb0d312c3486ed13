package org.vesalius.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a text tower says, before any head. Shapes: T texts, W tokens (padding included), F the tower's size.
 *
 * @param maskTW int64, 1 where a token is
 * @param ids of each text's tokens, not padded
 * @param lookedTW how much the first token (of each sentence, where the tower reads sentence by sentence) attends to each in the last layer, without gradient; null where the tower does not say
 */
public record TextRead(
        Tensor pooledTF,
        Tensor tokensTWF,
        Tensor maskTW,
        List<int[]> ids,
        @Nullable Tensor lookedTW) {}
