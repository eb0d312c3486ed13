package org.vesalius.phantom;

/** A point or direction in the patient's frame, in mm: x to the left, y to the back, z to the head (DICOM's LPS). */
record Vec(double x, double y, double z) {
    static final Vec LEFT = new Vec(1, 0, 0);
    static final Vec BACK = new Vec(0, 1, 0);
    static final Vec UP = new Vec(0, 0, 1);

    Vec plus(Vec o) {
        return new Vec(x + o.x, y + o.y, z + o.z);
    }

    Vec minus(Vec o) {
        return new Vec(x - o.x, y - o.y, z - o.z);
    }

    Vec times(double s) {
        return new Vec(x * s, y * s, z * s);
    }

    Vec times(double sx, double sy, double sz) {
        return new Vec(x * sx, y * sy, z * sz);
    }

    Vec shifted(double dx, double dy, double dz) {
        return new Vec(x + dx, y + dy, z + dz);
    }

    /** The same place on the other side of the body when {@code side} is negative. */
    Vec mirrored(double side) {
        return side < 0 ? new Vec(-x, y, z) : this;
    }

    double dot(Vec o) {
        return x * o.x + y * o.y + z * o.z;
    }

    Vec cross(Vec o) {
        return new Vec(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x);
    }

    double length() {
        return Math.sqrt(dot(this));
    }

    Vec unit() {
        return times(1 / length());
    }

    Vec towards(Vec o, double share) {
        return plus(o.minus(this).times(share));
    }
}
