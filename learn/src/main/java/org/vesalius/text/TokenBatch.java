package org.vesalius.text;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Tensors;

/**
 * Tokenized texts of one batch, padded at the end. Shapes: B texts, T tokens.
 *
 * @param idsBT int64 token ids
 * @param maskBT int64, 1 where a token is, 0 where padding is
 */
public record TokenBatch(Tensor idsBT, Tensor maskBT) {
    /** Pads each text's ids with {@code padId} to the longest text. */
    public static TokenBatch of(List<int[]> texts, int padId) {
        int longest = texts.stream().mapToInt(ids -> ids.length).max().orElse(0);
        return of(texts, padId, longest);
    }

    /** Pads each text's ids with {@code padId} to {@code length}; none may be longer. */
    public static TokenBatch of(List<int[]> texts, int padId, int length) {
        long[] ids = new long[texts.size() * length];
        long[] mask = new long[ids.length];
        Arrays.fill(ids, padId);
        for (int row = 0; row < texts.size(); row++) {
            int[] text = texts.get(row);
            for (int i = 0; i < text.length; i++) {
                ids[row * length + i] = text[i];
                mask[row * length + i] = 1;
            }
        }
        long[] shape = {texts.size(), length};
        return new TokenBatch(Tensors.ofLongs(ids, shape), Tensors.ofLongs(mask, shape));
    }
}
