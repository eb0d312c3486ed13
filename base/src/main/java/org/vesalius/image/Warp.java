package org.vesalius.image;

/**
 * Where the pixels of an augmented image come from: {@code source = (a x + b y + c, d x + e y + f)} for a target point {@code (x, y)}, in continuous pixel coordinates. Unlike {@link Geometry} it can
 * rotate.
 */
public record Warp(
        double a,
        double b,
        double c,
        double d,
        double e,
        double f,
        int sourceWidth,
        int sourceHeight,
        int targetWidth,
        int targetHeight) {

    /** Nothing moves. */
    public static Warp identity(int width, int height) {
        return new Warp(1, 0, 0, 0, 1, 0, width, height, width, height);
    }

    /** The source x of a target point. */
    public double toSourceX(double x, double y) {
        return a * x + b * y + c;
    }

    /** The source y of a target point. */
    public double toSourceY(double x, double y) {
        return d * x + e * y + f;
    }

    /** The target x of a source point. */
    public double toTargetX(double x, double y) {
        return (e * (x - c) - b * (y - f)) / determinant();
    }

    /** The target y of a source point. */
    public double toTargetY(double x, double y) {
        return (a * (y - f) - d * (x - c)) / determinant();
    }

    private double determinant() {
        return a * e - b * d;
    }

    /** The upright box around the moved corners; it may reach over the edge ({@link Box#clip}). */
    public Box toTarget(Box box) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 4; corner++) {
            double px = (corner & 1) == 0 ? box.x() : box.right();
            double py = (corner & 2) == 0 ? box.y() : box.bottom();
            double x = toTargetX(px, py);
            double y = toTargetY(px, py);
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
        }
        return box.at(left, top, right - left, bottom - top);
    }
}
