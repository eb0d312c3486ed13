package org.vesalius.identity;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.vesalius.io.InputException;

/** Takes the texts out of a NIfTI header, and the extensions behind it, in which converters put whole DICOM headers. Voxels and geometry stay. */
final class NiftiCleaner {
    private static final int ONE = 348;
    private static final int TWO = 540;

    private NiftiCleaner() {}

    /** The cleaned file, compressed. */
    static byte[] clean(byte[] file) throws IOException {
        boolean zipped = file.length > 1 && file[0] == 0x1F && (file[1] & 255) == 0x8B;
        byte[] plain = file;
        if (zipped) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
                plain = in.readAllBytes();
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(cleaned(plain));
        }
        return out.toByteArray();
    }

    private static byte[] cleaned(byte[] file) {
        if (file.length < ONE) {
            throw broken("a file shorter than its header");
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        int size = in.getInt(0);
        boolean swapped = size != ONE && size != TWO;
        ByteBuffer header = in.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        size = header.getInt(0);
        if ((size != ONE && size != TWO) || file.length < size + 4) {
            throw broken("bytes that begin like none");
        }
        boolean two = size == TWO;
        if (file[two ? 5 : 345] != '+') {
            throw broken("one whose voxels lie in another file");
        }
        long offset = two ? header.getLong(168) : (long) header.getFloat(108);
        if (offset < size || offset > file.length) {
            throw broken("one whose voxels begin outside of it");
        }
        byte[] out = new byte[Math.toIntExact(size + 4L + file.length - offset)];
        System.arraycopy(file, 0, out, 0, size);
        System.arraycopy(file, (int) offset, out, size + 4, (int) (file.length - offset));
        if (two) {
            Arrays.fill(out, 240, 344, (byte) 0);
            Arrays.fill(out, 508, 524, (byte) 0);
            ByteBuffer.wrap(out).order(header.order()).putLong(168, size + 4L);
        } else {
            Arrays.fill(out, 4, 32, (byte) 0);
            Arrays.fill(out, 148, 252, (byte) 0);
            Arrays.fill(out, 328, 344, (byte) 0);
            ByteBuffer.wrap(out).order(header.order()).putFloat(108, size + 4f);
        }
        return out;
    }

    private static InputException broken(String got) {
        return InputException.of("NIfTI file", "a whole single-file NIfTI", got, "leave it out or get it again");
    }
}
