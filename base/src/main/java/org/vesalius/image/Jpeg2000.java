package org.vesalius.image;

import java.nio.ByteBuffer;
import org.vesalius.io.InputException;

/**
 * JPEG 2000 part 1 (ISO 15444-1, T.800), code streams and JP2 files: both transforms, all orders of progression and block styles, tiles, layers, regions; components of one size and precision of at most
 * 16 bits. The component transform is undone, palettes and colour boxes are not looked at.
 */
public final class Jpeg2000 {
    private static final int CODE_STREAM_BOX = 0x6A703263;

    private Jpeg2000() {}

    /** Decodes a whole picture; {@code what} names it in the error. A cut or damaged one is refused. */
    public static Raster decode(byte[] file, String what) {
        ByteBuffer stream = codeStream(ByteBuffer.wrap(file), what);
        byte[] bytes = new byte[stream.remaining()];
        stream.get(bytes);
        return new J2kStream(bytes, what).decode();
    }

    private static ByteBuffer codeStream(ByteBuffer file, String what) {
        if (file.limit() >= 2 && file.getShort(0) == (short) 0xFF4F) {
            return file;
        }
        long at = 0;
        while (at + 8 <= file.limit()) {
            long length = Integer.toUnsignedLong(file.getInt((int) at));
            int head = 8;
            if (length == 1 && at + 16 <= file.limit()) {
                length = file.getLong((int) at + 8);
                head = 16;
            }
            if (length == 0) {
                length = file.limit() - at;
            }
            boolean code = file.getInt((int) at + 4) == CODE_STREAM_BOX;
            if (code && at + head <= file.limit()) {
                int size = (int) Math.max(0, Math.min(length - head, file.limit() - at - head));
                return file.slice((int) at + head, size);
            }
            if (length < head || length > file.limit() - at) {
                break;
            }
            at += length;
        }
        throw InputException.of(what, "a JPEG 2000 stream", "bytes that begin like none", "get the file again");
    }

    /** The component transform backwards (T.800 annex G), on three components. */
    static void rgb(int[] y, int[] u, int[] v) {
        for (int i = 0; i < y.length; i++) {
            int green = y[i] - ((u[i] + v[i]) >> 2);
            int red = v[i] + green;
            v[i] = u[i] + green;
            u[i] = green;
            y[i] = red;
        }
    }

    /** The irreversible one. */
    static void rgb(float[] y, float[] cb, float[] cr) {
        for (int i = 0; i < y.length; i++) {
            float red = y[i] + 1.402f * cr[i];
            float green = y[i] - 0.34413f * cb[i] - 0.71414f * cr[i];
            float blue = y[i] + 1.772f * cb[i];
            y[i] = red;
            cb[i] = green;
            cr[i] = blue;
        }
    }
}
