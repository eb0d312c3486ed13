package org.vesalius.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Writes files byte by byte in every encoding, as a counterpart of the reader that shares no code with it. */
final class TestDicom {
    static final int UNDEFINED = -1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean explicit;
    private final ByteOrder order;

    TestDicom(boolean explicit, ByteOrder order) {
        this.explicit = explicit;
        this.order = order;
    }

    static TestDicom of(TransferSyntax syntax) {
        return new TestDicom(
                syntax != TransferSyntax.IMPLICIT_LITTLE,
                syntax == TransferSyntax.EXPLICIT_BIG ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    TestDicom head(int group, int element, @Nullable String vr, int length) {
        tag(group, element);
        boolean isLong = vr != null && "OB OW UN SQ UT UC OF OV".contains(vr);
        if (explicit && vr != null) {
            out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
            if (isLong) {
                number(2, 0);
            }
        }
        number(explicit && vr != null && !isLong ? 2 : 4, length);
        return this;
    }

    TestDicom put(int group, int element, String vr, byte[] value) {
        head(group, element, vr, value.length);
        out.writeBytes(value);
        return this;
    }

    TestDicom text(int group, int element, String vr, String value) {
        String even = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        return put(group, element, vr, even.getBytes(StandardCharsets.ISO_8859_1));
    }

    TestDicom us(int group, int element, int... values) {
        head(group, element, "US", 2 * values.length);
        for (int value : values) {
            number(2, value);
        }
        return this;
    }

    TestDicom raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** An item or delimiter, which never has a representation. */
    TestDicom item(int element, int length) {
        tag(0xFFFE, element);
        number(4, length);
        return this;
    }

    private void tag(int group, int element) {
        number(2, group);
        number(2, element);
    }

    private void number(int bytes, int value) {
        for (int i = 0; i < bytes; i++) {
            int shift = order == ByteOrder.LITTLE_ENDIAN ? 8 * i : 8 * (bytes - 1 - i);
            out.write(value >>> shift);
        }
    }

    /** Sixteen-bit pixels in the order of the encoding. */
    byte[] words(int... values) {
        ByteBuffer words = ByteBuffer.allocate(values.length * 2).order(order);
        for (int value : values) {
            words.putShort((short) value);
        }
        byte[] bytes = new byte[values.length * 2];
        words.flip().get(bytes);
        return bytes;
    }

    TestDicom pixelModule(
            String photometric, int columns, int rows, int samples, int allocated, int stored, boolean signed) {
        return us(0x28, 0x02, samples)
                .text(0x28, 0x04, "CS", photometric)
                .us(0x28, 0x10, rows)
                .us(0x28, 0x11, columns)
                .us(0x28, 0x100, allocated)
                .us(0x28, 0x101, stored)
                .us(0x28, 0x102, stored - 1)
                .us(0x28, 0x103, signed ? 1 : 0);
    }

    byte[] body() {
        return out.toByteArray();
    }

    /** With preamble and meta group. */
    byte[] file(TransferSyntax syntax) {
        TestDicom meta = new TestDicom(true, ByteOrder.LITTLE_ENDIAN).text(2, 0x10, "UI", syntax.uid());
        byte[] body = syntax == TransferSyntax.DEFLATED ? deflate(body()) : body();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(meta.body());
        file.writeBytes(body);
        return file.toByteArray();
    }

    private static byte[] deflate(byte[] body) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(body);
        deflater.finish();
        byte[] buffer = new byte[body.length + 100];
        int length = deflater.deflate(buffer);
        deflater.end();
        return java.util.Arrays.copyOf(buffer, length);
    }
}
