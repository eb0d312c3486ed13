package org.vesalius.volume;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;

/**
 * NIfTI-1 and NIfTI-2 in one file, either byte order, plain or gzipped (told by the bytes), scaled by slope and intercept. Voxels become floats, so whole numbers above 2^24 are rounded.
 */
public final class NiftiFile {
    private static final int DATA = 352;
    private static final int HEAD = 1024;
    private static final int MAX_SHORT_STEPS = 65534;

    private NiftiFile() {}

    /** What {@link #write} stores. */
    public enum Type {
        FLOAT32,
        /** Exact for whole numbers of 16 bits, else scaled over the range of the values. */
        INT16
    }

    /** A file that holds one volume. */
    public static Volume read(Path file) throws IOException {
        return read(Files.readAllBytes(file), -1, "NIfTI file");
    }

    /** One volume of a series, counted from 0. */
    public static Volume read(Path file, int frame) throws IOException {
        return read(Files.readAllBytes(file), frame, "NIfTI file");
    }

    /** A file in memory; {@code frame} -1 asks for the only volume, {@code what} names it in errors. */
    public static Volume read(byte[] file, int frame, String what) {
        byte[] bytes = isGzip(file) ? unzip(file, what) : file;
        NiftiHeader header = new NiftiHeader(bytes, what);
        int frames = header.shape[3];
        if (frame >= frames || (frame < 0 && frames > 1)) {
            throw InputException.of(
                    what,
                    frame < 0 ? "one volume" : "a volume from 0 to " + (frames - 1),
                    frame < 0 ? frames + " in a series" : frame + "",
                    "name one of them");
        }
        long count = count(header, what);
        long from = header.offset + Math.max(0, frame) * count * header.voxel.bytes;
        if (header.offset < 0 || from < 0 || count * header.voxel.bytes > bytes.length - from) {
            throw InputException.of(
                    what,
                    Arrays.toString(header.shape) + " voxels of " + header.voxel.bytes + " bytes",
                    bytes.length + " bytes in all",
                    "get the file again: it is truncated");
        }
        ByteBuffer data = ByteBuffer.wrap(bytes, (int) from, (int) (count * header.voxel.bytes))
                .slice()
                .order(header.order);
        return new Volume(
                header.shape[0], header.shape[1], header.shape[2], voxels(data, header, (int) count), header.affine);
    }

    /**
     * Reads a file to its end without keeping it.
     *
     * @throws InputException when {@link #read} would refuse it for its header or its length
     */
    public static void check(Path file) throws IOException {
        String what = "NIfTI file";
        try (InputStream in = opened(file)) {
            byte[] head = in.readNBytes(HEAD);
            NiftiHeader header = new NiftiHeader(head, what);
            long needed = header.offset + count(header, what) * header.shape[3] * header.voxel.bytes;
            long there = head.length + in.transferTo(OutputStream.nullOutputStream());
            if (header.offset < 0 || there < needed) {
                throw InputException.of(
                        what, needed + " bytes", there + " bytes in all", "get the file again: it is truncated");
            }
        } catch (EOFException | ZipException e) {
            throw damaged(what, e);
        }
    }

    private static InputStream opened(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        boolean opened = false;
        try {
            bytes.mark(3);
            boolean zipped = isGzip(bytes.readNBytes(3));
            bytes.reset();
            InputStream in = zipped ? new GZIPInputStream(bytes, 1 << 16) : bytes;
            opened = true;
            return in;
        } finally {
            if (!opened) {
                bytes.close();
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
        if (plane > Integer.MAX_VALUE || plane * header.shape[2] > Integer.MAX_VALUE / 8) {
            throw InputException.of(
                    what, "at most 2^28 voxels", Arrays.toString(header.shape), "cut or resample the volume");
        }
        return plane * header.shape[2];
    }

    private static float[] voxels(ByteBuffer in, NiftiHeader header, int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            double value = switch (header.voxel) {
                case UINT8 -> in.get() & 255;
                case INT8 -> in.get();
                case INT16 -> in.getShort();
                case UINT16 -> in.getShort() & 0xFFFF;
                case INT32 -> in.getInt();
                case UINT32 -> Integer.toUnsignedLong(in.getInt());
                case INT64 -> in.getLong();
                case UINT64 -> unsigned(in.getLong());
                case FLOAT32 -> in.getFloat();
                case FLOAT64 -> in.getDouble();
            };
            out[i] = (float) (value * header.slope + header.intercept);
        }
        return out;
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (bits >>> 1) * 2.0;
    }

    private static boolean isGzip(byte[] file) {
        return file.length > 2 && file[0] == 0x1F && file[1] == (byte) 0x8B;
    }

    private static byte[] unzip(byte[] file, String what) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file), 1 << 16)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw damaged(what, e);
        }
    }

    /** Writes NIfTI-1 whole or not at all, little endian, the affine as sform; gzipped when the name ends in {@code .gz}. Equal volumes give equal bytes. */
    public static void write(Path file, Volume volume, Type type) throws IOException {
        if (Math.max(volume.nx(), Math.max(volume.ny(), volume.nz())) > Short.MAX_VALUE) {
            throw InputException.of("NIfTI-1", "sides of at most 32767", "a longer one", "cut the volume");
        }
        boolean zipped = file.getFileName().toString().endsWith(".gz");
        AtomicFiles.write(file, out -> {
            if (zipped) {
                try (GZIPOutputStream zip = new GZIPOutputStream(out, 1 << 16)) {
                    write(zip, volume, type);
                }
            } else {
                write(out, volume, type);
            }
        });
    }

    private static void write(OutputStream out, Volume volume, Type type) throws IOException {
        float[] voxels = volume.voxels();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        boolean whole = true;
        for (float v : voxels) {
            low = Math.min(low, v);
            high = Math.max(high, v);
            whole &= v == Math.rint(v);
        }
        boolean exact = whole && low >= Short.MIN_VALUE && high <= Short.MAX_VALUE;
        double slope = exact || type == Type.FLOAT32 || !(high > low) ? 1 : (high - low) / MAX_SHORT_STEPS;
        double intercept = exact || type == Type.FLOAT32 ? 0 : (low + high) / 2;
        out.write(header(volume, type, slope, intercept));
        int plane = volume.nx() * volume.ny();
        byte[] bytes = new byte[plane * (type == Type.FLOAT32 ? 4 : 2)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < volume.nz(); k++) {
            buffer.clear();
            for (int p = k * plane; p < (k + 1) * plane; p++) {
                if (type == Type.FLOAT32) {
                    buffer.putFloat(voxels[p]);
                } else {
                    buffer.putShort((short) Math.round((voxels[p] - intercept) / slope));
                }
            }
            out.write(bytes);
        }
    }

    private static byte[] header(Volume volume, Type type, double slope, double intercept) {
        byte[] bytes = new byte[DATA];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, 348);
        short[] dim = {3, (short) volume.nx(), (short) volume.ny(), (short) volume.nz(), 1, 1, 1, 1};
        for (int i = 0; i < dim.length; i++) {
            out.putShort(40 + 2 * i, dim[i]);
        }
        NiftiHeader.Voxel voxel = type == Type.FLOAT32 ? NiftiHeader.Voxel.FLOAT32 : NiftiHeader.Voxel.INT16;
        out.putShort(70, (short) voxel.code);
        out.putShort(72, (short) (8 * voxel.bytes));
        List<Double> spacing = volume.affine().spacing();
        out.putFloat(76, 1);
        for (int i = 0; i < 3; i++) {
            out.putFloat(80 + 4 * i, spacing.get(i).floatValue());
        }
        out.putFloat(108, DATA);
        out.putFloat(112, (float) slope);
        out.putFloat(116, (float) intercept);
        // millimetres; scanner coordinates
        out.put(123, (byte) 2);
        out.putShort(254, (short) 1);
        Affine a = volume.affine();
        double[] rows = {a.xi(), a.xj(), a.xk(), a.x0(), a.yi(), a.yj(), a.yk(), a.y0(), a.zi(), a.zj(), a.zk(), a.z0()
        };
        for (int i = 0; i < rows.length; i++) {
            out.putFloat(280 + 4 * i, (float) rows[i]);
        }
        out.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
        return bytes;
    }
}
