package org.vesalius.volume;

import java.util.Arrays;
import org.vesalius.io.InputException;

/** Volumes on other grids. Whatever is done to the voxels is done to the affine: a place in the patient keeps its value. A grid that stays the same shares its voxels. */
public final class Resample {
    private static final long MAX_VOXELS = 1L << 28;

    private Resample() {}

    /** As many voxels as asked for over the same extent, from edge to edge: the centre of voxel {@code o} of {@code m} lies at {@code (o + 0.5) n / m - 0.5} of the old. */
    public static Volume shape(Volume volume, int nx, int ny, int nz, Interpolation how) {
        check(nx, ny, nz);
        return separable(
                volume,
                new int[] {nx, ny, nz},
                new double[] {(double) volume.nx() / nx, (double) volume.ny() / ny, (double) volume.nz() / nz},
                how);
    }

    /** Voxels of these millimetres along i, j and k. The extent begins at the same edge and is rounded to whole voxels, at least one. */
    public static Volume spacing(Volume volume, double di, double dj, double dk, Interpolation how) {
        if (!(di > 0 && dj > 0 && dk > 0)) {
            throw InputException.of("spacing", "three positive numbers", di + ", " + dj + ", " + dk, "correct it");
        }
        double[] old = volume.affine().spacing().stream().mapToDouble(d -> d).toArray();
        double[] steps = {di / old[0], dj / old[1], dk / old[2]};
        double[] sizes = {volume.nx() / steps[0], volume.ny() / steps[1], volume.nz() / steps[2]};
        int[] shape = Arrays.stream(sizes)
                .mapToInt(size -> (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.rint(size))))
                .toArray();
        check(shape[0], shape[1], shape[2]);
        return separable(volume, shape, steps, how);
    }

    /** No side longer than {@code side}; a longer one gets just so many voxels, averaged, the others stay as they are. */
    public static Volume within(Volume volume, int side, Interpolation how) {
        int nx = Math.min(side, volume.nx());
        int ny = Math.min(side, volume.ny());
        int nz = Math.min(side, volume.nz());
        boolean fits = nx == volume.nx() && ny == volume.ny() && nz == volume.nz();
        return fits ? volume : shape(volume, nx, ny, nz, how);
    }

    private static void check(int nx, int ny, int nz) {
        if (nx < 1 || ny < 1 || nz < 1 || (long) nx * ny > MAX_VOXELS || (long) nx * ny * nz > MAX_VOXELS) {
            throw InputException.of(
                    "shape", "1 to 2^28 voxels", nx + " x " + ny + " x " + nz, "choose another spacing or shape");
        }
    }

    /** Where new voxels get their values along one axis: {@code weights[o][t]} of the old {@code first[o] + t}. */
    @SuppressWarnings("ArrayRecordComponent") // local to one call, never compared
    private record Taps(int[] first, float[][] weights) {
        static Taps of(int n, int m, double step, Interpolation how) {
            int[] first = new int[m];
            float[][] weights = new float[m][];
            for (int o = 0; o < m; o++) {
                double centre = (o + 0.5) * step - 0.5;
                double radius = how == Interpolation.SMOOTH ? Math.max(1, step) : 1;
                if (how == Interpolation.NEAREST) {
                    first[o] = (int) Math.clamp(Math.floor(centre + 0.5), 0, n - 1);
                    weights[o] = new float[] {1};
                    continue;
                }
                int from = (int) Math.clamp(Math.ceil(centre - radius), 0, n - 1);
                int to = (int) Math.clamp(Math.floor(centre + radius), from, n - 1);
                first[o] = from;
                weights[o] = triangle(centre, radius, from, to);
            }
            return new Taps(first, weights);
        }

        private static float[] triangle(double centre, double radius, int from, int to) {
            double[] raw = new double[to - from + 1];
            for (int t = 0; t < raw.length; t++) {
                raw[t] = Math.max(0, 1 - Math.abs(from + t - centre) / radius);
            }
            double sum = Arrays.stream(raw).sum();
            float[] weights = new float[raw.length];
            for (int t = 0; t < raw.length; t++) {
                // a centre beyond the outermost voxel takes that one
                weights[t] = (float) (sum > 0 ? raw[t] / sum : t == 0 ? 1 : 0);
            }
            return weights;
        }
    }

    private static Volume separable(Volume volume, int[] shape, double[] steps, Interpolation how) {
        int[] size = {volume.nx(), volume.ny(), volume.nz()};
        float[] voxels = volume.voxels();
        for (int axis = 0; axis < 3; axis++) {
            if (shape[axis] != size[axis] || steps[axis] != 1) {
                voxels = along(voxels, size, axis, Taps.of(size[axis], shape[axis], steps[axis], how));
                size[axis] = shape[axis];
            }
        }
        Affine a = volume.affine();
        double i = (steps[0] - 1) / 2;
        double j = (steps[1] - 1) / 2;
        double k = (steps[2] - 1) / 2;
        Affine affine = new Affine(
                a.xi() * steps[0],
                a.xj() * steps[1],
                a.xk() * steps[2],
                a.x(i, j, k),
                a.yi() * steps[0],
                a.yj() * steps[1],
                a.yk() * steps[2],
                a.y(i, j, k),
                a.zi() * steps[0],
                a.zj() * steps[1],
                a.zk() * steps[2],
                a.z(i, j, k));
        return new Volume(size[0], size[1], size[2], voxels, affine);
    }

    private static float[] along(float[] voxels, int[] size, int axis, Taps taps) {
        int n = size[axis];
        int m = taps.first().length;
        int inner = 1;
        for (int a = 0; a < axis; a++) {
            inner *= size[a];
        }
        int outer = voxels.length / inner / n;
        float[] out = new float[inner * m * outer];
        for (int u = 0; u < outer; u++) {
            for (int o = 0; o < m; o++) {
                float[] weights = taps.weights()[o];
                int to = (u * m + o) * inner;
                for (int p = 0; p < inner; p++) {
                    int from = (u * n + taps.first()[o]) * inner + p;
                    float sum = 0;
                    for (float weight : weights) {
                        // a weight of 0 keeps values that are no numbers out
                        sum += weight == 0 ? 0 : weight * voxels[from];
                        from += inner;
                    }
                    out[to + p] = sum;
                }
            }
        }
        return out;
    }

    /**
     * On the grid of another volume, whatever its orientation.
     *
     * @param how {@link Interpolation#NEAREST} or {@link Interpolation#LINEAR}
     * @param outside what places get that lie in no voxel
     */
    public static Volume onto(Volume volume, Volume grid, Interpolation how, float outside) {
        return onto(volume, grid.nx(), grid.ny(), grid.nz(), grid.affine(), how, outside);
    }

    /** On a grid of this shape and affine. */
    public static Volume onto(Volume volume, int nx, int ny, int nz, Affine affine, Interpolation how, float outside) {
        check(nx, ny, nz);
        if (how == Interpolation.SMOOTH) {
            throw InputException.of(
                    "interpolation onto a grid", "NEAREST or LINEAR", "SMOOTH", "shrink the volume before");
        }
        Affine back = volume.affine().inverse();
        float[] out = new float[nx * ny * nz];
        int at = 0;
        for (int k = 0; k < nz; k++) {
            for (int j = 0; j < ny; j++) {
                for (int i = 0; i < nx; i++) {
                    double x = affine.x(i, j, k);
                    double y = affine.y(i, j, k);
                    double z = affine.z(i, j, k);
                    out[at++] = sample(volume, back.x(x, y, z), back.y(x, y, z), back.z(x, y, z), how, outside);
                }
            }
        }
        return new Volume(nx, ny, nz, out, affine);
    }

    /** The value at voxel coordinates. */
    private static float sample(Volume volume, double i, double j, double k, Interpolation how, float outside) {
        if (!inside(i, volume.nx()) || !inside(j, volume.ny()) || !inside(k, volume.nz())) {
            return outside;
        }
        if (how == Interpolation.NEAREST) {
            return volume.at(
                    (int) Math.clamp(Math.floor(i + 0.5), 0, volume.nx() - 1),
                    (int) Math.clamp(Math.floor(j + 0.5), 0, volume.ny() - 1),
                    (int) Math.clamp(Math.floor(k + 0.5), 0, volume.nz() - 1));
        }
        int i0 = (int) Math.clamp(Math.floor(i), 0, Math.max(0, volume.nx() - 2));
        int j0 = (int) Math.clamp(Math.floor(j), 0, Math.max(0, volume.ny() - 2));
        int k0 = (int) Math.clamp(Math.floor(k), 0, Math.max(0, volume.nz() - 2));
        double u = Math.clamp(i - i0, 0, 1);
        double v = Math.clamp(j - j0, 0, 1);
        double w = Math.clamp(k - k0, 0, 1);
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            int di = corner & 1;
            int dj = corner >> 1 & 1;
            int dk = corner >> 2;
            double weight = (di == 1 ? u : 1 - u) * (dj == 1 ? v : 1 - v) * (dk == 1 ? w : 1 - w);
            if (weight > 0) {
                sum += weight
                        * volume.at(
                                Math.min(i0 + di, volume.nx() - 1),
                                Math.min(j0 + dj, volume.ny() - 1),
                                Math.min(k0 + dk, volume.nz() - 1));
            }
        }
        return (float) sum;
    }

    /** Voxels reach half a step around their centre; rounding of the affines must not cut the edge off. */
    private static boolean inside(double at, int n) {
        return at >= -0.5 - 1e-6 && at <= n - 0.5 + 1e-6;
    }
}
