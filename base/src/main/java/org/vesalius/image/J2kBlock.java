package org.vesalius.image;

import java.util.Arrays;
import java.util.function.Function;
import org.vesalius.io.InputException;

/**
 * Decodes code-blocks (T.800 annex D). Four rows of a column share one word of flags: bits 0 to 17 say which of the six rows by three columns around them are significant (three a row, west, own, east,
 * from the row above), bit 18 is the sign above, then three bits a row (refined, visited) with the sign at 19, 22, 25, 28 and that of the row below at 31.
 */
final class J2kBlock extends J2kArithmetic {
    private static final int OWN = 1 << 4;
    private static final int AROUND = 0x1EF;
    private static final int REFINED = 1 << 20;
    private static final int VISITED = 1 << 21;
    private static final int ALL_OWN = OWN | OWN << 3 | OWN << 6 | OWN << 9;
    private static final int ALL_VISITED = VISITED | VISITED << 3 | VISITED << 6 | VISITED << 9;
    private static final byte[][] ZERO = new byte[4][512];
    private static final byte[] SIGNS = new byte[256];

    static {
        for (int kind = 0; kind < 4; kind++) {
            for (int f = 0; f < 512; f++) {
                ZERO[kind][f] = (byte) zeroContext(kind, f);
            }
        }
        for (int s = 0; s < 256; s++) {
            SIGNS[s] = (byte) signContext(pull(s) + pull(s >> 2), pull(s >> 4) + pull(s >> 6));
        }
    }

    private final Function<String, InputException> broken;
    private int[] flags = {};
    private int[] values = {};
    private int width;
    private int height;
    private int stride;
    private boolean causal;
    private byte[] zero = ZERO[0];
    private byte[] bytes = new byte[1 << 12];

    J2kBlock(Function<String, InputException> broken) {
        this.broken = broken;
    }

    // table D.1
    private static int zeroContext(int kind, int f) {
        int across = (f >> 3 & 1) + (f >> 5 & 1);
        int down = (f >> 1 & 1) + (f >> 7 & 1);
        int diagonal = (f & 1) + (f >> 2 & 1) + (f >> 6 & 1) + (f >> 8 & 1);
        if (kind == 3) {
            int straight = across + down;
            return switch (diagonal) {
                case 0 -> Math.min(straight, 2);
                case 1 -> 3 + Math.min(straight, 2);
                case 2 -> straight == 0 ? 6 : 7;
                default -> 8;
            };
        }
        int h = kind == 1 ? down : across;
        int v = kind == 1 ? across : down;
        return switch (h) {
            case 2 -> 8;
            case 1 -> v > 0 ? 7 : diagonal > 0 ? 6 : 5;
            default -> v > 0 ? 2 + v : Math.min(diagonal, 2);
        };
    }

    /** Of a neighbour's significance (bit 0) and sign (bit 1). */
    private static int pull(int s) {
        return (s & 1) == 0 ? 0 : (s & 2) == 0 ? 1 : -1;
    }

    // tables D.2 and D.3; the bit to be flipped at 7
    private static int signContext(int across, int down) {
        int h = Integer.signum(across);
        int v = Integer.signum(down);
        boolean flip = h < 0 || (h == 0 && v < 0);
        int context = 9 + (h == 0 ? Math.abs(v) : 3 + (flip ? -v : v));
        return context | (flip ? 0x80 : 0);
    }

    /** Twice the magnitudes with half a step added, row by row, negative where the sign is; the array is used again by the next block. */
    int[] decode(J2kBand band, J2kBand.Block block, J2kCoding coding, byte[] data) {
        width = block.x1 - block.x0;
        height = block.y1 - block.y0;
        stride = width + 2;
        int words = stride * ((height + 3) / 4 + 2);
        if (flags.length < words) {
            flags = new int[words];
        }
        if (values.length < width * height) {
            values = new int[width * height];
        }
        Arrays.fill(flags, 0, words, 0);
        Arrays.fill(values, 0, width * height, 0);
        zero = ZERO[band.kind];
        causal = (coding.style & J2kCoding.CAUSAL) != 0;
        int planes = band.bitPlanes + coding.regionShift - block.zeroPlanes;
        if (block.zeroPlanes < 0 || planes < 0 || block.passes > Math.max(0, 3 * planes - 2)) {
            throw broken.apply("a block of impossible bit planes");
        }
        passes(block, coding.style, planes, data);
        return values;
    }

    private void passes(J2kBand.Block block, int style, int planes, byte[] data) {
        resetContexts();
        int pass = 0;
        for (int p = 0; p < block.pieces.size(); ) {
            int length = 0;
            int passes = 0;
            boolean more = true;
            for (; more && p < block.pieces.size(); p++) {
                J2kBand.Piece piece = block.pieces.get(p);
                room(length + piece.length());
                System.arraycopy(data, piece.from(), bytes, length, piece.length());
                length += piece.length();
                passes += piece.passes();
                more = piece.more();
            }
            bytes[length] = -1;
            bytes[length + 1] = -1;
            boolean raw = (style & J2kCoding.BYPASS) != 0 && pass >= 10 && (pass - 10) % 3 != 2;
            if (raw) {
                beginRaw(bytes, 0);
            } else {
                begin(bytes, 0);
            }
            for (int end = pass + passes; pass < end; pass++) {
                pass(pass, planes - (pass + 2) / 3, raw, style);
            }
        }
    }

    private void room(int length) {
        if (bytes.length < length + 2) {
            bytes = Arrays.copyOf(bytes, 2 * (length + 2));
        }
    }

    private void pass(int number, int plane, boolean raw, int style) {
        // the lowest plane has the value 2, so that half of it is a whole number
        int one = 1 << plane;
        switch (number % 3) {
            case 0 -> {
                cleanup(one | one >> 1);
                if ((style & J2kCoding.SYMBOLS) != 0) {
                    for (int i = 0; i < 4; i++) {
                        decode(UNIFORM);
                    }
                }
            }
            case 1 -> significance(one | one >> 1, raw);
            default -> refinement(one >> 1, raw);
        }
        if ((style & J2kCoding.RESET) != 0) {
            resetContexts();
        }
    }

    private void significance(int value, boolean raw) {
        for (int y = 0; y < height; y += 4) {
            int rows = Math.min(4, height - y);
            int at = (y / 4 + 1) * stride + 1;
            for (int x = 0; x < width; x++, at++) {
                int word = flags[at];
                if (word == 0 || (word & ALL_OWN) == ALL_OWN) {
                    continue;
                }
                for (int row = 0; row < rows; row++) {
                    int shift = 3 * row;
                    int f = flags[at] >> shift;
                    if ((f & (OWN | VISITED)) == 0 && (f & AROUND) != 0) {
                        if (raw ? rawBit() == 1 : decode(zero[f & AROUND]) == 1) {
                            int sign = raw ? rawBit() : sign(at, row);
                            found(at, row, sign, x, y, value);
                        }
                        flags[at] |= VISITED << shift;
                    }
                }
            }
        }
    }

    private void refinement(int half, boolean raw) {
        for (int y = 0; y < height; y += 4) {
            int rows = Math.min(4, height - y);
            int at = (y / 4 + 1) * stride + 1;
            for (int x = 0; x < width; x++, at++) {
                int word = flags[at];
                if ((word & ALL_OWN) == 0) {
                    continue;
                }
                for (int row = 0; row < rows; row++) {
                    int shift = 3 * row;
                    int f = word >> shift;
                    if ((f & (OWN | VISITED)) == OWN) {
                        int context = (f & REFINED) != 0 ? 16 : (f & AROUND) != 0 ? 15 : 14;
                        int bit = raw ? rawBit() : decode(context);
                        int i = (y + row) * width + x;
                        // away from zero by half a step, or towards it
                        int sign = values[i] >> 31;
                        values[i] += (half ^ (bit - 1) ^ sign) - ((bit - 1) ^ sign);
                        word |= REFINED << shift;
                    }
                }
                flags[at] = word;
            }
        }
    }

    private void cleanup(int value) {
        for (int y = 0; y < height; y += 4) {
            int rows = Math.min(4, height - y);
            int at = (y / 4 + 1) * stride + 1;
            for (int x = 0; x < width; x++, at++) {
                int row = 0;
                int word = flags[at];
                if (((word | word >>> 17) & ALL_OWN) == ALL_OWN) {
                    // each is significant or was visited
                    flags[at] = word & ~ALL_VISITED;
                    continue;
                }
                if (word == 0 && rows == 4) {
                    if (decode(RUN) == 0) {
                        continue;
                    }
                    row = decode(UNIFORM) << 1;
                    row |= decode(UNIFORM);
                    found(at, row, sign(at, row), x, y, value);
                    row++;
                }
                for (; row < rows; row++) {
                    int f = flags[at] >> (3 * row);
                    if ((f & (OWN | VISITED)) == 0 && decode(zero[f & AROUND]) == 1) {
                        found(at, row, sign(at, row), x, y, value);
                    }
                }
                flags[at] &= ~ALL_VISITED;
            }
        }
    }

    private int sign(int at, int row) {
        int shift = 3 * row;
        int word = flags[at];
        int f = word >> shift;
        int north = row == 0 ? word >> 18 : f >> 16;
        int south = f >> 22;
        int s = (f >> 3 & 1)
                | (flags[at - 1] >> (19 + shift) & 1) << 1
                | (f >> 5 & 1) << 2
                | (flags[at + 1] >> (19 + shift) & 1) << 3
                | (f >> 1 & 1) << 4
                | (north & 1) << 5
                | (f >> 7 & 1) << 6
                | (south & 1) << 7;
        int context = SIGNS[s];
        return decode(context & 0x7F) ^ (context >> 7 & 1);
    }

    /** A coefficient becomes significant, and its neighbours learn of it. */
    private void found(int at, int row, int sign, int x, int y, int value) {
        int shift = 3 * row;
        flags[at] |= (OWN | sign << 19) << shift;
        flags[at - 1] |= 1 << (5 + shift);
        flags[at + 1] |= 1 << (3 + shift);
        if (row == 0 && !causal) {
            int north = at - stride;
            flags[north] |= 1 << 16 | sign << 31;
            flags[north - 1] |= 1 << 17;
            flags[north + 1] |= 1 << 15;
        }
        if (row == 3) {
            int south = at + stride;
            flags[south] |= 1 << 1 | sign << 18;
            flags[south - 1] |= 1 << 2;
            flags[south + 1] |= 1;
        }
        values[(y + row) * width + x] = sign == 1 ? -value : value;
    }
}
