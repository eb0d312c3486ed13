package org.vesalius.image;

/** The adaptive binary arithmetic decoder of JPEG 2000 (T.800 annex C), and the raw bits of its bypass mode. */
class J2kArithmetic {
    static final int CONTEXTS = 19;
    static final int RUN = 17;
    static final int UNIFORM = 18;

    // T.800 table C.2: probability, next state after the likelier and after the rarer symbol; the last rows swap the
    // symbols
    private static final int[][] STATES = {
        {0x5601, 1, 1, 1}, {0x3401, 2, 6, 0}, {0x1801, 3, 9, 0}, {0x0AC1, 4, 12, 0}, {0x0521, 5, 29, 0},
        {0x0221, 38, 33, 0}, {0x5601, 7, 6, 1}, {0x5401, 8, 14, 0}, {0x4801, 9, 14, 0}, {0x3801, 10, 14, 0},
        {0x3001, 11, 17, 0}, {0x2401, 12, 18, 0}, {0x1C01, 13, 20, 0}, {0x1601, 29, 21, 0}, {0x5601, 15, 14, 1},
        {0x5401, 16, 14, 0}, {0x5101, 17, 15, 0}, {0x4801, 18, 16, 0}, {0x3801, 19, 17, 0}, {0x3401, 20, 18, 0},
        {0x3001, 21, 19, 0}, {0x2801, 22, 19, 0}, {0x2401, 23, 20, 0}, {0x2201, 24, 21, 0}, {0x1C01, 25, 22, 0},
        {0x1801, 26, 23, 0}, {0x1601, 27, 24, 0}, {0x1401, 28, 25, 0}, {0x1201, 29, 26, 0}, {0x1101, 30, 27, 0},
        {0x0AC1, 31, 28, 0}, {0x09C1, 32, 29, 0}, {0x08A1, 33, 30, 0}, {0x0521, 34, 31, 0}, {0x0441, 35, 32, 0},
        {0x02A1, 36, 33, 0}, {0x0221, 37, 34, 0}, {0x0141, 38, 35, 0}, {0x0111, 39, 36, 0}, {0x0085, 40, 37, 0},
        {0x0049, 41, 38, 0}, {0x0025, 42, 39, 0}, {0x0015, 43, 40, 0}, {0x0009, 44, 41, 0}, {0x0005, 45, 42, 0},
        {0x0001, 45, 43, 0}, {0x5601, 46, 46, 0}
    };
    // a state is twice its number plus its likelier symbol: that symbol << 31 | probability << 16 | next after it << 8
    // | next after the other
    private static final int[] TABLE = new int[2 * STATES.length];

    static {
        for (int s = 0; s < TABLE.length; s++) {
            int[] row = STATES[s / 2];
            int likely = s & 1;
            TABLE[s] = likely << 31 | row[0] << 16 | (2 * row[1] + likely) << 8 | (2 * row[2] + (likely ^ row[3]));
        }
    }

    private final int[] contexts = new int[CONTEXTS];
    private byte[] data = {};
    private int at;
    private int a;
    private int c;
    private int count;
    private int raw;

    /** All contexts as at the beginning of a block (table D.7). */
    final void resetContexts() {
        java.util.Arrays.fill(contexts, TABLE[0]);
        contexts[0] = TABLE[2 * 4];
        contexts[RUN] = TABLE[2 * 3];
        contexts[UNIFORM] = TABLE[2 * 46];
    }

    /** Begins a codeword segment, which ends with two bytes of ones. */
    final void begin(byte[] bytes, int from) {
        data = bytes;
        at = from;
        a = 0x8000;
        count = 0;
        c = (data[at] & 255) << 16;
        byteIn();
        c <<= 7;
        count -= 7;
    }

    private void byteIn() {
        if (data[at] == (byte) 0xFF) {
            int next = data[at + 1] & 255;
            if (next > 0x8F) {
                c += 0xFF00;
                count = 8;
            } else {
                at++;
                c += next << 9;
                count = 7;
            }
        } else {
            at++;
            c += (data[at] & 255) << 8;
            count = 8;
        }
    }

    /** The next symbol in a context. Which part of the interval was met is not asked by branches: where it decides, it cannot be predicted. */
    final int decode(int context) {
        int state = contexts[context];
        int probability = state >> 16 & 0x7FFF;
        int interval = a - probability;
        // all ones in the lower part
        int lower = ((c >>> 16) - probability) >> 31;
        c -= probability << 16 & ~lower;
        if ((interval & 0x8000 & ~lower) != 0) {
            a = interval;
            return state >>> 31;
        }
        int likely = ((interval - probability) >>> 31) ^ (lower + 1);
        contexts[context] = TABLE[state >> (likely << 3) & 255];
        renormalise((interval & ~lower) | (probability & lower));
        return (state >>> 31) ^ likely ^ 1;
    }

    private void renormalise(int interval) {
        int shift = Integer.numberOfLeadingZeros(interval) - 16;
        a = interval << shift;
        while (shift > count) {
            c <<= count;
            shift -= count;
            byteIn();
        }
        c <<= shift;
        count -= shift;
    }

    /** Begins a raw segment. */
    final void beginRaw(byte[] bytes, int from) {
        data = bytes;
        at = from;
        raw = 0;
        count = 0;
    }

    /** The next raw bit. */
    final int rawBit() {
        if (count == 0) {
            boolean stuffed = raw == 0xFF;
            if (stuffed && (data[at] & 255) > 0x8F) {
                // the end: ones go on
                raw = 0xFF;
                count = 8;
            } else {
                raw = data[at] & 255;
                count = stuffed ? 7 : 8;
                at = Math.min(at + 1, data.length - 1);
            }
        }
        count--;
        return raw >> count & 1;
    }
}
