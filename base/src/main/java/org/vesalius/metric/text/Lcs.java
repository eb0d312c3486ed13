package org.vesalius.metric.text;

/** The longest common subsequence. */
final class Lcs {
    private Lcs() {}

    /** Its length: time by the product of the lengths, memory by the shorter. */
    static int length(int[] first, int[] second) {
        if (second.length > first.length) {
            return length(second, first);
        }
        int[] row = new int[second.length + 1];
        for (int a : first) {
            int diagonal = 0;
            for (int j = 1; j <= second.length; j++) {
                int above = row[j];
                row[j] = a == second[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[second.length];
    }
}
