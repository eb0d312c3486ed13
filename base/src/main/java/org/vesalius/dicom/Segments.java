package org.vesalius.dicom;

import org.vesalius.io.InputException;

/** The entries of a segmented palette (PS3.3 C.7.9.2.1): stretches that are listed, straight lines from the last entry to a given one, and repetitions of earlier segments. */
final class Segments {
    private static final int DISCRETE = 0;
    private static final int LINEAR = 1;
    private static final int INDIRECT = 2;

    private final int[] cells;
    private final int bits;
    private final int[] out;
    private final Tag tag;
    private int filled;

    /** {@code cells} of 8 or 16 bits, which are to give so many entries. */
    Segments(int[] cells, int bits, int entries, Tag tag) {
        this.cells = cells;
        this.bits = bits;
        this.out = new int[entries];
        this.tag = tag;
    }

    int[] expand() {
        // one byte may be there to make the length even
        for (int at = 0; at + 2 < cells.length && filled < out.length; ) {
            at = segment(at, true);
        }
        if (filled != out.length) {
            throw broken(filled + " entries");
        }
        return out;
    }

    /** Returns where the next one begins. */
    private int segment(int at, boolean mayRepeat) {
        int length = cell(at + 1);
        return switch (cell(at)) {
            case DISCRETE -> {
                for (int i = 0; i < length; i++) {
                    put(cell(at + 2 + i));
                }
                yield at + 2 + length;
            }
            case LINEAR -> {
                line(length, cell(at + 2));
                yield at + 3;
            }
            case INDIRECT -> {
                int words = 32 / bits;
                if (!mayRepeat) {
                    throw broken("a repetition of a repetition");
                }
                repeat(length, offset(at + 2, words));
                yield at + 2 + words;
            }
            default -> throw broken("a segment of another kind");
        };
    }

    private void line(int length, int end) {
        if (filled == 0) {
            throw broken("a line that begins nowhere");
        }
        int from = out[filled - 1];
        for (int i = 1; i <= length; i++) {
            put((int) Math.rint(from + (end - from) * (double) i / length));
        }
    }

    private void repeat(int segments, int from) {
        int at = from;
        for (int i = 0; i < segments; i++) {
            at = segment(at, false);
        }
    }

    /** In bytes from the first segment, least significant cell first. */
    private int offset(int at, int words) {
        long offset = 0;
        for (int i = 0; i < words; i++) {
            offset |= (long) cell(at + i) << (bits * i);
        }
        return (int) Math.min(Integer.MAX_VALUE, offset * 8 / bits);
    }

    private int cell(int at) {
        if (at < 0 || at >= cells.length) {
            throw broken("a segment over its end");
        }
        return cells[at];
    }

    private void put(int entry) {
        if (filled == out.length) {
            throw broken("more");
        }
        out[filled++] = entry;
    }

    private InputException broken(String got) {
        return InputException.of(tag.toString(), out.length + " entries in segments", got, "correct the palette");
    }
}
