package org.vesalius.image;

import java.util.Arrays;

/** A tag tree (T.800 B.10.2): minima over quads of quads, sent as far as they are needed. */
final class J2kTagTree {
    private static final int MAX_VALUE = 1 << 16;

    private final int width;
    private final int[] offsets;
    private final int[] widths;
    private final int[] lows;
    private final boolean[] known;

    J2kTagTree(int width, int height) {
        this.width = width;
        int levels = 1;
        int nodes = width * height;
        for (int w = width, h = height; w * h > 1; levels++) {
            w = (w + 1) / 2;
            h = (h + 1) / 2;
            nodes += w * h;
        }
        offsets = new int[levels];
        widths = new int[levels];
        int at = 0;
        for (int level = 0, w = width, h = height; level < levels; level++) {
            offsets[level] = at;
            widths[level] = w;
            at += w * h;
            w = (w + 1) / 2;
            h = (h + 1) / 2;
        }
        lows = new int[nodes];
        known = new boolean[nodes];
        Arrays.fill(known, false);
    }

    /** Reads on until it is known whether the leaf's value is below {@code threshold}. */
    boolean below(int leaf, int threshold, J2kPacketBits bits) {
        int x = leaf % width;
        int y = leaf / width;
        int low = 0;
        int node = 0;
        for (int level = offsets.length - 1; level >= 0; level--) {
            node = offsets[level] + (y >> level) * widths[level] + (x >> level);
            low = Math.max(low, lows[node]);
            while (low < threshold && !known[node]) {
                if (bits.bit() == 1) {
                    known[node] = true;
                } else {
                    low++;
                }
            }
            lows[node] = low;
        }
        return known[node] && low < threshold;
    }

    /** The whole value of a leaf; -1 when it grows beyond all that can be. */
    int value(int leaf, J2kPacketBits bits) {
        for (int threshold = 1; threshold < MAX_VALUE; threshold++) {
            if (below(leaf, threshold, bits)) {
                return threshold - 1;
            }
        }
        return -1;
    }
}
