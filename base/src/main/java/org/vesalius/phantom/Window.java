package org.vesalius.phantom;

/** The pixels that something touched: a rectangle that grows. */
final class Window {
    int left = Integer.MAX_VALUE;
    int top = Integer.MAX_VALUE;
    int right = -1;
    int bottom = -1;

    void include(int row, int first, int last) {
        top = Math.min(top, row);
        bottom = Math.max(bottom, row);
        left = Math.min(left, first);
        right = Math.max(right, last);
    }

    boolean isEmpty() {
        return right < left;
    }
}
