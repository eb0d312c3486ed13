package org.vesalius.image;

import java.util.Arrays;

/** The adaptive part of JPEG-LS (T.87 annex A): contexts, prediction, Golomb codes. */
final class JpegLsCoder {
    private static final int CONTEXTS = 365;
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final int N = 3;
    private static final int[] RUN_BITS = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    final int near;
    final JpegLsBits bits;
    private final int most;
    private final int range;
    private final int step;
    private final int wideBits;
    private final int limit;
    private final int reset;
    private final byte[] levels;
    // four numbers a context: A, B (negative errors of the run contexts), C, N
    private final int[] contexts = new int[4 * (CONTEXTS + 2)];

    JpegLsCoder(int most, int near, int[] presets, JpegLsBits bits) {
        this.most = most;
        this.near = near;
        this.bits = bits;
        this.step = 2 * near + 1;
        this.range = (most + 2 * near) / step + 1;
        this.wideBits = 32 - Integer.numberOfLeadingZeros(range - 1);
        int width = Math.max(2, 32 - Integer.numberOfLeadingZeros(most));
        this.limit = 2 * (width + Math.max(8, width));
        this.reset = presets[4] == 0 ? 64 : presets[4];
        this.levels = levels(presets);
        restart();
    }

    /** All contexts as at the beginning. */
    void restart() {
        Arrays.fill(contexts, 0);
        for (int q = 0; q < CONTEXTS + 2; q++) {
            contexts[4 * q + A] = Math.max(2, (range + 32) / 64);
            contexts[4 * q + N] = 1;
        }
    }

    /** Quantised gradients, -4 to 4, of all differences from -most to most. */
    private byte[] levels(int[] presets) {
        int[] t = thresholds(presets);
        byte[] table = new byte[2 * most + 1];
        for (int d = 0; d <= most; d++) {
            int level = d <= near ? 0 : d < t[0] ? 1 : d < t[1] ? 2 : d < t[2] ? 3 : 4;
            table[most + d] = (byte) level;
            table[most - d] = (byte) -level;
        }
        return table;
    }

    // T.87 C.2.4.1.1
    private int[] thresholds(int[] presets) {
        int[] basic = {3, 7, 21};
        int[] t = new int[3];
        int least = near + 1;
        for (int i = 0; i < 3; i++) {
            int value;
            if (most >= 128) {
                int factor = (Math.min(most, 4095) + 128) / 256;
                value = factor * (basic[i] - 2 - i) + 2 + i + (3 + 2 * i) * near;
            } else {
                value = Math.max(2 + i, basic[i] / (256 / (most + 1)) + (3 + 2 * i) * near);
            }
            int standard = value > most || value < least ? least : value;
            t[i] = presets[1 + i] == 0 ? standard : presets[1 + i];
            least = t[i];
        }
        return t;
    }

    /** Which regular context the neighbours make, negative when mirrored, 0 for a run. */
    int context(int left, int above, int corner, int right) {
        return 81 * levels[right - above + most] + 9 * levels[above - corner + most] + levels[corner - left + most];
    }

    /** The next sample in a regular context. */
    int regular(int context, int left, int above, int corner) {
        int sign = context >> 31;
        int q = 4 * ((context ^ sign) - sign);
        int[] c = contexts;
        int guess = median(left, above, corner) + ((c[q + C] ^ sign) - sign);
        guess = Math.max(0, Math.min(most, guess));
        int n = c[q + N];
        int k = golomb(n, c[q + A]);
        int mapped = code(k, limit);
        // odd numbers are negative
        int error = (mapped >>> 1) ^ -(mapped & 1);
        if (near == 0 && k == 0 && 2 * c[q + B] <= -n) {
            error = ~error;
        }
        update(q, error);
        return sample(guess + ((error ^ sign) - sign) * step);
    }

    private static int median(int left, int above, int corner) {
        int low = Math.min(left, above);
        int high = Math.max(left, above);
        return Math.max(low, Math.min(high, left + above - corner));
    }

    private static int golomb(int n, int a) {
        int k = Math.max(0, Integer.numberOfLeadingZeros(n) - Integer.numberOfLeadingZeros(a));
        return n << k < a ? k + 1 : k;
    }

    /** A limited Golomb code (A.5.3). */
    private int code(int k, int most) {
        bits.fill();
        int zeros = bits.zeros();
        if (zeros < most - wideBits - 1) {
            if (zeros > 32) {
                bits.skip(32);
                bits.skip(zeros - 31);
                bits.fill();
            } else {
                bits.skip(zeros + 1);
            }
            return zeros << k | bits.take(k);
        }
        int prefix = most - wideBits;
        bits.skip(Math.min(32, prefix));
        bits.skip(Math.max(0, prefix - 32));
        bits.fill();
        return bits.take(wideBits) + 1;
    }

    private void update(int q, int error) {
        int[] c = contexts;
        int a = c[q + A] + Math.abs(error);
        int b = c[q + B] + error * step;
        int n = c[q + N];
        if (n == reset) {
            a >>= 1;
            b >>= 1;
            n >>= 1;
        }
        n++;
        if (b <= -n) {
            b = Math.max(b + n, 1 - n);
            c[q + C] = Math.max(-128, c[q + C] - 1);
        } else if (b > 0) {
            b = Math.min(b - n, 0);
            c[q + C] = Math.min(127, c[q + C] + 1);
        }
        c[q + A] = a;
        c[q + B] = b;
        c[q + N] = n;
    }

    private int sample(int value) {
        int v = value < -near ? value + range * step : value > most + near ? value - range * step : value;
        return Math.max(0, Math.min(most, v));
    }

    /** How many samples a step of a run takes, as a power of two. */
    static int runBits(int index) {
        return RUN_BITS[index];
    }

    /** The sample that ends a run (A.7.2); in sample interleave all take the kind of unequal neighbours. */
    int interruption(int left, int above, int index, boolean together) {
        int type = !together && Math.abs(left - above) <= near ? 1 : 0;
        int q = 4 * (CONTEXTS + type);
        int[] c = contexts;
        int k = golomb(c[q + N], c[q + A] + (type == 0 ? 0 : c[q + N] >> 1));
        int coded = code(k, limit - RUN_BITS[index] - 1);
        int mapped = coded + type;
        int odd = mapped & 1;
        int size = (mapped + odd) / 2;
        boolean negative = (k != 0 || 2 * c[q + B] >= c[q + N]) == (odd == 1);
        int error = negative ? -size : size;
        c[q + B] += error < 0 ? 1 : 0;
        c[q + A] += (coded + 1 - type) >> 1;
        if (c[q + N] == reset) {
            c[q + A] >>= 1;
            c[q + B] >>= 1;
            c[q + N] >>= 1;
        }
        c[q + N]++;
        if (type == 1) {
            return sample(left + error * step);
        }
        return sample(above + (left > above ? -error : error) * step);
    }
}
