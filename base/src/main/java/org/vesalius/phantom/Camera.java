package org.vesalius.phantom;

import org.vesalius.volume.Vec;

/**
 * A point source and a flat detector, in the patient's frame, in mm: pixel (column, row) lies at {@code corner + column·right + row·down}. Turning the patient is turning the camera the other way.
 */
record Camera(Vec source, Vec corner, Vec right, Vec down, int width, int height) {
    /** Where the beam comes from. */
    enum Beam {
        /** From the back; the detector is at the chest. */
        PA,
        /** From the front, at a shorter distance, as in portable films. */
        AP,
        /** From the patient's right; the detector is at the left side. */
        LATERAL
    }

    /**
     * How the patient stands before the detector.
     *
     * @param centre the point of the body that falls on the middle of the detector
     * @param turn degrees by which the patient is turned about the long axis
     * @param roll degrees by which the detector is turned in its plane
     * @param tilt degrees by which the source is raised
     */
    record Aim(Vec centre, double turn, double roll, double tilt) {}

    /**
     * @param distance source to detector, mm
     * @param pixel spacing on the detector, mm
     */
    static Camera of(Beam beam, double distance, double pixel, int width, int height, Aim aim) {
        double behind = beam == Beam.LATERAL ? 230 : 150;
        double t = Math.toRadians(aim.turn());
        Vec along = switch (beam) {
            case PA -> new Vec(Math.sin(t), -Math.cos(t), 0);
            case AP -> new Vec(-Math.sin(t), Math.cos(t), 0);
            case LATERAL -> new Vec(Math.cos(t), Math.sin(t), 0);
        };
        Vec right = switch (beam) {
            case PA, AP -> new Vec(Math.cos(t), Math.sin(t), 0);
            case LATERAL -> new Vec(-Math.sin(t), Math.cos(t), 0);
        };
        double roll = Math.toRadians(aim.roll());
        Vec rows = right.times(Math.cos(roll)).plus(Vec.UP.times(Math.sin(roll)));
        Vec up = Vec.UP.times(Math.cos(roll)).minus(right.times(Math.sin(roll)));
        Vec middle = aim.centre().plus(along.times(behind));
        Vec source =
                middle.minus(along.times(distance)).plus(up.times(Math.tan(Math.toRadians(aim.tilt())) * distance));
        Vec corner = middle.minus(rows.times((width - 1) / 2.0 * pixel)).plus(up.times((height - 1) / 2.0 * pixel));
        return new Camera(source, corner, rows.times(pixel), up.times(-pixel), width, height);
    }

    /** From the source to the middle of a pixel. */
    Vec ray(double column, double row) {
        return corner.plus(right.times(column)).plus(down.times(row)).minus(source);
    }

    /** Where a point is seen: column, row and the magnification in pixels per mm, as x, y, z. */
    Vec seen(Vec p) {
        Vec normal = right.cross(down).unit();
        Vec toP = p.minus(source);
        double depth = normal.dot(corner.minus(source)) / normal.dot(toP);
        Vec onDetector = toP.times(depth).plus(source).minus(corner);
        double pixel = right.length();
        return new Vec(
                onDetector.dot(right) / (pixel * pixel),
                onDetector.dot(down) / (pixel * pixel),
                Math.abs(depth) / pixel);
    }
}
