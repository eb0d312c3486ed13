package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.volume.Vec;

/** Tubes, lines and generators. Their severity is how dense and thick they are. */
final class Devices {
    private Devices() {}

    static Part part(Thorax thorax, Observation o, Rng rng) {
        List<Solid> solids = switch (o.finding()) {
            case ENDOTRACHEAL_TUBE -> tube(thorax, o, rng);
            case CENTRAL_LINE -> line(thorax, o, rng);
            case PACEMAKER -> pacemaker(thorax, o, rng);
            default -> throw new IllegalArgumentException("no device: " + o.finding());
        };
        return Part.of(o.id(), 1.0, solids);
    }

    /** Of a tracheal tube's tip above the carina of the middling adult, mm. */
    static double tipAbove(Observation o) {
        return Rng.of(o.form(), 2).uniform(22, 55);
    }

    /** Whether a central line comes from the subclavian vein rather than from the jugular. */
    static boolean subclavian(Observation o) {
        return Rng.of(o.form(), 3).chance(0.4);
    }

    private static List<Solid> tube(Thorax t, Observation o, Rng rng) {
        double above = tipAbove(o) * t.s;
        double shift = rng.uniform(-2, 2);
        Vec tip = t.carina.shifted(shift * t.s, -5 * t.s, above);
        List<Vec> line = Chain.smooth(
                List.of(t.at(shift, 2, 310), t.at(shift, 5, 180), tip.shifted(0, -4 * t.s, 40 * t.s), tip), 3);
        double wall = o.scaled(0.7, 2.4);
        List<Solid> solids = new ArrayList<>(Chain.round(line, 5.2 * t.s, wall));
        solids.addAll(Chain.round(line, 3.4 * t.s, -wall));
        List<Vec> stripe = line.stream().map(p -> p.shifted(4.2 * t.s, 0, 0)).toList();
        solids.addAll(Chain.round(stripe, 1.5 * t.s, o.scaled(4.5, 24)));
        return solids;
    }

    private static List<Solid> line(Thorax t, Observation o, Rng rng) {
        double tip = rng.uniform(8, 40);
        boolean subclavian = subclavian(o);
        List<Vec> controls = new ArrayList<>();
        int sign = o.side().sign();
        double entry = rng.uniform(-5, 5);
        if (subclavian) {
            controls.add(t.at(sign * 175, -60, 60));
            controls.add(t.at(sign * 122, -70, 96 + entry));
            controls.add(t.at(sign * 72, -48, 116 + entry));
            controls.add(t.at(sign * 34, -24, 108));
        } else {
            controls.add(t.at(sign * 62, -14, 275));
            controls.add(t.at(sign * 47 + entry, -8, 200));
            controls.add(t.at(sign * 38, -14, 132));
        }
        if (sign > 0) {
            controls.add(t.at(6, -26, 92));
        }
        controls.add(t.at(-24, -16, 74));
        controls.add(t.at(-28, -14, tip));
        double radius = o.scaled(1.4, 2.3) * t.s;
        return new ArrayList<>(Chain.round(Chain.smooth(controls, 4), radius, o.scaled(3.0, 15)));
    }

    private static List<Solid> pacemaker(Thorax t, Observation o, Rng rng) {
        int sign = o.side().sign();
        double x = rng.uniform(86, 106);
        double z = rng.uniform(62, 84);
        double depth = 6 * t.s;
        Vec box = new Vec(sign * x * t.s, t.front(x * t.s) + depth * 1.4, z * t.s);
        Frame frame = Frame.PATIENT.turned(sign * 28).rolled(rng.uniform(-20, 20));
        double r = o.scaled(17, 25) * t.s;
        Solid can = Solid.ellipsoid(box, frame, r, 200 * t.s, r * 0.86);
        Vec flat = frame.e2();
        List<Solid> solids = new ArrayList<>();
        solids.add(can.cut(box.plus(flat.times(depth * 0.5)), flat)
                .cut(box.minus(flat.times(depth * 0.5)), flat.times(-1))
                .in(Solid.ellipsoid(box, r * 1.5, r * 1.5, r * 1.5))
                .of(o.scaled(0.9, 8)));
        List<Vec> lead = Chain.smooth(
                List.of(
                        box.shifted(0, 0, r * 0.7),
                        t.at(sign * 64, -52, 112),
                        t.at(sign * 26, -26, 98),
                        t.at(-22, -16, 66),
                        t.at(-30, -12, 10),
                        t.at(-8, -36, -48),
                        t.at(38, -58, -78)),
                4);
        solids.addAll(Chain.round(lead, 1.1 * t.s, o.scaled(2.2, 12)));
        return solids;
    }
}
