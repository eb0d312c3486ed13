package org.vesalius.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.vesalius.io.InputException;

/** RLE lossless (PS3.5 annex G): one PackBits segment for each byte of each sample, most significant byte first. */
final class Rle {
    private static final int HEADER = 64;

    private Rle() {}

    /** Values in the pixel cell as they are, interleaved. */
    static int[] decode(ByteBuffer frame, PixelFormat format, String what) {
        ByteBuffer in = frame.slice().order(ByteOrder.LITTLE_ENDIAN);
        int bytes = format.allocated() / 8;
        int segments = bytes * format.samples();
        if (in.limit() < HEADER || in.getInt(0) != segments || format.allocated() == 1) {
            throw broken(what, "an RLE header of another number of segments");
        }
        // PackBits makes at most 64 bytes of one
        if (format.pixels() > 64L * in.limit()) {
            throw broken(what, "too few bytes for its rows and columns");
        }
        int[] out = new int[format.values()];
        for (int s = 0; s < segments; s++) {
            int from = in.getInt(4 + 4 * s);
            int to = s + 1 < segments ? in.getInt(8 + 4 * s) : in.limit();
            if (from < HEADER || to < from || to > in.limit()) {
                throw broken(what, "an RLE segment that lies outside of the frame");
            }
            int shift = 8 * (bytes - 1 - s % bytes);
            segment(in.slice(from, to - from), out, s / bytes, format.samples(), shift, what);
        }
        return out;
    }

    private static void segment(ByteBuffer segment, int[] out, int first, int step, int shift, String what) {
        byte[] in = new byte[segment.remaining()];
        segment.get(in);
        int from = 0;
        int at = first;
        while (at < out.length) {
            if (from + 1 >= in.length) {
                throw broken(what, "an RLE segment that ends too early");
            }
            int n = in[from++];
            if (n == -128) {
                continue;
            }
            int count = Math.min(Math.abs(n) + 1, (out.length - at + step - 1) / step);
            if (n >= 0) {
                if (in.length - from < count) {
                    throw broken(what, "an RLE segment that ends too early");
                }
                for (int i = 0; i < count; i++, at += step) {
                    out[at] |= (in[from + i] & 0xFF) << shift;
                }
                from += n + 1;
            } else {
                int value = (in[from++] & 0xFF) << shift;
                for (int i = 0; i < count; i++, at += step) {
                    out[at] |= value;
                }
            }
        }
    }

    private static InputException broken(String what, String got) {
        return InputException.of(what, "whole RLE pixels", got, "get the file again");
    }
}
