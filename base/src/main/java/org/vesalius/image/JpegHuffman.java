package org.vesalius.image;

import org.jspecify.annotations.Nullable;

/** A Huffman table of a JPEG (T.81 annex C and F.2.2.3), as look-ups of the next bits. */
final class JpegHuffman {
    private static final int LOOK = 9;
    private static final int DIFF = 12;
    private static final int MAX_LENGTH = 16;

    private final int[] symbols;
    private final int[] first = new int[MAX_LENGTH + 2];
    private final int[] beyond = new int[MAX_LENGTH + 2];
    private final int[] offset = new int[MAX_LENGTH + 2];
    private final short[] look = new short[1 << LOOK];
    private int @Nullable [] differences;

    private JpegHuffman(int[] symbols) {
        this.symbols = symbols;
    }

    /** From the number of codes of each length, 1 to 16, and the symbols in their order; null when they are no code. */
    static @Nullable JpegHuffman of(int[] counts, int[] symbols) {
        JpegHuffman table = new JpegHuffman(symbols);
        int code = 0;
        int k = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            table.first[length] = code;
            table.offset[length] = k - code;
            for (int i = 0; i < counts[length - 1]; i++, k++, code++) {
                if (code >= 1 << length) {
                    return null;
                }
                table.fill(code, length, symbols[k]);
            }
            table.beyond[length] = code;
            code <<= 1;
        }
        return table;
    }

    private void fill(int code, int length, int symbol) {
        for (int i = 0; length <= LOOK && i < 1 << (LOOK - length); i++) {
            look[(code << (LOOK - length)) + i] = (short) (length << 8 | symbol);
        }
    }

    /** The next symbol of filled bits; -1 for bits that are no code. */
    int symbol(JpegBits bits) {
        int entry = look[bits.peek(LOOK)];
        if (entry != 0) {
            bits.skip(entry >> 8);
            return entry & 255;
        }
        int all = bits.peek(MAX_LENGTH);
        for (int length = 1; length <= MAX_LENGTH; length++) {
            int code = all >>> (MAX_LENGTH - length);
            if (code >= first[length] && code < beyond[length]) {
                bits.skip(length);
                return symbols[code + offset[length]];
            }
        }
        return -1;
    }

    /** A lossless difference (T.81 table H.2), code and extra bits at once where both are short; bits that are no code give {@link Integer#MIN_VALUE}. */
    int difference(JpegBits bits, int[] shortOnes) {
        bits.fill();
        int entry = shortOnes[bits.peek(DIFF)];
        if (entry != 0) {
            bits.skip(entry & 255);
            return entry >> 8;
        }
        int size = symbol(bits);
        if (size <= 0) {
            return size < 0 ? Integer.MIN_VALUE : 0;
        }
        if (size >= MAX_LENGTH) {
            return size == MAX_LENGTH ? 1 << 15 : Integer.MIN_VALUE;
        }
        return bits.signed(size);
    }

    /** For {@link #difference}: by the next twelve bits the value in the upper 24 bits and the length below, 0 where twelve bits are too few. */
    int[] differences() {
        int[] made = differences;
        if (made == null) {
            made = new int[1 << DIFF];
            for (int next = 0; next < made.length; next++) {
                made[next] = entry(next);
            }
            differences = made;
        }
        return made;
    }

    private int entry(int next) {
        for (int length = 1; length <= DIFF; length++) {
            int code = next >>> (DIFF - length);
            if (code >= first[length] && code < beyond[length]) {
                int size = symbols[code + offset[length]];
                if (size + length > DIFF) {
                    return 0;
                }
                int extra = next >>> (DIFF - length - size) & ((1 << size) - 1);
                int value = size == 0 || extra >= 1 << (size - 1) ? extra : extra - (1 << size) + 1;
                return value << 8 | (length + size);
            }
        }
        return 0;
    }
}
