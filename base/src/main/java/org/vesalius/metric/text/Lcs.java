package org.vesalius.metric.text;

import java.util.Arrays;

/** The longest common subsequence, 64 places at a time: a bit of the row of the usual table says whether the length stays the same there (Hyyrö, 2004). */
final class Lcs {
    private static final int BITS = 64;

    private Lcs() {}

    /** Its length, of sequences of numbers below {@code space}. Time by the product of the lengths over 64. */
    static int length(int[] first, int[] second, int space) {
        int words = (second.length + BITS - 1) / BITS;
        long[][] places = new long[space][];
        for (int j = 0; j < second.length; j++) {
            if (places[second[j]] == null) {
                places[second[j]] = new long[words];
            }
            places[second[j]][j / BITS] |= 1L << j;
        }
        long[] same = new long[words];
        Arrays.fill(same, -1);
        for (int token : first) {
            if (places[token] != null) {
                step(same, places[token]);
            }
        }
        int length = 0;
        for (int j = 0; j < second.length; j++) {
            length += (same[j / BITS] >>> j & 1) == 0 ? 1 : 0;
        }
        return length;
    }

    /** {@code same = (same + (same & places)) | (same & ~places)}, the sum carried over the words. */
    private static void step(long[] same, long[] places) {
        long carry = 0;
        for (int w = 0; w < same.length; w++) {
            long there = same[w] & places[w];
            long sum = same[w] + there;
            long over = Long.compareUnsigned(sum, there) < 0 ? 1 : 0;
            long carried = sum + carry;
            over |= carry == 1 && carried == 0 ? 1 : 0;
            same[w] = carried | (same[w] & ~places[w]);
            carry = over;
        }
    }
}
