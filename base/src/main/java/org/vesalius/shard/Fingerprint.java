package org.vesalius.shard;

import org.vesalius.image.Image;
import org.vesalius.image.Resize;

/**
 * What a picture looks like from afar, in 256 bits: whether brightness rises from each cell of a 17 x 16 grid to its right neighbour (a "difference hash"). Rescaling, recompressing and small changes of
 * contrast leave nearly all bits as they are.
 */
record Fingerprint(long a, long b, long c, long d) {
    private static final int SIDE = 16;
    /** A rise below one of 255 grey levels is noise. */
    private static final float RISE = 1 / 255f;

    /** Two pictures may be the same up to this many different bits; {@link Thumbnail} says whether they are. */
    static final int NEAR = 8;

    static Fingerprint of(Image image) {
        Image small = Resize.resize(image.toGrey(), SIDE + 1, SIDE, Resize.Filter.BOX);
        long[] bits = new long[4];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (small.at(x + 1, y, 0) - small.at(x, y, 0) > RISE * small.peak()) {
                    int bit = y * SIDE + x;
                    bits[bit >> 6] |= 1L << bit;
                }
            }
        }
        return new Fingerprint(bits[0], bits[1], bits[2], bits[3]);
    }

    /** Whether the pictures differ in at most {@link #NEAR} bits. */
    boolean near(Fingerprint other) {
        int distance = Long.bitCount(a ^ other.a);
        if (distance > NEAR) {
            return false;
        }
        distance += Long.bitCount(b ^ other.b) + Long.bitCount(c ^ other.c) + Long.bitCount(d ^ other.d);
        return distance <= NEAR;
    }

    static BandIndex index() {
        return new BandIndex(NEAR + 1);
    }

    /** For a {@link BandIndex}: the bits in {@link #NEAR} + 1 parts, so that two that are near have one part in common. */
    int[] parts() {
        int[] parts = new int[NEAR + 1];
        for (int bit = 0; bit < SIDE * SIDE; bit++) {
            long word = bit < 64 ? a : bit < 128 ? b : bit < 192 ? c : d;
            int part = bit * parts.length / (SIDE * SIDE);
            parts[part] = (parts[part] << 1) | (int) ((word >>> (bit & 63)) & 1);
        }
        return parts;
    }

    /** Nothing rises anywhere: an empty picture says nothing about likeness. */
    boolean blank() {
        return (a | b | c | d) == 0;
    }
}
