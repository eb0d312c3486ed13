package org.vesalius.phantom;

import org.vesalius.volume.Vec;

/**
 * Exact line integrals of solids along the rays of a camera. For a quadric and a row of pixels the set of columns that are hit is an interval whose ends solve a quadratic equation, so no ray that misses
 * is computed.
 */
final class Projector {
    private final Camera camera;
    private final float[] lengths;

    Projector(Camera camera) {
        this.camera = camera;
        this.lengths = rayLengths(camera);
    }

    Camera camera() {
        return camera;
    }

    /** Adds density times path (mm of water) of one solid to {@code sums}, row by row; {@code window} grows to hold the touched pixels. */
    void add(Solid solid, float[] sums, Window window) {
        Vec seen = camera.seen(solid.boundCentre);
        double reach = solid.boundRadius * seen.z() * 1.15 + 1;
        int top = Math.max(0, (int) Math.floor(seen.y() - reach));
        int bottom = Math.min(camera.height() - 1, (int) Math.ceil(seen.y() + reach));
        int left = Math.max(0, (int) Math.floor(seen.x() - reach));
        int right = Math.min(camera.width() - 1, (int) Math.ceil(seen.x() + reach));
        if (top > bottom || left > right) {
            return;
        }
        Cone cone = new Cone(solid, camera);
        Cone[] others = new Cone[solid.within.length];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Cone(solid.within[i], camera);
        }
        for (int row = top; row <= bottom; row++) {
            cone.row(row);
            cone.columns(left, right);
            if (cone.first > cone.last) {
                continue;
            }
            for (Cone other : others) {
                other.row(row);
            }
            window.include(row, cone.first, cone.last);
            addRow(solid, cone, others, sums, row);
        }
    }

    private void addRow(Solid solid, Cone cone, Cone[] others, float[] sums, int row) {
        int base = row * camera.width();
        for (int column = cone.first; column <= cone.last; column++) {
            if (!cone.at(column)) {
                continue;
            }
            double from = cone.from;
            double to = cone.to;
            for (Cone other : others) {
                if (!other.at(column)) {
                    to = from;
                    break;
                }
                from = Math.max(from, other.from);
                to = Math.min(to, other.to);
            }
            if (to > from) {
                double path = solid.soft ? cone.softPath(from, to) : to - from;
                sums[base + column] += (float) (solid.density * path * lengths[base + column]);
            }
        }
    }

    private static float[] rayLengths(Camera camera) {
        float[] lengths = new float[camera.width() * camera.height()];
        for (int row = 0; row < camera.height(); row++) {
            for (int column = 0; column < camera.width(); column++) {
                lengths[row * camera.width() + column] =
                        (float) camera.ray(column, row).length();
            }
        }
        return lengths;
    }
}
