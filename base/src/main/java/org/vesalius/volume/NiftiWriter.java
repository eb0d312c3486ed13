package org.vesalius.volume;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.vesalius.io.InputException;

/** The bytes of a NIfTI file, little endian, plane by plane. */
final class NiftiWriter {
    private static final int ONE_DATA = 352;
    private static final int TWO_DATA = 544;
    private static final int MAX_SHORT_STEPS = 65534;

    private final Volume volume;
    private final NiftiFile.Type type;
    private final boolean two;
    private final double slope;
    private final double intercept;

    NiftiWriter(Volume volume, NiftiFile.Type type, NiftiFile.Version version) {
        this.volume = volume;
        this.type = type;
        this.two = version == NiftiFile.Version.TWO;
        int longest = Math.max(volume.nx(), Math.max(volume.ny(), volume.nz()));
        if (!two && longest > Short.MAX_VALUE) {
            throw InputException.of("NIfTI-1", "sides of at most 32767", longest + "", "write NIfTI-2");
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float v : volume.voxels()) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        NiftiFile.Type exact = NiftiFile.Type.exact(volume);
        if (type == NiftiFile.Type.UINT8 && exact != NiftiFile.Type.UINT8) {
            throw InputException.of(
                    "NIfTI of 8 bits", "whole numbers from 0 to 255", "others", "write 16 bits or floats");
        }
        boolean plain = type != NiftiFile.Type.INT16 || exact != NiftiFile.Type.FLOAT32;
        this.slope = plain || !(high > low) ? 1 : (high - low) / MAX_SHORT_STEPS;
        this.intercept = plain ? 0 : (low + high) / 2;
    }

    void write(OutputStream out) throws IOException {
        out.write(header());
        float[] voxels = volume.voxels();
        int plane = volume.nx() * volume.ny();
        byte[] bytes = new byte[plane * type.voxel.bytes];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < volume.nz(); k++) {
            buffer.clear();
            for (int p = k * plane; p < (k + 1) * plane; p++) {
                switch (type) {
                    case FLOAT32 -> buffer.putFloat(voxels[p]);
                    case INT16 -> buffer.putShort((short) Math.round((voxels[p] - intercept) / slope));
                    case UINT8 -> buffer.put((byte) voxels[p]);
                }
            }
            out.write(bytes);
        }
    }

    private byte[] header() {
        byte[] bytes = new byte[two ? TWO_DATA : ONE_DATA];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Affine a = volume.affine();
        double[] rows = {a.xi(), a.xj(), a.xk(), a.x0(), a.yi(), a.yj(), a.yk(), a.y0(), a.zi(), a.zj(), a.zk(), a.z0()
        };
        int[] dim = {3, volume.nx(), volume.ny(), volume.nz(), 1, 1, 1, 1};
        if (two) {
            second(out, dim, rows, a.spacing());
        } else {
            first(out, dim, rows, a.spacing());
        }
        return bytes;
    }

    private void first(ByteBuffer out, int[] dim, double[] rows, List<Double> spacing) {
        out.putInt(0, 348);
        for (int i = 0; i < dim.length; i++) {
            out.putShort(40 + 2 * i, (short) dim[i]);
        }
        out.putShort(70, (short) type.voxel.code);
        out.putShort(72, (short) (8 * type.voxel.bytes));
        out.putFloat(76, 1);
        for (int i = 0; i < 3; i++) {
            out.putFloat(80 + 4 * i, spacing.get(i).floatValue());
        }
        out.putFloat(108, ONE_DATA);
        out.putFloat(112, (float) slope);
        out.putFloat(116, (float) intercept);
        // millimetres; scanner coordinates
        out.put(123, (byte) 2);
        out.putShort(254, (short) 1);
        for (int i = 0; i < rows.length; i++) {
            out.putFloat(280 + 4 * i, (float) rows[i]);
        }
        out.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
    }

    private void second(ByteBuffer out, int[] dim, double[] rows, List<Double> spacing) {
        out.putInt(0, 540);
        out.put(4, new byte[] {'n', '+', '2', 0, '\r', '\n', 0x1A, '\n'});
        out.putShort(12, (short) type.voxel.code);
        out.putShort(14, (short) (8 * type.voxel.bytes));
        for (int i = 0; i < dim.length; i++) {
            out.putLong(16 + 8 * i, dim[i]);
        }
        out.putDouble(104, 1);
        for (int i = 0; i < 3; i++) {
            out.putDouble(112 + 8 * i, spacing.get(i));
        }
        out.putLong(168, TWO_DATA);
        out.putDouble(176, slope);
        out.putDouble(184, intercept);
        out.putInt(348, 1);
        for (int i = 0; i < rows.length; i++) {
            out.putDouble(400 + 8 * i, rows[i]);
        }
        out.putInt(500, 2);
    }
}
