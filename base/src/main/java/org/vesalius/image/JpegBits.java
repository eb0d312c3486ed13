package org.vesalius.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.vesalius.io.InputException;

/** The bits of one entropy-coded stretch of a JPEG, most significant first. */
final class JpegBits {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int PADDING = 24;

    private final byte[] file;
    private final String what;
    private final byte[] plain;
    private int limit;
    private int at;
    private long bits;
    private int count;

    JpegBits(byte[] file, int from, String what) {
        this.file = file;
        this.what = what;
        this.plain = new byte[file.length - from + PADDING];
    }

    /** Takes the stretch that begins at {@code from}, without its stuffed zeros; returns where the marker after it begins, or the end of the file. */
    int load(int from) {
        int to = 0;
        int i = from;
        while (i < file.length) {
            byte b = file[i];
            if (b == (byte) 0xFF) {
                int next = i + 1 < file.length ? file[i + 1] & 255 : 0xD9;
                if (next == 0xFF) {
                    i++;
                    continue;
                }
                if (next != 0) {
                    break;
                }
                i++;
            }
            plain[to++] = b;
            i++;
        }
        limit = to;
        for (int k = 0; k < PADDING; k++) {
            plain[to + k] = 0;
        }
        at = 0;
        bits = 0;
        count = 0;
        return i;
    }

    /** Afterwards at least 56 bits can be looked at; refuses to go far beyond the end. */
    void fill() {
        if (at > limit + 8) {
            throw cut();
        }
        bits |= (long) LONGS.get(plain, at) >>> count;
        at += (63 - count) >> 3;
        count |= 56;
    }

    /** The next {@code n} bits, 1 to 32, which stay. */
    int peek(int n) {
        return (int) (bits >>> (64 - n));
    }

    void skip(int n) {
        bits <<= n;
        count -= n;
    }

    /** The next {@code n} bits, 1 to 16, as JPEG's signed number of that size. */
    int signed(int n) {
        int value = peek(n);
        skip(n);
        return value < 1 << (n - 1) ? value - (1 << n) + 1 : value;
    }

    /** Whether no more bits were taken than there were. */
    void checkEnd() {
        if (8L * at - count > 8L * limit) {
            throw cut();
        }
    }

    private InputException cut() {
        return InputException.of(what, "a whole JPEG", "a truncated or damaged one", "get the file again");
    }
}
