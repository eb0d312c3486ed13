package org.vesalius.volume;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;

/**
 * NIfTI-1 and NIfTI-2 in one file, either byte order, plain or gzipped (told by the bytes), scaled by slope and intercept. Voxels become floats, so whole numbers above 2^24 are rounded.
 *
 * <p>Read as a stream: memory grows with the voxels that are really there, not with what a header claims, and of a gzipped file the check sum is compared.
 */
public final class NiftiFile {
    private static final int HEAD = 1024;
    private static final int CHUNK = 1 << 16;
    private static final int FIRST_VOXELS = 1 << 16;
    private static final long MAX_VOXELS = 1L << 28;
    /** Bytes after the voxels that a file may have. */
    private static final long TAIL = 1 << 20;

    private static final String WHAT = "NIfTI file";

    private NiftiFile() {}

    /** What {@link #write} stores. */
    public enum Type {
        /** Whole numbers from 0 to 255 only. */
        UINT8(NiftiHeader.Voxel.UINT8),
        /** Exact for whole numbers of 16 bits, else scaled over the range of the values. */
        INT16(NiftiHeader.Voxel.INT16),
        FLOAT32(NiftiHeader.Voxel.FLOAT32);

        final NiftiHeader.Voxel voxel;

        Type(NiftiHeader.Voxel voxel) {
            this.voxel = voxel;
        }

        /** The smallest that keeps every voxel exactly (but a negative zero, which becomes 0). */
        public static Type exact(Volume volume) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (float v : volume.voxels()) {
                if (v != Math.rint(v)) {
                    return FLOAT32;
                }
                low = Math.min(low, v);
                high = Math.max(high, v);
            }
            if (low >= 0 && high <= 255) {
                return UINT8;
            }
            return low >= Short.MIN_VALUE && high <= Short.MAX_VALUE ? INT16 : FLOAT32;
        }
    }

    /** What {@link #write} writes. */
    public enum Version {
        /** Affine and scaling in 32 bits, sides of at most 32767: what every program reads. */
        ONE,
        /** Affine and scaling in 64 bits, so that a volume comes back exactly. */
        TWO
    }

    /** A file that holds one volume. */
    public static Volume read(Path file) throws IOException {
        return read(file, -1);
    }

    /** One volume of a series, counted from 0. */
    public static Volume read(Path file, int frame) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, Files.size(file), frame, WHAT);
        }
    }

    /** A file in memory; {@code frame} -1 asks for the only volume, {@code what} names it in errors. */
    public static Volume read(byte[] file, int frame, String what) {
        try {
            return read(new ByteArrayInputStream(file), file.length, frame, what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Volume read(InputStream raw, long size, int frame, String what) throws IOException {
        try {
            Source source = Source.open(raw, size, what);
            NiftiHeader header = source.header;
            int frames = header.shape[3];
            if (frame >= frames || (frame < 0 && frames > 1)) {
                throw InputException.of(
                        what,
                        frame < 0 ? "one volume" : "a volume from 0 to " + (frames - 1),
                        frame < 0 ? frames + " in a series" : frame + "",
                        "name one of them");
            }
            int count = (int) count(header, what);
            source.in.skipNBytes(header.offset + (long) Math.max(0, frame) * count * header.voxel.bytes);
            float[] voxels = voxels(source.in, header, count);
            source.drain((long) (frames - 1 - Math.max(0, frame)) * count * header.voxel.bytes, what);
            return new Volume(header.shape[0], header.shape[1], header.shape[2], voxels, header.affine);
        } catch (EOFException | ZipException e) {
            throw damaged(what, e);
        }
    }

    /**
     * Reads a file to its end without keeping it.
     *
     * @throws InputException when {@link #read} would refuse it for its header, its length or its check sum
     */
    public static void check(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Source source = Source.open(in, Files.size(file), WHAT);
            NiftiHeader header = source.header;
            source.drain(header.offset + count(header, WHAT) * header.shape[3] * header.voxel.bytes, WHAT);
        } catch (EOFException | ZipException e) {
            throw damaged(WHAT, e);
        }
    }

    /** How many voxels one volume of a file has, by its header. */
    public static long voxels(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return count(Source.open(in, Files.size(file), WHAT).header, WHAT);
        } catch (EOFException | ZipException e) {
            throw damaged(WHAT, e);
        }
    }

    /** The unpacked bytes of a file, from the first, and its header. */
    private record Source(InputStream in, NiftiHeader header, boolean zipped) {

        static Source open(InputStream raw, long size, String what) throws IOException {
            InputStream bytes = new BufferedInputStream(raw, CHUNK);
            bytes.mark(3);
            boolean zipped = isGzip(bytes.readNBytes(3));
            bytes.reset();
            InputStream in = zipped ? new BufferedInputStream(new GZIPInputStream(bytes, CHUNK), CHUNK) : bytes;
            in.mark(HEAD);
            NiftiHeader header = new NiftiHeader(in.readNBytes(HEAD), what);
            in.reset();
            long needed = header.offset + count(header, what) * header.shape[3] * header.voxel.bytes;
            if (!zipped && size < needed) {
                throw InputException.of(
                        what,
                        Arrays.toString(header.shape) + " voxels of " + header.voxel.bytes + " bytes",
                        size + " bytes in all",
                        "get the file again: it is truncated");
            }
            return new Source(in, header, zipped);
        }

        /** Reads what must still be there, and to the end of a packed file, where its check sum is. */
        void drain(long expected, String what) throws IOException {
            if (zipped) {
                in.skipNBytes(expected);
                byte[] buffer = new byte[CHUNK];
                long more = 0;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    more += n;
                    if (more > TAIL) {
                        throw InputException.of(
                                what, "an end after the voxels", "more than 1 MiB beyond", "get the file again");
                    }
                }
            }
        }
    }

    private static InputException damaged(String what, IOException cause) {
        return new InputException(
                what + ": expected a whole gzipped NIfTI file, got one that ends too early or is damaged;"
                        + " get the file again",
                cause);
    }

    private static long count(NiftiHeader header, String what) {
        long plane = (long) header.shape[0] * header.shape[1];
        if (plane > MAX_VOXELS || plane * header.shape[2] > MAX_VOXELS) {
            throw InputException.of(
                    what, "at most 2^28 voxels", Arrays.toString(header.shape), "cut or resample the volume");
        }
        return plane * header.shape[2];
    }

    private static float[] voxels(InputStream in, NiftiHeader header, int count) throws IOException {
        float[] out = new float[Math.min(count, FIRST_VOXELS)];
        byte[] chunk = new byte[CHUNK];
        ByteBuffer buffer = ByteBuffer.wrap(chunk).order(header.order);
        int size = header.voxel.bytes;
        for (int at = 0; at < count; ) {
            int now = Math.min(count - at, CHUNK / size);
            if (in.readNBytes(chunk, 0, now * size) < now * size) {
                throw new EOFException("the voxels end too early");
            }
            if (at + now > out.length) {
                out = Arrays.copyOf(out, (int) Math.min(count, 2L * out.length));
            }
            for (int i = 0; i < now; i++) {
                out[at + i] = (float) (header.voxel.get(buffer, i * size) * header.slope + header.intercept);
            }
            at += now;
        }
        return out;
    }

    private static boolean isGzip(byte[] file) {
        return file.length > 2 && file[0] == 0x1F && file[1] == (byte) 0x8B;
    }

    /** Writes NIfTI-1, {@link Version#ONE}. */
    public static void write(Path file, Volume volume, Type type) throws IOException {
        write(file, volume, type, Version.ONE);
    }

    /** Writes whole or not at all, little endian, the affine as sform; gzipped when the name ends in {@code .gz}. Equal volumes give equal bytes. */
    public static void write(Path file, Volume volume, Type type, Version version) throws IOException {
        NiftiWriter writer = new NiftiWriter(volume, type, version);
        boolean zipped = file.getFileName().toString().endsWith(".gz");
        AtomicFiles.write(file, out -> write(out, writer, zipped));
    }

    /** The bytes of a gzipped file. */
    public static byte[] gzipped(Volume volume, Type type, Version version) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(out, new NiftiWriter(volume, type, version), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(OutputStream out, NiftiWriter writer, boolean zipped) throws IOException {
        if (zipped) {
            try (GZIPOutputStream zip = new GZIPOutputStream(out, CHUNK)) {
                writer.write(zip);
            }
        } else {
            writer.write(out);
        }
    }
}
