package org.vesalius.image;

import java.util.function.Function;
import org.vesalius.io.InputException;

/** The bits of packet headers: after a byte of ones the next holds seven (T.800 B.10.1). */
final class J2kPacketBits {
    private final byte[] data;
    private final int limit;
    private final Function<String, InputException> broken;
    private int at;
    private int last;
    private int left;

    J2kPacketBits(byte[] data, int limit, Function<String, InputException> broken) {
        this.data = data;
        this.limit = limit;
        this.broken = broken;
    }

    int position() {
        return at;
    }

    int remaining() {
        return limit - at;
    }

    /** Goes over bytes. */
    void jump(int bytes) {
        if (bytes < 0 || bytes > limit - at) {
            throw broken.apply("a truncated one");
        }
        at += bytes;
    }

    /** Goes over a marker of {@code length} bytes if it is there. */
    void skipMarker(int code, int length) {
        if (limit - at >= length && (data[at] & 255) == 0xFF && (data[at + 1] & 255) == code) {
            at += length;
        }
    }

    /** At the beginning of a header. */
    void begin() {
        left = 0;
        last = 0;
    }

    /** To the end of the byte, and of the one after a byte of ones. */
    void align() {
        left = 0;
        if (last == 0xFF) {
            jump(1);
        }
        last = 0;
    }

    int bit() {
        if (left == 0) {
            if (at >= limit) {
                throw broken.apply("a truncated one");
            }
            left = last == 0xFF ? 7 : 8;
            last = data[at++] & 255;
        }
        left--;
        return last >> left & 1;
    }

    int bits(int n) {
        int value = 0;
        for (int i = 0; i < n; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** The number of new coding passes (table B.4). */
    int passes() {
        if (bit() == 0) {
            return 1;
        }
        if (bit() == 0) {
            return 2;
        }
        int two = bits(2);
        if (two < 3) {
            return 3 + two;
        }
        int five = bits(5);
        return five < 31 ? 6 + five : 37 + bits(7);
    }
}
