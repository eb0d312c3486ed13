package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Pixels of one view that belong to something, run-length encoded: row by row from the top left, the lengths of alternating runs, the first outside.
 *
 * @param runs sum to {@code width * height}
 */
public record Mask(int width, int height, List<Integer> runs) {
    static final Mask EMPTY = new Mask(0, 0, List.of());

    /** The list is copied. */
    public Mask {
        runs = List.copyOf(runs);
    }

    /** A rectangle of whole pixels: left, top, width, height. */
    public record Bounds(int x, int y, int width, int height) {}

    /** Where {@code |sums| > threshold}. */
    static Mask above(float[] sums, Window window, double threshold, int width, int height) {
        List<Integer> runs = new ArrayList<>();
        int end = 0;
        boolean inside = false;
        float limit = (float) threshold;
        for (int row = window.top; row <= window.bottom; row++) {
            int base = row * width;
            for (int i = base + window.left; i <= base + window.right; i++) {
                if (Math.abs(sums[i]) > limit != inside) {
                    runs.add(i - end);
                    end = i;
                    inside = !inside;
                }
            }
            if (inside) {
                int after = base + window.right + 1;
                runs.add(after - end);
                end = after;
                inside = false;
            }
        }
        runs.add(width * height - end);
        return new Mask(width, height, runs);
    }

    /** Row by row. */
    public boolean[] decode() {
        boolean[] pixels = new boolean[width * height];
        int at = 0;
        for (int i = 0; i < runs.size(); i++) {
            int end = at + runs.get(i);
            if (i % 2 == 1) {
                Arrays.fill(pixels, at, end, true);
            }
            at = end;
        }
        return pixels;
    }

    /** How many pixels belong to it. */
    public int area() {
        int area = 0;
        for (int i = 1; i < runs.size(); i += 2) {
            area += runs.get(i);
        }
        return area;
    }

    /** The smallest rectangle that holds it; empty when nothing belongs to it. */
    public Optional<Bounds> bounds() {
        int left = width;
        int right = -1;
        int top = height;
        int bottom = -1;
        int at = 0;
        for (int i = 0; i + 1 < runs.size(); i += 2) {
            at += runs.get(i);
            int end = at + runs.get(i + 1) - 1;
            if (end >= at) {
                boolean wraps = at / width != end / width;
                left = Math.min(left, wraps ? 0 : at % width);
                right = Math.max(right, wraps ? width - 1 : end % width);
                top = Math.min(top, at / width);
                bottom = Math.max(bottom, end / width);
            }
            at = end + 1;
        }
        return right < left ? Optional.empty() : Optional.of(new Bounds(left, top, right - left + 1, bottom - top + 1));
    }
}
