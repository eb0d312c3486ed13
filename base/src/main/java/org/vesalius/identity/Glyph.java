package org.vesalius.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A connected piece that may be a letter, or several that touch.
 *
 * @param contrast mean height over the background
 * @param sharpness how much of the contrast is gone one pixel outside, 0 to 1
 */
record Glyph(Region box, int area, double contrast, double sharpness) {
    private static final int MIN_HEIGHT = 5;
    private static final int MAX_HEIGHT = 40;
    private static final int MIN_AREA = 7;
    private static final double MIN_SHARPNESS = 0.3;

    /** How many letters this may be. */
    int letters() {
        return Math.max(1, (int) Math.round(box.width() / (0.75 * box.height())));
    }

    /** All pieces of a filtered plane above a threshold that have the size and the edges of letters. */
    static List<Glyph> in(float[] over, int width, int height, float threshold) {
        boolean[] seen = new boolean[over.length];
        int[] stack = new int[Math.max(64, over.length / 4)];
        List<Glyph> found = new ArrayList<>();
        for (int start = 0; start < over.length; start++) {
            if (!seen[start] && over[start] > threshold) {
                stack = grow(stack, over.length);
                Glyph glyph = flood(over, width, height, threshold, seen, stack, start);
                if (glyph != null && glyph.looksLikeLetters()) {
                    found.add(glyph);
                }
            }
        }
        return found;
    }

    private static int[] grow(int[] stack, int most) {
        return stack.length < most ? Arrays.copyOf(stack, most) : stack;
    }

    private static @org.jspecify.annotations.Nullable Glyph flood(
            float[] over, int width, int height, float threshold, boolean[] seen, int[] stack, int start) {
        int top = 0;
        stack[top++] = start;
        seen[start] = true;
        int left = width;
        int right = -1;
        int upper = height;
        int lower = -1;
        int area = 0;
        double sum = 0;
        double drop = 0;
        int edges = 0;
        while (top > 0) {
            int at = stack[--top];
            int x = at % width;
            int y = at / width;
            left = Math.min(left, x);
            right = Math.max(right, x);
            upper = Math.min(upper, y);
            lower = Math.max(lower, y);
            area++;
            sum += over[at];
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int nx = x + dx;
                    int ny = y + dy;
                    if (nx < 0 || ny < 0 || nx >= width || ny >= height) {
                        continue;
                    }
                    int next = ny * width + nx;
                    if (over[next] <= threshold) {
                        if (dx == 0 || dy == 0) {
                            drop += over[at] - over[next];
                            edges++;
                        }
                    } else if (!seen[next]) {
                        seen[next] = true;
                        stack[top++] = next;
                    }
                }
            }
        }
        double contrast = sum / area;
        return new Glyph(
                new Region(left, upper, right - left + 1, lower - upper + 1),
                area,
                contrast,
                edges == 0 ? 0 : drop / edges / contrast);
    }

    private boolean looksLikeLetters() {
        double w = box.width();
        double h = box.height();
        double tall = Math.max(w, h);
        if (tall < MIN_HEIGHT || Math.min(w, h) > MAX_HEIGHT || tall > 20 * MAX_HEIGHT || area < MIN_AREA) {
            return false;
        }
        double fill = area / (w * h);
        boolean narrow = Math.min(w, h) <= 0.45 * tall;
        return fill > 0.1 && (fill < 0.9 || narrow) && sharpness >= MIN_SHARPNESS;
    }
}
