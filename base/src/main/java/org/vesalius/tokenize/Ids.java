package org.vesalius.tokenize;

import java.util.Arrays;

/** Ids as they come. */
final class Ids {
    private int[] values = new int[64];
    private int size;

    void add(int id) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = id;
    }

    int size() {
        return size;
    }

    /** Forgets what came after the first {@code length}. */
    void cut(int length) {
        size = Math.min(size, length);
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
