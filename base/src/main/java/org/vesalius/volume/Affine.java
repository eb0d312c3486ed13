package org.vesalius.volume;

import java.util.List;
import org.vesalius.io.InputException;

/**
 * Voxel indices to millimetres, right-anterior-superior positive as in NIfTI: {@code x = xi i + xj j + xk k + x0}, and so on. Voxel {@code (0, 0, 0)} has its centre at {@code (x0, y0, z0)}.
 */
public record Affine(
        double xi,
        double xj,
        double xk,
        double x0,
        double yi,
        double yj,
        double yk,
        double y0,
        double zi,
        double zj,
        double zk,
        double z0) {

    private static final String[] POSITIVE = {"R", "A", "S"};
    private static final String[] NEGATIVE = {"L", "P", "I"};

    /** Must be invertible. */
    public Affine {
        double determinant = xi * (yj * zk - yk * zj) - xj * (yi * zk - yk * zi) + xk * (yi * zj - yj * zi);
        if (!(Math.abs(determinant) > 0) || !Double.isFinite(determinant + x0 + y0 + z0)) {
            throw InputException.of(
                    "affine", "one that can be inverted", "determinant " + determinant, "correct the header");
        }
    }

    /** Spacing along the axes in millimetres, origin at the first voxel. */
    public static Affine spacing(double dx, double dy, double dz) {
        return new Affine(dx, 0, 0, 0, 0, dy, 0, 0, 0, 0, dz, 0);
    }

    /** Millimetres to the right of a voxel. */
    public double x(double i, double j, double k) {
        return xi * i + xj * j + xk * k + x0;
    }

    /** Millimetres to the front of a voxel. */
    public double y(double i, double j, double k) {
        return yi * i + yj * j + yk * k + y0;
    }

    /** Millimetres to the head of a voxel. */
    public double z(double i, double j, double k) {
        return zi * i + zj * j + zk * k + z0;
    }

    /** Millimetres to voxel indices. */
    public Affine inverse() {
        double a = yj * zk - yk * zj;
        double b = yk * zi - yi * zk;
        double c = yi * zj - yj * zi;
        double det = xi * a + xj * b + xk * c;
        double[] m = {
            a / det, (xk * zj - xj * zk) / det, (xj * yk - xk * yj) / det,
            b / det, (xi * zk - xk * zi) / det, (xk * yi - xi * yk) / det,
            c / det, (xj * zi - xi * zj) / det, (xi * yj - xj * yi) / det
        };
        return new Affine(
                m[0],
                m[1],
                m[2],
                -(m[0] * x0 + m[1] * y0 + m[2] * z0),
                m[3],
                m[4],
                m[5],
                -(m[3] * x0 + m[4] * y0 + m[5] * z0),
                m[6],
                m[7],
                m[8],
                -(m[6] * x0 + m[7] * y0 + m[8] * z0));
    }

    /** Millimetres between neighbours along i, j and k. */
    public List<Double> spacing() {
        return List.of(length(xi, yi, zi), length(xj, yj, zj), length(xk, yk, zk));
    }

    private static double length(double x, double y, double z) {
        return Math.hypot(Math.hypot(x, y), z); // squares of very small numbers are 0
    }

    /** Where i, j and k grow to, such as {@code "RAS"}; each axis takes the direction nearest to it, the clearest first. */
    public String axisCodes() {
        double[][] columns = {{xi, yi, zi}, {xj, yj, zj}, {xk, yk, zk}};
        String[] codes = new String[3];
        boolean[] taken = new boolean[3];
        for (int round = 0; round < 3; round++) {
            double best = -1;
            int axis = 0;
            int direction = 0;
            for (int c = 0; c < 3; c++) {
                for (int r = 0; r < 3; r++) {
                    double cosine = Math.abs(columns[c][r]) / length(columns[c][0], columns[c][1], columns[c][2]);
                    if (codes[c] == null && !taken[r] && cosine > best) {
                        best = cosine;
                        axis = c;
                        direction = r;
                    }
                }
            }
            taken[direction] = true;
            codes[axis] = columns[axis][direction] < 0 ? NEGATIVE[direction] : POSITIVE[direction];
        }
        return String.join("", codes);
    }
}
