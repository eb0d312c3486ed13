package org.vesalius.volume;

import org.vesalius.io.InputException;

/** Volumes with their axes in another order or direction. No value changes, nor its place in the patient. */
public final class Reorient {
    private Reorient() {}

    /** With i to the right, j to the front, k to the head as nearly as turning axes can: nibabel's closest canonical form. */
    public static Volume ras(Volume volume) {
        return to(volume, "RAS");
    }

    /**
     * With axes that grow to these directions.
     *
     * @param codes one of R or L, of A or P, of S or I, in any order, such as {@code "LPS"}
     */
    public static Volume to(Volume volume, String codes) {
        String old = volume.affine().axisCodes();
        if (codes.equals(old)) {
            return volume;
        }
        int[] from = new int[3];
        boolean[] flipped = new boolean[3];
        int seen = 0;
        for (int axis = 0; axis < 3; axis++) {
            int line = codes.length() == 3 ? line(codes.charAt(axis)) : -1;
            for (int o = 0; o < 3; o++) {
                if (line >= 0 && line(old.charAt(o)) == line) {
                    from[axis] = o;
                    flipped[axis] = old.charAt(o) != codes.charAt(axis);
                    seen |= 1 << o;
                }
            }
        }
        if (seen != 7) {
            throw InputException.of(
                    "axis codes", "one each of R or L, A or P, S or I", codes, "write for instance RAS");
        }
        return turned(volume, from, flipped);
    }

    /** Right and left are one line, and so on; -1 for no direction. */
    private static int line(char code) {
        int at = "RLAPSI".indexOf(code);
        return at < 0 ? -1 : at / 2;
    }

    private static Volume turned(Volume volume, int[] from, boolean[] flipped) {
        int[] size = {volume.nx(), volume.ny(), volume.nz()};
        int[] stride = {1, volume.nx(), volume.nx() * volume.ny()};
        int[] n = new int[3];
        int[] step = new int[3];
        int start = 0;
        double[] first = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            int o = from[axis];
            n[axis] = size[o];
            step[axis] = flipped[axis] ? -stride[o] : stride[o];
            if (flipped[axis]) {
                start += (size[o] - 1) * stride[o];
                first[o] = size[o] - 1;
            }
        }
        float[] voxels = volume.voxels();
        float[] out = new float[voxels.length];
        int at = 0;
        for (int k = 0; k < n[2]; k++) {
            for (int j = 0; j < n[1]; j++) {
                int source = start + k * step[2] + j * step[1];
                for (int i = 0; i < n[0]; i++) {
                    out[at++] = voxels[source];
                    source += step[0];
                }
            }
        }
        return new Volume(n[0], n[1], n[2], out, turned(volume.affine(), from, flipped, first));
    }

    private static Affine turned(Affine a, int[] from, boolean[] flipped, double[] first) {
        double[][] rows = {{a.xi(), a.xj(), a.xk()}, {a.yi(), a.yj(), a.yk()}, {a.zi(), a.zj(), a.zk()}};
        double[][] m = new double[3][3];
        for (int r = 0; r < 3; r++) {
            for (int axis = 0; axis < 3; axis++) {
                double value = rows[r][from[axis]];
                m[r][axis] = flipped[axis] ? 0.0 - value : value;
            }
        }
        return new Affine(
                m[0][0],
                m[0][1],
                m[0][2],
                a.x(first[0], first[1], first[2]),
                m[1][0],
                m[1][1],
                m[1][2],
                a.y(first[0], first[1], first[2]),
                m[2][0],
                m[2][1],
                m[2][2],
                a.z(first[0], first[1], first[2]));
    }
}
