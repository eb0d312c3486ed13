package org.vesalius.volume;

/** A point or direction in the patient's frame, in mm: x to the left, y to the back, z to the head (DICOM's LPS). */
public record Vec(double x, double y, double z) {
    /** To the left. */
    public static final Vec LEFT = new Vec(1, 0, 0);
    /** To the back. */
    public static final Vec BACK = new Vec(0, 1, 0);
    /** To the head. */
    public static final Vec UP = new Vec(0, 0, 1);

    /** The sum. */
    public Vec plus(Vec o) {
        return new Vec(x + o.x, y + o.y, z + o.z);
    }

    /** The difference. */
    public Vec minus(Vec o) {
        return new Vec(x - o.x, y - o.y, z - o.z);
    }

    /** Longer by a factor. */
    public Vec times(double s) {
        return new Vec(x * s, y * s, z * s);
    }

    /** Longer by a factor along each axis. */
    public Vec times(double sx, double sy, double sz) {
        return new Vec(x * sx, y * sy, z * sz);
    }

    /** Moved along the axes. */
    public Vec shifted(double dx, double dy, double dz) {
        return new Vec(x + dx, y + dy, z + dz);
    }

    /** The same place on the other side of the body when {@code side} is negative. */
    public Vec mirrored(double side) {
        return side < 0 ? new Vec(-x, y, z) : this;
    }

    /** The scalar product. */
    public double dot(Vec o) {
        return x * o.x + y * o.y + z * o.z;
    }

    /** The vector product. */
    public Vec cross(Vec o) {
        return new Vec(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x);
    }

    /** Its length, in mm. */
    public double length() {
        return Math.sqrt(dot(this));
    }

    /** The direction, of length 1; of no length, not a number. */
    public Vec unit() {
        return times(1 / length());
    }

    /** On the way to another point, at a share of it. */
    public Vec towards(Vec o, double share) {
        return plus(o.minus(this).times(share));
    }
}
