package org.vesalius.image;

/** One level of the inverse wavelet transforms (T.800 annex F): rows by lifting in a buffer, then columns as operations on whole rows. */
final class J2kWavelet {
    private static final float ALPHA = (float) -1.586134342059924;
    private static final float BETA = (float) -0.052980118572961;
    private static final float GAMMA = (float) 0.882911075530934;
    private static final float DELTA = (float) 0.443506852043971;
    private static final float K = (float) 1.230174104914001;

    private J2kWavelet() {}

    /** Reversible: the four bands of a region that begins at {@code (x0, y0)}, each row by row. */
    static int[] whole(int[] ll, int[] hl, int[] lh, int[] hh, int x0, int y0, int width, int height) {
        int[] out = new int[width * height];
        int lows = (width + 1 - (x0 & 1)) / 2;
        int highs = width - lows;
        for (int y = 0; y < height; y++) {
            boolean low = ((y + y0) & 1) == 0;
            int band = low ? (y + 1 - (y0 & 1)) / 2 : (y + (y0 & 1)) / 2;
            row(low ? ll : lh, band * lows, low ? hl : hh, band * highs, out, y * width, width, x0 & 1);
        }
        if (height == 1) {
            for (int i = 0; (y0 & 1) == 1 && i < width; i++) {
                out[i] >>= 1;
            }
            return out;
        }
        for (int y = y0 & 1; y < height; y += 2) {
            int up = mirror(y - 1, height);
            int down = mirror(y + 1, height);
            even(out, y * width, up * width, down * width, width);
        }
        for (int y = 1 - (y0 & 1); y < height; y += 2) {
            int up = mirror(y - 1, height);
            int down = mirror(y + 1, height);
            odd(out, y * width, up * width, down * width, width);
        }
        return out;
    }

    private static int mirror(int i, int size) {
        return i < 0 ? -i : i < size ? i : 2 * size - 2 - i;
    }

    private static void even(int[] out, int to, int up, int down, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] -= (out[up + i] + out[down + i] + 2) >> 2;
        }
    }

    private static void odd(int[] out, int to, int up, int down, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] += (out[up + i] + out[down + i]) >> 1;
        }
    }

    private static void row(int[] low, int l, int[] high, int h, int[] out, int to, int width, int parity) {
        if (width == 1) {
            out[to] = parity == 0 ? low[l] : high[h] >> 1;
            return;
        }
        int lows = (width + 1 - parity) / 2;
        int highs = width - lows;
        int last = highs - 1;
        // the high sample before and after the low one number i
        int shift = parity == 0 ? -1 : 0;
        for (int i = 0; i < lows; i++) {
            int before = high[h + Math.max(0, i + shift)];
            int after = high[h + Math.min(last, i + shift + 1)];
            out[to + parity + 2 * i] = low[l + i] - ((before + after + 2) >> 2);
        }
        int end = to + width - 1;
        for (int i = 0, at = to + 1 - parity; i < highs; i++, at += 2) {
            int before = out[at > to ? at - 1 : at + 1];
            int after = out[at < end ? at + 1 : at - 1];
            out[at] = high[h + i] + ((before + after) >> 1);
        }
    }

    /** Irreversible: as {@link #whole}. */
    static float[] real(float[] ll, float[] hl, float[] lh, float[] hh, int x0, int y0, int width, int height) {
        float[] out = new float[width * height];
        int lows = (width + 1 - (x0 & 1)) / 2;
        int highs = width - lows;
        for (int y = 0; y < height; y++) {
            boolean low = ((y + y0) & 1) == 0;
            int band = low ? (y + 1 - (y0 & 1)) / 2 : (y + (y0 & 1)) / 2;
            row(low ? ll : lh, band * lows, low ? hl : hh, band * highs, out, y * width, width, x0 & 1);
        }
        if (height == 1) {
            scale(out, 0, width, (y0 & 1) == 1 ? 0.5f : 1);
            return out;
        }
        for (int y = 0; y < height; y++) {
            scale(out, y * width, width, ((y + y0) & 1) == 0 ? K : 1 / K);
        }
        float[] steps = {DELTA, GAMMA, BETA, ALPHA};
        for (int s = 0; s < 4; s++) {
            for (int y = (y0 + s) & 1; y < height; y += 2) {
                int up = mirror(y - 1, height);
                int down = mirror(y + 1, height);
                lift(out, y * width, up * width, down * width, width, steps[s]);
            }
        }
        return out;
    }

    private static void scale(float[] out, int from, int count, float factor) {
        for (int i = from; i < from + count; i++) {
            out[i] *= factor;
        }
    }

    private static void lift(float[] out, int to, int up, int down, int count, float step) {
        for (int i = 0; i < count; i++) {
            out[to + i] -= step * (out[up + i] + out[down + i]);
        }
    }

    private static void row(float[] low, int l, float[] high, int h, float[] out, int to, int width, int parity) {
        if (width == 1) {
            out[to] = parity == 0 ? low[l] : high[h] / 2;
            return;
        }
        int lows = (width + 1 - parity) / 2;
        for (int i = 0; i < lows; i++) {
            out[to + parity + 2 * i] = low[l + i] * K;
        }
        for (int i = 0; i < width - lows; i++) {
            out[to + 1 - parity + 2 * i] = high[h + i] * (1 / K);
        }
        float[] steps = {DELTA, GAMMA, BETA, ALPHA};
        int end = to + width - 1;
        for (int s = 0; s < 4; s++) {
            int at = to + ((parity + s) & 1);
            float step = steps[s];
            if (at == to) {
                out[at] -= step * 2 * out[at + 1];
                at += 2;
            }
            for (; at < end; at += 2) {
                out[at] -= step * (out[at - 1] + out[at + 1]);
            }
            if (at == end) {
                out[at] -= step * 2 * out[at - 1];
            }
        }
    }
}
