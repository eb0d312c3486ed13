package org.vesalius.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.vesalius.io.InputException;

/** The bits of a JPEG-LS scan, most significant first; after a byte of ones the next holds seven bits (T.87 A.1). */
final class JpegLsBits {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;
    private static final int SPARE = 128;

    private final byte[] file;
    private final String what;
    private int at;
    private long bits;
    private int count;
    private int beyond;

    JpegLsBits(byte[] file, int from, String what) {
        this.file = file;
        this.what = what;
        this.at = from;
    }

    /** Afterwards at least 56 bits can be looked at; zeros beyond the end, which {@link #checkEnd} finds. */
    void fill() {
        if (count >= 56) {
            return;
        }
        if (at + 8 <= file.length) {
            long next = (long) LONGS.get(file, at);
            // no byte of ones among the eight
            if (((~next - ONES) & next & TOPS) == 0) {
                bits |= next >>> count;
                at += (63 - count) >> 3;
                count |= 56;
                return;
            }
        }
        bytes();
    }

    private void bytes() {
        while (count < 56) {
            int b = at < file.length ? file[at] & 255 : 0xFF;
            if (b == 0xFF && (at + 1 >= file.length || file[at + 1] < 0)) {
                // a marker: nothing comes any more
                count += 8;
                beyond += 8;
                if (beyond > SPARE) {
                    throw cut();
                }
                continue;
            }
            bits |= (long) b << (56 - count);
            // the zero at the top of the next byte falls on the last one of this
            count += b == 0xFF ? 7 : 8;
            at++;
        }
    }

    /** Zeros before the next one, of the bits that are there. */
    int zeros() {
        return Long.numberOfLeadingZeros(bits);
    }

    /** The next {@code n} bits, 0 to 32. */
    int take(int n) {
        int value = (int) (bits >>> 1 >>> (63 - n));
        skip(n);
        return value;
    }

    void skip(int n) {
        bits <<= n;
        count -= n;
    }

    /** Whether all bits that were taken were there. */
    void checkEnd() {
        if (beyond > count) {
            throw cut();
        }
    }

    /** Where the marker after the scan begins. */
    int end() {
        int i = Math.max(0, at - 8);
        while (i + 1 < file.length && !(file[i] == (byte) 0xFF && file[i + 1] < 0)) {
            i++;
        }
        return i;
    }

    private InputException cut() {
        return InputException.of(what, "a whole JPEG-LS stream", "a truncated or damaged one", "get the file again");
    }
}
