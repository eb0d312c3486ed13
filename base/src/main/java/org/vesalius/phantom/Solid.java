package org.vesalius.phantom;

import java.util.Arrays;
import org.vesalius.volume.Vec;

/**
 * A convex region of the body that adds {@code density} to what is there (in units of water, so that a lung adds -0.72 to the body wall around it): an ellipsoid or elliptic cylinder
 * <em>q(p) = (p-c)ᵀA(p-c) ≤ 1</em>, cut by half-spaces and by other such quadrics. Line integrals and point values are exact. A soft solid's density falls off as <em>1-q</em>.
 */
final class Solid {
    private static final int PLANE = 4;

    final Vec centre;
    /** Upper triangle of A: xx, xy, xz, yy, yz, zz, in mm⁻². */
    final double[] quadric;
    /** Half-spaces n·p ≤ k, four numbers each. */
    final double[] planes;
    /** Further quadrics that the region lies in; their density and their own limits beyond planes do not count. */
    final Solid[] within;

    final double density;
    final boolean soft;
    /** A sphere that holds the region. */
    final Vec boundCentre;

    final double boundRadius;

    private Solid(
            Vec centre,
            double[] quadric,
            double[] planes,
            Solid[] within,
            double density,
            boolean soft,
            Vec boundCentre,
            double boundRadius) {
        this.centre = centre;
        this.quadric = quadric;
        this.planes = planes;
        this.within = within;
        this.density = density;
        this.soft = soft;
        this.boundCentre = boundCentre;
        this.boundRadius = boundRadius;
    }

    /** Half-axes in mm along the frame's axes. */
    static Solid ellipsoid(Vec centre, Frame frame, double r1, double r2, double r3) {
        double[] a = new double[6];
        addAxis(a, frame.e1(), r1);
        addAxis(a, frame.e2(), r2);
        addAxis(a, frame.e3(), r3);
        return new Solid(centre, a, new double[0], new Solid[0], 1, false, centre, Math.max(r1, Math.max(r2, r3)));
    }

    /** Half-axes in mm along the patient's axes. */
    static Solid ellipsoid(Vec centre, double rx, double ry, double rz) {
        return ellipsoid(centre, Frame.PATIENT, rx, ry, rz);
    }

    /** A piece of an elliptic cylinder from {@code from} to {@code to}: half-axis {@code across} level, {@code high} as near to upright as the piece allows. */
    static Solid rod(Vec from, Vec to, double across, double high) {
        Vec d = to.minus(from).unit();
        return rod(from, to, d, d, across, high);
    }

    /** As above with ends cut square to {@code fromNormal} and {@code toNormal}, so that pieces of a chain fit without gap or overlap. */
    static Solid rod(Vec from, Vec to, Vec fromNormal, Vec toNormal, double across, double high) {
        Frame frame = Frame.along(to.minus(from), Vec.UP);
        double[] a = new double[6];
        addAxis(a, frame.e2(), across);
        addAxis(a, frame.e3(), high);
        double reach = Math.max(across, high);
        Solid whole = new Solid(
                from,
                a,
                new double[0],
                new Solid[0],
                1,
                false,
                from.towards(to, 0.5),
                to.minus(from).length() / 2 + reach * 1.5);
        return whole.cut(from, fromNormal.times(-1)).cut(to, toNormal);
    }

    /** Only the part on the side of {@code point} that {@code normal} points away from. */
    Solid cut(Vec point, Vec normal) {
        double[] more = Arrays.copyOf(planes, planes.length + PLANE);
        more[planes.length] = normal.x();
        more[planes.length + 1] = normal.y();
        more[planes.length + 2] = normal.z();
        more[planes.length + 3] = normal.dot(point);
        return new Solid(centre, quadric, more, within, density, soft, boundCentre, boundRadius);
    }

    /** Only the part inside {@code other} as well. */
    Solid in(Solid other) {
        Solid[] more = Arrays.copyOf(within, within.length + 1);
        more[within.length] = other;
        boolean smaller = other.boundRadius < boundRadius;
        return new Solid(
                centre,
                quadric,
                planes,
                more,
                density,
                soft,
                smaller ? other.boundCentre : boundCentre,
                smaller ? other.boundRadius : boundRadius);
    }

    Solid of(double newDensity) {
        return new Solid(centre, quadric, planes, within, newDensity, soft, boundCentre, boundRadius);
    }

    Solid softened() {
        return new Solid(centre, quadric, planes, within, density, true, boundCentre, boundRadius);
    }

    /** What this solid adds at a point. */
    double at(double x, double y, double z) {
        double q = level(x, y, z);
        if (q > 1 || !inPlanes(x, y, z)) {
            return 0;
        }
        for (Solid other : within) {
            if (other.level(x, y, z) > 1 || !other.inPlanes(x, y, z)) {
                return 0;
            }
        }
        return soft ? density * (1 - q) : density;
    }

    private double level(double px, double py, double pz) {
        double x = px - centre.x();
        double y = py - centre.y();
        double z = pz - centre.z();
        double[] a = quadric;
        return x * (a[0] * x + 2 * (a[1] * y + a[2] * z)) + y * (a[3] * y + 2 * a[4] * z) + a[5] * z * z;
    }

    private boolean inPlanes(double x, double y, double z) {
        for (int i = 0; i < planes.length; i += PLANE) {
            if (planes[i] * x + planes[i + 1] * y + planes[i + 2] * z > planes[i + 3]) {
                return false;
            }
        }
        return true;
    }

    /** A·v. */
    Vec apply(Vec v) {
        double[] a = quadric;
        return new Vec(
                a[0] * v.x() + a[1] * v.y() + a[2] * v.z(),
                a[1] * v.x() + a[3] * v.y() + a[4] * v.z(),
                a[2] * v.x() + a[4] * v.y() + a[5] * v.z());
    }

    private static void addAxis(double[] a, Vec e, double r) {
        double w = 1 / (r * r);
        a[0] += w * e.x() * e.x();
        a[1] += w * e.x() * e.y();
        a[2] += w * e.x() * e.z();
        a[3] += w * e.y() * e.y();
        a[4] += w * e.y() * e.z();
        a[5] += w * e.z() * e.z();
    }
}
