package org.vesalius.volume;

import org.vesalius.image.Image;
import org.vesalius.io.InputException;

/** Voxels as floats, {@code voxels[i + nx * (j + ny * k)]}, and where they lie. The array is shared, not copied. */
public final class Volume {
    private final int nx;
    private final int ny;
    private final int nz;
    private final float[] voxels;
    private final Affine affine;

    /** Sizes must be at least 1 and agree with the number of voxels. */
    public Volume(int nx, int ny, int nz, float[] voxels, Affine affine) {
        if (nx < 1 || ny < 1 || nz < 1 || (long) nx * ny * nz != voxels.length) {
            throw InputException.of(
                    "volume",
                    nx + " x " + ny + " x " + nz + " voxels, at least one",
                    Integer.toString(voxels.length),
                    "give sizes and voxels that belong together");
        }
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        this.voxels = voxels;
        this.affine = affine;
    }

    /** Voxels along i. */
    public int nx() {
        return nx;
    }

    /** Voxels along j. */
    public int ny() {
        return ny;
    }

    /** Voxels along k. */
    public int nz() {
        return nz;
    }

    /** i fastest, k slowest; not a copy. */
    public float[] voxels() {
        return voxels;
    }

    /** Voxel indices to millimetres. */
    public Affine affine() {
        return affine;
    }

    /** One voxel; the position must lie inside. */
    public float at(int i, int j, int k) {
        return voxels[i + nx * (j + ny * k)];
    }

    /** The plane {@code k} of a CT in a window. */
    public Image plane(int k, CtWindow window) {
        return plane(k, window.low(), window.high());
    }

    /** The plane {@code k} with i to the right and j downwards, grey from {@code low} (black) to {@code high} (255). */
    public Image plane(int k, double low, double high) {
        if (k < 0 || k >= nz || !(low < high)) {
            throw InputException.of(
                    "plane",
                    "k in 0 to " + (nz - 1) + ", low below high",
                    "k " + k + ", " + low + " to " + high,
                    "correct it");
        }
        float[] grey = new float[nx * ny];
        double scale = 255 / (high - low);
        for (int p = 0; p < grey.length; p++) {
            grey[p] = (float) Math.clamp((voxels[k * nx * ny + p] - low) * scale, 0, 255);
        }
        return Image.grey(nx, ny, 255, grey);
    }
}
