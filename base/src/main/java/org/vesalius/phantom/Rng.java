package org.vesalius.phantom;

import java.util.List;
import java.util.random.RandomGenerator;

/** A counter-based generator (SplitMix64) keyed by names, so that each patient's stream is the same whatever ran before. */
final class Rng implements RandomGenerator {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long key;
    private long counter;

    Rng(long key) {
        this.key = key;
    }

    /** A stream of its own for this seed and these keys. */
    static Rng of(long seed, long... keys) {
        long k = mix(seed + GOLDEN);
        for (long key : keys) {
            k = mix(k ^ mix(key + GOLDEN));
        }
        return new Rng(k);
    }

    /** A stream of its own under this one; does not advance it. */
    Rng child(long name) {
        return Rng.of(key, name);
    }

    @Override
    public long nextLong() {
        return mix(key + GOLDEN * ++counter);
    }

    double uniform(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    boolean chance(double p) {
        return nextDouble() < p;
    }

    <T> T pick(List<T> choices) {
        return choices.get(nextInt(choices.size()));
    }

    /** The hash behind it all. */
    static long mix(long x) {
        long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
