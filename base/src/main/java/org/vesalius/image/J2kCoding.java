package org.vesalius.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.vesalius.io.InputException;

/** How one component of a tile is coded: the marker segments COD, COC, QCD, QCC and RGN (T.800 annex A.6). */
final class J2kCoding implements Cloneable {
    static final int BYPASS = 1;
    static final int RESET = 2;
    static final int TERMINATE = 4;
    static final int CAUSAL = 8;
    static final int SYMBOLS = 32;
    private static final int MAX_LEVELS = 32;

    int levels;
    int blockWidthBits;
    int blockHeightBits;
    int style;
    boolean reversible;
    // exponents of the precinct sides by resolution
    int[] precinctWidthBits = {};
    int[] precinctHeightBits = {};
    int guardBits;
    int[] exponents = {};
    int[] mantissas = {};
    private boolean derived;
    int regionShift;
    boolean ownStyle;
    boolean ownQuantiser;

    /** The part of COD and COC that is alike; {@code custom} where precinct sizes follow. */
    void style(ByteBuffer in, boolean custom, Function<String, InputException> broken) {
        if (in.remaining() < 5) {
            throw broken.apply("a coding style that is too short");
        }
        levels = in.get() & 255;
        blockWidthBits = (in.get() & 15) + 2;
        blockHeightBits = (in.get() & 15) + 2;
        style = in.get() & 255;
        reversible = in.get() == 1;
        boolean sides = blockWidthBits <= 10 && blockHeightBits <= 10 && blockWidthBits + blockHeightBits <= 12;
        if (levels > MAX_LEVELS || !sides || (style & 0xC0) != 0) {
            throw broken.apply("an impossible coding style, or one of high throughput");
        }
        precinctWidthBits = new int[levels + 1];
        precinctHeightBits = new int[levels + 1];
        for (int r = 0; r <= levels; r++) {
            int sizes = custom && in.hasRemaining() ? in.get() & 255 : 0xFF;
            precinctWidthBits[r] = sizes & 15;
            precinctHeightBits[r] = sizes >> 4;
            if (r > 0 && (sizes & 15) * (sizes >> 4) == 0) {
                throw broken.apply("precincts without a block");
            }
        }
    }

    /** The part of QCD and QCC that is alike. */
    void quantiser(ByteBuffer in, Function<String, InputException> broken) {
        if (in.remaining() < 2) {
            throw broken.apply("a quantisation that is too short");
        }
        int head = in.get() & 255;
        guardBits = head >> 5;
        int kind = head & 31;
        derived = kind == 1;
        if (kind > 2) {
            throw broken.apply("an unknown quantisation");
        }
        int count = kind == 0 ? in.remaining() : in.remaining() / 2;
        exponents = new int[count];
        mantissas = new int[count];
        for (int b = 0; b < count; b++) {
            int value = kind == 0 ? (in.get() & 255) << 8 : in.getShort() & 0xFFFF;
            exponents[b] = value >> 11;
            mantissas[b] = kind == 0 ? 0 : value & 0x7FF;
        }
    }

    /** The exponent of a band, counted from the coarsest; -1 when it has none. */
    int exponent(int band) {
        if (derived) {
            return exponents.length == 0 ? -1 : Math.max(0, exponents[0] - Math.max(0, (band - 1) / 3));
        }
        return band < exponents.length ? exponents[band] : -1;
    }

    /** The step of a band of {@code bits} nominal bits (equation E-3). */
    float step(int band, int bits) {
        double mantissa = derived ? mantissas[0] : mantissas[band];
        return (float) Math.scalb(1 + mantissa / 2048, bits - exponent(band));
    }

    J2kCoding copy() {
        try {
            J2kCoding copy = (J2kCoding) clone();
            copy.precinctWidthBits = Arrays.copyOf(precinctWidthBits, precinctWidthBits.length);
            copy.ownStyle = false;
            copy.ownQuantiser = false;
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
