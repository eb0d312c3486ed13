package org.vesalius.phantom;

import org.vesalius.volume.Vec;

/**
 * One quadric as a camera sees it: along the ray {@code source + t·d} it is <em>qa t² + 2 qb t + qc ≤ 0</em>, where d, and with it qb, is linear in the column. Mutable, walked row by row.
 */
final class Cone {
    private static final int PLANE = 4;
    private static final double FLAT = 1e-14;

    private final Camera camera;
    private final double[] planes;
    private final double[] planeStart;
    private final double[] planeRow;
    private final double[] planeStep;
    private final Solid solid;
    private final Vec toward;
    private final Vec applied;
    private final double qc;
    private final double uAu;
    private final double wU;
    private double eAe;
    private double uAe;
    private double wE;

    /** Columns of the row that can be hit. */
    int first;

    int last;
    /** The hit of the last {@link #at}. */
    double from;

    double to;
    private double qa;
    private double qb;
    private double discriminant;

    Cone(Solid solid, Camera camera) {
        this.camera = camera;
        this.solid = solid;
        this.planes = solid.planes;
        this.toward = camera.source().minus(solid.centre);
        this.applied = solid.apply(toward);
        this.qc = toward.dot(applied) - 1;
        this.uAu = camera.right().dot(solid.apply(camera.right()));
        this.wU = applied.dot(camera.right());
        int n = planes.length / PLANE;
        planeStart = new double[n];
        planeRow = new double[n];
        planeStep = new double[n];
        for (int i = 0; i < n; i++) {
            Vec normal = normal(i);
            planeStart[i] = planes[i * PLANE + 3] - normal.dot(camera.source());
            planeStep[i] = normal.dot(camera.right());
        }
    }

    private Vec normal(int i) {
        return new Vec(planes[i * PLANE], planes[i * PLANE + 1], planes[i * PLANE + 2]);
    }

    void row(int row) {
        Vec e = camera.ray(0, row);
        Vec ae = solid.apply(e);
        eAe = e.dot(ae);
        uAe = camera.right().dot(ae);
        wE = applied.dot(e);
        for (int i = 0; i < planeRow.length; i++) {
            planeRow[i] = normal(i).dot(e);
        }
    }

    /** The columns between {@code left} and {@code right} where the discriminant is not negative. */
    void columns(int left, int right) {
        double alpha = wU * wU - uAu * qc;
        double beta = wU * wE - uAe * qc;
        double gamma = wE * wE - eAe * qc;
        first = left;
        last = right;
        if (alpha < -FLAT) {
            double root = beta * beta - alpha * gamma;
            if (root <= 0) {
                last = left - 1;
                return;
            }
            double s = Math.sqrt(root);
            first = Math.max(left, (int) Math.ceil((-beta + s) / alpha));
            last = Math.min(right, (int) Math.floor((-beta - s) / alpha));
        }
    }

    /** Whether the ray of this column meets the region; then {@link #from} and {@link #to} say where. */
    boolean at(int u) {
        qa = (uAu * u + 2 * uAe) * u + eAe;
        qb = wU * u + wE;
        discriminant = qb * qb - qa * qc;
        if (discriminant <= 0) {
            return false;
        }
        double s = Math.sqrt(discriminant);
        double inverse = 1 / qa;
        from = (-qb - s) * inverse;
        to = (-qb + s) * inverse;
        for (int i = 0; i < planeRow.length; i++) {
            double slope = planeRow[i] + planeStep[i] * u;
            if (slope > 0) {
                to = Math.min(to, planeStart[i] / slope);
            } else if (slope < 0) {
                from = Math.max(from, planeStart[i] / slope);
            } else if (planeStart[i] < 0) {
                return false;
            }
        }
        return to > from;
    }

    /** The integral of 1-q over a part of the hit. */
    double softPath(double a, double b) {
        double middle = -qb / qa;
        double x = a - middle;
        double y = b - middle;
        return discriminant / qa * (y - x) - qa / 3 * (y * y * y - x * x * x);
    }
}
