package org.vesalius.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.vesalius.io.InputException;

/** JPEG-LS, lossless and near-lossless (ISO 14495-1, T.87): 2 to 16 bits, 1 to 4 components, every interleave mode and presets; no restart intervals, mapping tables or colour transforms. */
public final class JpegLs {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOF = 0xF7;
    private static final int LSE = 0xF8;
    private static final int SOS = 0xDA;
    private static final int DRI = 0xDD;

    private final byte[] file;
    private final String what;
    private int precision;
    private int width;
    private int height;
    private int[] ids = {};
    private int[] samples = {};
    private int[] presets = new int[5];
    private int restart;

    private JpegLs(byte[] file, String what) {
        this.file = file;
        this.what = what;
    }

    /** Decodes a whole stream; {@code what} names it in the error. A cut or damaged one is refused. */
    public static Raster decode(byte[] file, String what) {
        JpegLs stream = new JpegLs(file, what);
        stream.read();
        return new Raster(stream.width, stream.height, stream.ids.length, stream.precision, false, stream.samples);
    }

    private void read() {
        int at = 2;
        int seen = 0;
        if (file.length < 4 || file[0] != (byte) 0xFF || (file[1] & 255) != SOI) {
            throw broken("bytes that begin like none");
        }
        while (ids.length == 0 || seen < ids.length) {
            if (at + 4 > file.length || file[at] != (byte) 0xFF) {
                throw broken("a truncated one");
            }
            int marker = file[at + 1] & 255;
            if (marker == 0xFF || (marker >= 0xD0 && marker <= SOI)) {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }
            int length = (file[at + 2] & 255) << 8 | (file[at + 3] & 255);
            if (marker == EOI || length < 2 || at + 2 + length > file.length) {
                throw broken("a truncated one");
            }
            ByteBuffer segment = ByteBuffer.wrap(file, at + 4, length - 2).slice();
            at += 2 + length;
            if (marker == SOS) {
                int[] of = scanned(segment);
                seen += of.length;
                at = scan(of, segment, at);
            } else {
                segment(marker, segment);
            }
        }
    }

    private void segment(int marker, ByteBuffer segment) {
        switch (marker) {
            case SOF -> frame(segment);
            case LSE -> presets(segment);
            case DRI ->
                restart = segment.limit() == 2
                        ? segment.getShort(0) & 0xFFFF
                        : segment.limit() == 4 ? segment.getInt(0) : 0;
            case 0xE8 -> {
                boolean transform = segment.limit() >= 5 && segment.getInt(0) == 0x6D726678;
                if (transform && segment.get(4) != 0) {
                    throw broken("one with Hewlett-Packard's colour transform");
                }
            }
            default -> {}
        }
    }

    private void frame(ByteBuffer segment) {
        int components = segment.limit() < 6 ? 0 : segment.get(5) & 255;
        if (components < 1 || components > 4 || segment.limit() < 6 + 3 * components || ids.length > 0) {
            throw broken("an impossible frame header");
        }
        precision = segment.get(0) & 255;
        height = segment.getShort(1) & 0xFFFF;
        width = segment.getShort(3) & 0xFFFF;
        if (precision < 2 || precision > 16 || width == 0 || height == 0) {
            throw broken(width + " x " + height + " pixels of " + precision + " bits");
        }
        ids = new int[components];
        for (int c = 0; c < components; c++) {
            ids[c] = segment.get(6 + 3 * c) & 255;
            if (segment.get(7 + 3 * c) != segment.get(7)) {
                throw broken("components of different sizes");
            }
        }
        long pixels = (long) width * height;
        if (!ImageFiles.mayHold(pixels, components, file.length)) {
            throw broken(width + " x " + height + " pixels, more than its " + file.length + " bytes can hold");
        }
        samples = new int[width * height * components];
    }

    private void presets(ByteBuffer segment) {
        if (segment.limit() < 11 || segment.get(0) != 1) {
            throw broken("a mapping table or wide size, which is not read");
        }
        for (int i = 0; i < 5; i++) {
            presets[i] = segment.getShort(1 + 2 * i) & 0xFFFF;
        }
    }

    private int[] scanned(ByteBuffer segment) {
        int count = segment.limit() < 1 ? 0 : segment.get(0) & 255;
        if (ids.length == 0 || count < 1 || count > ids.length || segment.limit() != 4 + 2 * count) {
            throw broken("an impossible scan header");
        }
        int[] of = new int[count];
        for (int i = 0; i < count; i++) {
            int id = segment.get(1 + 2 * i) & 255;
            of[i] = Arrays.stream(ids).boxed().toList().indexOf(id);
            if (of[i] < 0 || segment.get(2 + 2 * i) != 0) {
                throw broken("a scan of a component that the frame does not have, or of a mapping table");
            }
        }
        return of;
    }

    private int scan(int[] of, ByteBuffer segment, int from) {
        int near = segment.get(segment.limit() - 3) & 255;
        int mode = segment.get(segment.limit() - 2) & 255;
        int shift = segment.get(segment.limit() - 1) & 15;
        int most = presets[0] == 0 ? (1 << precision) - 1 : presets[0];
        boolean fits = mode <= 2 && (mode > 0 || of.length == 1) && near <= Math.min(255, most / 2);
        if (!fits || most >= 1 << precision || shift >= precision) {
            throw broken("an impossible scan header");
        }
        JpegLsCoder coder = new JpegLsCoder(most, near, presets, new JpegLsBits(file, from, what));
        JpegLsScan scan = new JpegLsScan(coder, of, width, height, ids.length, samples, this::broken);
        int end = scan.decode(mode == 2, restart, file);
        for (int c : shift > 0 ? of : new int[0]) {
            shift(c, shift);
        }
        return end;
    }

    private void shift(int component, int by) {
        for (int i = component; i < samples.length; i += ids.length) {
            samples[i] <<= by;
            if (samples[i] >= 1 << precision) {
                throw broken("samples of more bits than it has");
            }
        }
    }

    private InputException broken(String got) {
        return InputException.of(what, "a whole JPEG-LS stream", got, "get the file again or convert it");
    }
}
