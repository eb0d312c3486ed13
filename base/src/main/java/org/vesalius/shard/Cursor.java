package org.vesalius.shard;

/**
 * A place in a shuffled epoch, and all there is to know for going on from it: the order is a keyed permutation of the counter, so nothing else needs to be kept for an exact resume.
 *
 * @param position how many samples of the epoch are done
 */
public record Cursor(long seed, int epoch, int position) {
    private static final int ROUNDS = 6;

    /** The beginning. */
    public static Cursor start(long seed) {
        return new Cursor(seed, 0, 0);
    }

    /** The next samples of this epoch, as numbers below {@code size}; fewer than {@code count} at its end. */
    public int[] take(int count, int size) {
        int[] taken = new int[Math.min(count, Math.max(0, size - position))];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = at(position + i, size);
        }
        return taken;
    }

    /** The place after {@code count} samples of this epoch. */
    public Cursor advance(int count) {
        return new Cursor(seed, epoch, position + count);
    }

    /** The beginning of the next epoch. */
    public Cursor nextEpoch() {
        return new Cursor(seed, epoch + 1, 0);
    }

    /** The sample at a place of this epoch's order: a bijection of {@code [0, size)}. */
    public int at(int place, int size) {
        if (place < 0 || place >= size) {
            throw new IndexOutOfBoundsException("place " + place + " of an epoch of " + size);
        }
        int half = Math.max(1, (33 - Integer.numberOfLeadingZeros(size - 1)) / 2);
        long value = place;
        // a Feistel network permutes [0, 4^half); walking its cycle until it falls below size keeps it a bijection
        do {
            value = feistel(value, half);
        } while (value >= size);
        return (int) value;
    }

    private long feistel(long value, int half) {
        long mask = (1L << half) - 1;
        long left = value >>> half;
        long right = value & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long mixed = mix(right ^ mix(seed + mix(epoch * 64L + round)));
            long swapped = (left ^ mixed) & mask;
            left = right;
            right = swapped;
        }
        return left << half | right;
    }

    /** SplitMix64's finaliser. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
