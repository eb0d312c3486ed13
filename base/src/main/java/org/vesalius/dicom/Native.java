package org.vesalius.dicom;

import java.nio.ByteBuffer;
import org.vesalius.io.InputException;

/** Uncompressed pixels (PS3.5 section 8): 1, 8, 16 or 32 bits, by pixel or by plane, chroma at half width. */
final class Native {
    private Native() {}

    /** Values in the pixel cell as they are, interleaved. */
    static int[] decode(ByteBuffer data, PixelFormat format, int frame, String what) {
        long bits = format.frameBits();
        if ((frame + 1) * bits > 8L * data.limit()) {
            throw InputException.of(
                    what,
                    (bits * format.frames() + 7) / 8 + " bytes of pixel data for its rows, columns and frames",
                    Integer.toString(data.limit()),
                    "get the file again: it is truncated or its header is wrong");
        }
        int[] out = new int[format.values()];
        long first = frame * bits / format.allocated();
        if (format.photometric().equals("YBR_FULL_422") && format.samples() == 3) {
            halfChroma(data, format, first, out);
            return out;
        }
        int plane = format.pixels();
        for (int i = 0; i < out.length; i++) {
            int from = format.planar() ? i % format.samples() * plane + i / format.samples() : i;
            out[i] = value(data, first + from, format.allocated());
        }
        return out;
    }

    /** Two pixels as Y, Y, Cb, Cr. */
    private static void halfChroma(ByteBuffer data, PixelFormat format, long first, int[] out) {
        int pairs = (format.columns() + 1) / 2;
        for (int y = 0; y < format.rows(); y++) {
            for (int x = 0; x < format.columns(); x++) {
                long pair = first + 4L * ((long) y * pairs + x / 2);
                int to = 3 * (y * format.columns() + x);
                out[to] = value(data, pair + x % 2, format.allocated());
                out[to + 1] = value(data, pair + 2, format.allocated());
                out[to + 2] = value(data, pair + 3, format.allocated());
            }
        }
    }

    private static int value(ByteBuffer data, long index, int allocated) {
        return switch (allocated) {
            case 1 -> (data.get((int) (index >> 3)) >> (index & 7)) & 1;
            case 8 -> data.get((int) index) & 255;
            case 16 -> data.getShort((int) (index * 2)) & 0xFFFF;
            default -> data.getInt((int) (index * 4));
        };
    }
}
