package org.vesalius.image;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.vesalius.io.InputException;

/** Cuts and changes bytes, the same ones each time. */
final class Damage {
    private Damage() {}

    /** How many of the damaged copies were refused; any other exception goes on. */
    static int each(byte[] whole, int times, Consumer<byte[]> reader) {
        Random random = new Random(whole.length);
        int refused = 0;
        for (int run = 0; run < times; run++) {
            byte[] damaged = run % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int k = run % 2 * (1 + random.nextInt(4)); k > 0; k--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                reader.accept(damaged);
            } catch (InputException _) {
                refused++;
            }
        }
        return refused;
    }
}
