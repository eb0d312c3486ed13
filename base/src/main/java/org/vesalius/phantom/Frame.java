package org.vesalius.phantom;

import org.vesalius.volume.Vec;

/** Three orthonormal axes of a solid. */
record Frame(Vec e1, Vec e2, Vec e3) {
    /** The patient's own axes. */
    static final Frame PATIENT = new Frame(Vec.LEFT, Vec.BACK, Vec.UP);

    /** First axis along {@code direction}, third as near to {@code up} as that allows; along {@code up} itself the second is level to the left. */
    static Frame along(Vec direction, Vec up) {
        Vec e1 = direction.unit();
        Vec level = up.cross(e1);
        Vec e2 = (level.length() < 1e-6 ? Vec.LEFT.minus(e1.times(Vec.LEFT.dot(e1))) : level).unit();
        return new Frame(e1, e2, e1.cross(e2));
    }

    /** Turned about the front-back axis; positive brings the head side towards the patient's left. */
    Frame rolled(double degrees) {
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        return new Frame(roll(e1, c, s), roll(e2, c, s), roll(e3, c, s));
    }

    /** Turned about the head-foot axis; positive brings the patient's left towards the back. */
    Frame turned(double degrees) {
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        return new Frame(turn(e1, c, s), turn(e2, c, s), turn(e3, c, s));
    }

    private static Vec roll(Vec v, double c, double s) {
        return new Vec(c * v.x() + s * v.z(), v.y(), -s * v.x() + c * v.z());
    }

    private static Vec turn(Vec v, double c, double s) {
        return new Vec(c * v.x() - s * v.y(), s * v.x() + c * v.y(), v.z());
    }
}
