package org.vesalius.tokenize;

import java.util.Arrays;

/**
 * Strings to ids, for longest-prefix search: the edges of all nodes lie in one hash table with open addressing, keyed by node and UTF-16 unit. Node 0 is the root.
 */
final class Trie {
    private static final int NONE = -1;

    private long[] keys = new long[1 << 10];
    private int[] targets = new int[1 << 10];
    private int[] ids = new int[1 << 9];
    private int nodes = 1;
    private int edges;

    Trie() {
        Arrays.fill(ids, NONE);
    }

    /** The last id given for a string stays. */
    void put(String string, int from, int id) {
        int node = 0;
        for (int i = from; i < string.length(); i++) {
            int next = next(node, string.charAt(i));
            node = next == NONE ? grow(node, string.charAt(i)) : next;
        }
        ids[node] = id;
    }

    /** The node under {@code node} by {@code unit}, or -1. */
    int next(int node, char unit) {
        long key = key(node, unit);
        int mask = keys.length - 1;
        for (int slot = slot(key, mask); keys[slot] != 0; slot = (slot + 1) & mask) {
            if (keys[slot] == key) {
                return targets[slot];
            }
        }
        return NONE;
    }

    /** The id of the string that ends at {@code node}, or -1. */
    int id(int node) {
        return ids[node];
    }

    private int grow(int node, char unit) {
        if (2 * (edges + 1) > keys.length) {
            rehash();
        }
        if (nodes == ids.length) {
            int old = ids.length;
            ids = Arrays.copyOf(ids, 2 * old);
            Arrays.fill(ids, old, ids.length, NONE);
        }
        int target = nodes++;
        edges++;
        insert(key(node, unit), target);
        return target;
    }

    private void rehash() {
        long[] oldKeys = keys;
        int[] oldTargets = targets;
        keys = new long[2 * oldKeys.length];
        targets = new int[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                insert(oldKeys[i], oldTargets[i]);
            }
        }
    }

    private void insert(long key, int target) {
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        while (keys[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        targets[slot] = target;
    }

    private static long key(int node, char unit) {
        return ((long) node << 16 | unit) + 1; // 0 marks a free slot
    }

    private static int slot(long key, int mask) {
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 40) & mask;
    }
}
