package org.vesalius.volume;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.vesalius.io.InputException;

/** The fields of a NIfTI-1 (348 bytes) or NIfTI-2 (540 bytes) header that say where voxels are and what they mean. */
final class NiftiHeader {
    private static final int ONE = 348;
    private static final int TWO = 540;

    final ByteOrder order;
    final int[] shape;
    final Voxel voxel;
    final long offset;
    final double slope;
    final double intercept;
    final Affine affine;

    private final ByteBuffer in;
    private final boolean two;
    private final String what;

    /** The number types of the format that are one number a voxel. */
    enum Voxel {
        UINT8(2, 1),
        INT16(4, 2),
        INT32(8, 4),
        FLOAT32(16, 4),
        FLOAT64(64, 8),
        INT8(256, 1),
        UINT16(512, 2),
        UINT32(768, 4),
        INT64(1024, 8),
        UINT64(1280, 8);

        final int code;
        final int bytes;

        Voxel(int code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }

        /** The number at a byte. */
        double get(ByteBuffer in, int at) {
            return switch (this) {
                case UINT8 -> in.get(at) & 255;
                case INT8 -> in.get(at);
                case INT16 -> in.getShort(at);
                case UINT16 -> in.getShort(at) & 0xFFFF;
                case INT32 -> in.getInt(at);
                case UINT32 -> Integer.toUnsignedLong(in.getInt(at));
                case INT64 -> in.getLong(at);
                case UINT64 -> unsigned(in.getLong(at));
                case FLOAT32 -> in.getFloat(at);
                case FLOAT64 -> in.getDouble(at);
            };
        }

        private static double unsigned(long bits) {
            return bits >= 0 ? bits : (bits >>> 1) * 2.0;
        }
    }

    NiftiHeader(byte[] file, String what) {
        this.what = what;
        this.in = ByteBuffer.wrap(file);
        int size = file.length < ONE ? 0 : in.getInt(0);
        int swapped = Integer.reverseBytes(size);
        boolean little = swapped == ONE || swapped == TWO;
        this.two = size == TWO || swapped == TWO;
        boolean known = little || size == ONE || size == TWO;
        if (!known || (two && file.length < TWO)) {
            throw broken("a NIfTI file", file.length == 0 ? "0 bytes" : "bytes that begin like none");
        }
        this.order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        in.order(order);
        if (in.get(two ? 5 : 345) == 'i') {
            throw broken("one .nii file", "the header of a .hdr/.img pair");
        }
        this.voxel = voxel(in.getShort(two ? 12 : 70));
        this.shape = shape();
        this.offset = offset();
        double fileSlope = two ? in.getDouble(176) : in.getFloat(112);
        double fileIntercept = two ? in.getDouble(184) : in.getFloat(116);
        // nibabel's rule: a slope of 0 or none means no scaling
        boolean scaled = fileSlope != 0 && Double.isFinite(fileSlope) && Double.isFinite(fileIntercept);
        this.slope = scaled ? fileSlope : 1;
        this.intercept = scaled ? fileIntercept : 0;
        this.affine = affine();
    }

    /** Of the first voxel: after the header and the four bytes that announce extensions; some programs write 0 for just there. */
    private long offset() {
        long named = two ? in.getLong(168) : (long) in.getFloat(108);
        long least = (two ? TWO : ONE) + 4;
        if ((named != 0 && named < least) || named > Integer.MAX_VALUE) {
            throw broken("voxels at byte " + least + " or after it", Long.toString(named));
        }
        return Math.max(least, named);
    }

    private Voxel voxel(int code) {
        return Arrays.stream(Voxel.values())
                .filter(v -> v.code == code)
                .findFirst()
                .orElseThrow(() -> broken("one real number a voxel", "data type " + code));
    }

    private int[] shape() {
        long rank = two ? in.getLong(16) : in.getShort(40);
        if (rank < 1 || rank > 7) {
            throw broken("1 to 7 dimensions", Long.toString(rank));
        }
        int[] sizes = new int[] {1, 1, 1, 1};
        for (int d = 0; d < rank; d++) {
            long size = two ? in.getLong(24 + 8 * d) : in.getShort(42 + 2 * d);
            if (size < 1 || size > Integer.MAX_VALUE) {
                throw broken("sizes of at least 1", Long.toString(size));
            }
            long all = d < 3 ? size : size * sizes[3];
            sizes[Math.min(d, 3)] = (int) Math.min(all, Integer.MAX_VALUE);
        }
        return sizes;
    }

    private double pixdim(int d) {
        return two ? in.getDouble(104 + 8 * d) : in.getFloat(76 + 4 * d);
    }

    /** The sform, else the qform, else the spacing with x to the left and the centre as origin, as nibabel does. */
    private Affine affine() {
        int sform = two ? in.getInt(348) : in.getShort(254);
        int qform = two ? in.getInt(344) : in.getShort(252);
        if (sform > 0) {
            double[] m = new double[12];
            for (int i = 0; i < 12; i++) {
                m[i] = two ? in.getDouble(400 + 8 * i) : in.getFloat(280 + 4 * i);
            }
            return new Affine(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11]);
        }
        if (qform > 0) {
            return quaternion();
        }
        double dx = -step(1);
        double dy = step(2);
        double dz = step(3);
        return new Affine(
                dx,
                0,
                0,
                dx * (1 - shape[0]) / 2,
                0,
                dy,
                0,
                dy * (1 - shape[1]) / 2,
                0,
                0,
                dz,
                dz * (1 - shape[2]) / 2);
    }

    private double step(int d) {
        double step = Math.abs(pixdim(d));
        return step > 0 && Double.isFinite(step) ? step : 1;
    }

    private double q(int i) {
        return two ? in.getDouble(352 + 8 * i) : in.getFloat(256 + 4 * i);
    }

    // nifti1.h, method 2
    private Affine quaternion() {
        double b = q(0);
        double c = q(1);
        double d = q(2);
        double square = b * b + c * c + d * d;
        double a = Math.sqrt(Math.max(0, 1 - square));
        if (square > 1) {
            double length = Math.sqrt(square);
            b /= length;
            c /= length;
            d /= length;
        }
        double x = step(1);
        double y = step(2);
        double z = step(3) * (pixdim(0) < 0 ? -1 : 1);
        return new Affine(
                (a * a + b * b - c * c - d * d) * x,
                2 * (b * c - a * d) * y,
                2 * (b * d + a * c) * z,
                q(3),
                2 * (b * c + a * d) * x,
                (a * a + c * c - b * b - d * d) * y,
                2 * (c * d - a * b) * z,
                q(4),
                2 * (b * d - a * c) * x,
                2 * (c * d + a * b) * y,
                (a * a + d * d - c * c - b * b) * z,
                q(5));
    }

    private InputException broken(String expected, String got) {
        return InputException.of(what, expected, got, "get the file again or convert it");
    }
}
