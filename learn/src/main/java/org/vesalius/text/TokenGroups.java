package org.vesalius.text;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Tensors;

/** Groups of tokens (words, sentences) as a matrix. */
final class TokenGroups {
    private TokenGroups() {}

    /**
     * 1 where token w is in group g of text t: [T, G, W]. Rows of zeros fill up the texts with fewer groups.
     *
     * @param groupsTW the group of each token of each text, -1 for none
     * @param longest W, the tokens of the longest text
     */
    static Tensor matrix(List<int[]> groupsTW, int longest) {
        int most = 1;
        for (int[] groups : groupsTW) {
            for (int group : groups) {
                most = Math.max(most, group + 1);
            }
        }
        float[] ones = new float[Math.multiplyExact(groupsTW.size() * most, longest)];
        for (int t = 0; t < groupsTW.size(); t++) {
            for (int w = 0; w < groupsTW.get(t).length; w++) {
                int group = groupsTW.get(t)[w];
                if (group >= 0) {
                    ones[(t * most + group) * longest + w] = 1;
                }
            }
        }
        return Tensors.of(ones, groupsTW.size(), most, longest);
    }
}
