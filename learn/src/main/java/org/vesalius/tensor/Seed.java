package org.vesalius.tensor;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.global.torch;

/**
 * Reproducible randomness. There are two sources: the engine's global generator (dropout and other operations that draw inside the engine), and a counter-based generator of our own for everything drawn
 * in Java.
 *
 * <p>Both are pure functions of numbers: {@link #mix} folds a run's seed with a purpose and a step, so {@code Seed.torch(Seed.mix(seed, step))} at the start of each step makes a resumed run draw what an
 * uninterrupted one draws, with no generator state to store.
 */
public final class Seed {
    // SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private Seed() {}

    /** Seeds the engine's global generators of all devices. */
    public static void torch(long seed) {
        torch.manual_seed(seed);
    }

    /** One seed from several numbers; a different order gives a different seed. */
    public static long mix(long seed, long... more) {
        long state = scramble(seed + GAMMA);
        for (long next : more) {
            state = scramble(state + GAMMA * scramble(next + GAMMA));
        }
        return state;
    }

    /** A seed for the purpose called {@code name}, for instance one parameter's. */
    public static long mix(long seed, String name) {
        long state = seed;
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            state = mix(state, letter);
        }
        return state;
    }

    /** Numbers number 0, 1, 2, … of {@code seed}: the n-th one is a function of the seed and n alone. */
    public static RandomGenerator random(long seed) {
        long key = mix(seed);
        return new RandomGenerator() {
            private long counter;

            @Override
            public long nextLong() {
                return scramble(key + GAMMA * ++counter);
            }
        };
    }

    private static long scramble(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
