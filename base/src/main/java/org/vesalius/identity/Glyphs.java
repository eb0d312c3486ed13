package org.vesalius.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the connected pieces of a filtered plane that may be letters. */
final class Glyphs {
    private final Ink ink;
    private final float threshold;
    private final boolean[] seen;
    private int[] stack;

    private Glyphs(Ink ink, float threshold) {
        this.ink = ink;
        this.threshold = threshold;
        this.seen = new boolean[ink.over.length];
        this.stack = new int[Math.max(64, seen.length / 4)];
    }

    /** All pieces above a threshold that have the size and the edges of letters. */
    static List<Glyph> in(Ink ink, float threshold) {
        Glyphs search = new Glyphs(ink, threshold);
        List<Glyph> found = new ArrayList<>();
        for (int start = 0; start < search.seen.length; start++) {
            if (!search.seen[start] && ink.over[start] > threshold) {
                Glyph glyph = search.flood(start);
                if (glyph.looksLikeLetters()) {
                    found.add(glyph);
                }
            }
        }
        return found;
    }

    private Glyph flood(int start) {
        int top = 0;
        stack[top++] = start;
        seen[start] = true;
        int left = ink.width;
        int right = -1;
        int upper = ink.height;
        int lower = -1;
        int area = 0;
        double sum = 0;
        double tone = Double.NEGATIVE_INFINITY;
        double drop = 0;
        int edges = 0;
        while (top > 0) {
            int at = stack[--top];
            int x = at % ink.width;
            int y = at / ink.width;
            left = Math.min(left, x);
            right = Math.max(right, x);
            upper = Math.min(upper, y);
            lower = Math.max(lower, y);
            area++;
            sum += ink.over[at];
            tone = Math.max(tone, ink.tones[at]);
            for (int side = 0; side < 9; side++) {
                int nx = x + side % 3 - 1;
                int ny = y + side / 3 - 1;
                if (nx < 0 || ny < 0 || nx >= ink.width || ny >= ink.height) {
                    continue;
                }
                int next = ny * ink.width + nx;
                if (ink.over[next] > threshold) {
                    top = push(next, top);
                } else if (side % 2 == 1) {
                    drop += ink.over[at] - ink.over[next];
                    edges++;
                }
            }
        }
        double contrast = sum / area;
        Region box = new Region(left, upper, right - left + 1, lower - upper + 1);
        return new Glyph(box, area, contrast, edges == 0 ? 0 : drop / edges / contrast, tone);
    }

    private int push(int next, int top) {
        if (seen[next]) {
            return top;
        }
        seen[next] = true;
        if (top == stack.length) {
            stack = Arrays.copyOf(stack, Math.min(seen.length, 2 * top));
        }
        stack[top] = next;
        return top + 1;
    }
}
