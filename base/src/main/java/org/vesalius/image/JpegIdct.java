package org.vesalius.image;

/** The inverse cosine transform of Loeffler, Ligtenberg and Moschytz (1989) in whole numbers, with the scaling of libjpeg's accurate one, so that lossy files decode to the same values. */
final class JpegIdct {
    private static final int BITS = 13;

    private JpegIdct() {}

    private static int fixed(double x) {
        return (int) Math.round(x * (1 << BITS));
    }

    private static final int F_0_298 = fixed(0.298631336);
    private static final int F_0_390 = fixed(0.390180644);
    private static final int F_0_541 = fixed(0.541196100);
    private static final int F_0_765 = fixed(0.765366865);
    private static final int F_0_899 = fixed(0.899976223);
    private static final int F_1_175 = fixed(1.175875602);
    private static final int F_1_501 = fixed(1.501321110);
    private static final int F_1_847 = fixed(1.847759065);
    private static final int F_1_961 = fixed(1.961570560);
    private static final int F_2_053 = fixed(2.053119869);
    private static final int F_2_562 = fixed(2.562915447);
    private static final int F_3_072 = fixed(3.072711026);

    /** Dequantised coefficients, row by row, to samples from 0 to the largest of {@code precision} bits; {@code work} is scratch. */
    static void block(int[] in, int[] work, int[] out, int to, int stride, int precision) {
        // libjpeg keeps two extra bits between the passes for 8 bits and one for 12
        int extra = precision <= 8 ? 2 : 1;
        long[] v = new long[8];
        for (int x = 0; x < 8; x++) {
            for (int k = 0; k < 8; k++) {
                v[k] = in[8 * k + x];
            }
            pass(v);
            for (int k = 0; k < 8; k++) {
                work[8 * k + x] = (int) descale(v[k], BITS - extra);
            }
        }
        int most = (1 << precision) - 1;
        for (int y = 0; y < 8; y++) {
            for (int k = 0; k < 8; k++) {
                v[k] = work[8 * y + k];
            }
            pass(v);
            for (int k = 0; k < 8; k++) {
                long sample = descale(v[k], BITS + extra + 3) + (1 << (precision - 1));
                out[to + y * stride + k] = Math.clamp(sample, 0, most);
            }
        }
    }

    private static long descale(long x, int bits) {
        return (x + (1L << (bits - 1))) >> bits;
    }

    private static void pass(long[] v) {
        long z1 = (v[2] + v[6]) * F_0_541;
        long even2 = z1 - v[6] * F_1_847;
        long even3 = z1 + v[2] * F_0_765;
        long even0 = (v[0] + v[4]) << BITS;
        long even1 = (v[0] - v[4]) << BITS;
        long t10 = even0 + even3;
        long t13 = even0 - even3;
        long t11 = even1 + even2;
        long t12 = even1 - even2;
        long z5 = (v[7] + v[3] + v[5] + v[1]) * F_1_175;
        long za = -(v[7] + v[1]) * F_0_899;
        long zb = -(v[5] + v[3]) * F_2_562;
        long zc = z5 - (v[7] + v[3]) * F_1_961;
        long zd = z5 - (v[5] + v[1]) * F_0_390;
        long t0 = v[7] * F_0_298 + za + zc;
        long t1 = v[5] * F_2_053 + zb + zd;
        long t2 = v[3] * F_3_072 + zb + zc;
        long t3 = v[1] * F_1_501 + za + zd;
        v[0] = t10 + t3;
        v[7] = t10 - t3;
        v[1] = t11 + t2;
        v[6] = t11 - t2;
        v[2] = t12 + t1;
        v[5] = t12 - t1;
        v[3] = t13 + t0;
        v[4] = t13 - t0;
    }
}
