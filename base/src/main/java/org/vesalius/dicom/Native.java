package org.vesalius.dicom;

import java.nio.ByteBuffer;
import org.vesalius.io.InputException;

/** Uncompressed pixels (PS3.5 section 8): 1, 8, 16 or 32 bits, by pixel or by plane, chroma at half width. */
final class Native {
    private Native() {}

    /** Values in the pixel cell as they are, interleaved. */
    static int[] decode(ByteBuffer data, PixelFormat format, int frame, String what) {
        long first = first(data, format, frame, what);
        if (format.hasHalfChroma(data.limit())) {
            int[] packed = new int[(int) (format.frameBits(data.limit()) / format.allocated())];
            cells(data, first, format.allocated(), packed);
            return fullChroma(packed, format);
        }
        int[] cells = new int[format.values()];
        cells(data, first, format.allocated(), cells);
        return format.planar() && format.samples() > 1 ? interleaved(cells, format) : cells;
    }

    /** What a table says of each cell; of one sample in 8 or 16 bits. */
    static float[] mapped(ByteBuffer data, PixelFormat format, int frame, float[] table, String what) {
        float[] out = new float[format.pixels()];
        int at = Math.toIntExact(first(data, format, frame, what) * format.allocated() / 8);
        if (format.allocated() == 8) {
            for (int i = 0; i < out.length; i++) {
                out[i] = table[data.get(at + i) & 0xFF];
            }
            return out;
        }
        short[] row = new short[format.columns()];
        for (int i = 0; i < out.length; i += row.length, at += 2 * row.length) {
            words(data, at, row);
            for (int x = 0; x < row.length; x++) {
                out[i + x] = table[row[x] & 0xFFFF];
            }
        }
        return out;
    }

    private static void words(ByteBuffer data, int at, short[] row) {
        data.slice(at, 2 * row.length).order(data.order()).asShortBuffer().get(row);
    }

    /** The number of the frame's first cell. */
    private static long first(ByteBuffer data, PixelFormat format, int frame, String what) {
        long bits = format.frameBits(data.limit());
        if ((frame + 1) * bits > 8L * data.limit()) {
            throw InputException.of(
                    what,
                    (bits * format.frames() + 7) / 8 + " bytes of pixel data for its rows, columns and frames",
                    Integer.toString(data.limit()),
                    "get the file again: it is truncated or its header is wrong");
        }
        if (format.photometric().endsWith("_420")) {
            throw InputException.of(
                    what,
                    "chroma of full height in uncompressed pixels",
                    format.photometric() + ", which has no such form",
                    "correct the header");
        }
        return frame * bits / format.allocated();
    }

    private static void cells(ByteBuffer data, long first, int allocated, int[] out) {
        if (allocated == 32) {
            ByteBuffer frame = data.slice((int) (4 * first), 4 * out.length);
            frame.order(data.order()).asIntBuffer().get(out);
            return;
        }
        int at = (int) first;
        for (int i = 0; i < out.length; i++, at++) {
            out[i] = switch (allocated) {
                case 1 -> (data.get(at >> 3) >> (at & 7)) & 1;
                case 8 -> data.get(at) & 0xFF;
                default -> data.getShort(2 * at) & 0xFFFF;
            };
        }
    }

    private static int[] interleaved(int[] planes, PixelFormat format) {
        int[] out = new int[planes.length];
        int samples = format.samples();
        for (int c = 0; c < samples; c++) {
            int from = c * format.pixels();
            for (int i = 0; i < format.pixels(); i++) {
                out[i * samples + c] = planes[from + i];
            }
        }
        return out;
    }

    /** Two pixels as Y, Y, Cb, Cr; the second of an odd row's end is not there. */
    private static int[] fullChroma(int[] packed, PixelFormat format) {
        int[] out = new int[format.values()];
        int pairs = (format.columns() + 1) / 2;
        for (int y = 0; y < format.rows(); y++) {
            for (int x = 0; x < format.columns(); x++) {
                int pair = 4 * (y * pairs + x / 2);
                int to = 3 * (y * format.columns() + x);
                out[to] = packed[pair + x % 2];
                out[to + 1] = packed[pair + 2];
                out[to + 2] = packed[pair + 3];
            }
        }
        return out;
    }
}
