package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.volume.Vec;

/** The bones of the chest: what they add to the soft tissue that they lie in. */
final class Skeleton {
    /** Ribs a side. */
    static final int RIBS = 10;

    private static final int PIECES = 11;
    private static final double BONE = 1.0;
    private static final double MARROW = -0.55;

    private final Thorax thorax;
    private final double s;
    private final double density;
    private final Rng rng;

    Skeleton(Thorax thorax, Patient patient) {
        this.thorax = thorax;
        this.s = thorax.s;
        this.density = 1.12 - 0.004 * Math.max(0, patient.age() - 35);
        this.rng = new Rng(patient.form()).child(20);
    }

    /** The middle line of a rib from the spine to its front end; {@code rib} from 0. */
    List<Vec> ribLine(Side side, int rib) {
        Rng own = rng.child(rib * 2L + (side == Side.LEFT ? 1 : 0));
        double back = 126 - 24.5 * rib + own.uniform(-1.5, 1.5);
        double drop = rib == 0 ? 34 : Math.min(98, 54 + 6.5 * rib) + own.uniform(-3, 3);
        double last = rib < 7 ? 148 : 136 - 14 * (rib - 7);
        List<Vec> points = new ArrayList<>(PIECES + 1);
        for (int i = 0; i <= PIECES; i++) {
            double theta = 14 + (last - 14) * i / PIECES;
            double z = back - drop * Math.pow(theta / 150, 1.25);
            points.add(onCage(side, theta, z));
        }
        return points;
    }

    /** A point of the rib cage: {@code theta} degrees from the spine, height {@code z} of the middling adult. */
    private Vec onCage(Side side, double theta, double z) {
        double above = Math.max(0, z + 38) / 184;
        double f = Math.sqrt(Math.max(0.05, 1 - above * above));
        double outer = 85 - 0.11 * Math.max(-30, z + 38) + 60 * f + 6;
        double depth = 82 * f + 9;
        double t = Math.toRadians(theta);
        return thorax.at(side.sign() * outer * Math.sin(t), 4 + depth * Math.cos(t), z);
    }

    /** Half-height of a rib, mm. */
    double ribHigh(int rib) {
        return (rib == 0 ? 6.0 : 7.0) * s;
    }

    /** Bone of a rib along a line, cortex and marrow. */
    List<Solid> ribBone(List<Vec> line, int rib, double factor) {
        double high = ribHigh(rib);
        List<Solid> bone = new ArrayList<>(Chain.tube(line, _ -> high * 0.55, 1 / 0.55, BONE * density * factor));
        bone.addAll(Chain.tube(
                line,
                _ -> high * 0.55 - 1.5 * s,
                (high - 1.6 * s) / (high * 0.55 - 1.5 * s),
                MARROW * density * factor));
        return bone;
    }

    List<Solid> ribs() {
        List<Solid> bones = new ArrayList<>();
        for (int rib = 0; rib < RIBS; rib++) {
            bones.addAll(ribBone(ribLine(Side.RIGHT, rib), rib, 1));
            bones.addAll(ribBone(ribLine(Side.LEFT, rib), rib, 1));
        }
        return bones;
    }

    List<Solid> clavicle(Side side) {
        double lift = rng.child(40).uniform(-5, 7);
        int sign = side.sign();
        List<Vec> line = Chain.smooth(
                List.of(
                        thorax.at(sign * 18, -82, 112),
                        thorax.at(sign * 62, -74, 119 + lift * 0.5),
                        thorax.at(sign * 108, -42, 128 + lift),
                        thorax.at(sign * 150, -8, 131 + lift)),
                3);
        List<Solid> bone =
                new ArrayList<>(Chain.tube(line, t -> (5.2 + 3 * Math.abs(t - 0.45)) * s, 1.15, 0.85 * density));
        bone.addAll(Chain.tube(line, t -> (3.4 + 3 * Math.abs(t - 0.45)) * s, 1.1, -0.4 * density));
        return bone;
    }

    List<Solid> spine() {
        List<Solid> bones = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            double z = 215 - 23.5 * i;
            double y = 66 - 0.0006 * (z - 20) * (z - 20);
            double wide = 15.5 + 0.28 * i;
            Vec low = thorax.at(0, y, z - 9.2);
            bones.add(
                    Solid.rod(low, thorax.at(0, y, z + 9.2), wide * s, 14.5 * s).of(0.34 * density));
            for (int sign : new int[] {-1, 1}) {
                bones.add(Solid.ellipsoid(thorax.at(sign * 10, y + 17, z + 3), 4 * s, 7 * s, 5.5 * s)
                        .of(0.4 * density));
            }
            bones.add(Solid.ellipsoid(thorax.at(0, y + 30, z - 6), 3 * s, 14 * s, 8 * s)
                    .of(0.4 * density));
        }
        return bones;
    }

    List<Solid> scapulae() {
        List<Solid> bones = new ArrayList<>();
        for (Side side : List.of(Side.RIGHT, Side.LEFT)) {
            int sign = side.sign();
            Frame frame = Frame.PATIENT.turned(sign * 38).rolled(sign * 12);
            Vec centre = new Vec(sign * 132 * s, 72 * s, 62 * s);
            bones.add(Solid.ellipsoid(centre, frame, 5 * s, 38 * s, 70 * s).of(0.34 * density));
            bones.addAll(Chain.round(
                    List.of(
                            thorax.at(sign * 96, 92, 92),
                            thorax.at(sign * 128, 66, 118),
                            thorax.at(sign * 158, 22, 132)),
                    5 * s,
                    0.45 * density));
        }
        return bones;
    }

    List<Solid> sternum() {
        List<Vec> line =
                List.of(thorax.at(0, -86, 108), thorax.at(0, -92, 70), thorax.at(0, -96, 10), thorax.at(0, -93, -50));
        return Chain.tube(line, t -> (22 - 5 * t) * s, 0.27, 0.32 * density);
    }
}
