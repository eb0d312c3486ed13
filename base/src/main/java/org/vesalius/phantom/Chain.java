package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.vesalius.volume.Vec;

/** Curved tubes out of straight rods, whose ends are cut on the bisecting planes so that they neither gap nor overlap. */
final class Chain {
    private Chain() {}

    /** A tube of even thickness. */
    static List<Solid> round(List<Vec> points, double radius, double density) {
        return tube(points, _ -> radius, 1, density);
    }

    /** @param across half-width by the share of the way, mm; the tube is {@code flatness} times as high */
    static List<Solid> tube(List<Vec> points, DoubleUnaryOperator across, double flatness, double density) {
        List<Solid> rods = new ArrayList<>(points.size() - 1);
        Vec normal = points.get(1).minus(points.getFirst()).unit();
        for (int i = 0; i + 1 < points.size(); i++) {
            Vec from = points.get(i);
            Vec to = points.get(i + 1);
            Vec here = to.minus(from).unit();
            Vec next = i + 2 < points.size()
                    ? here.plus(points.get(i + 2).minus(to).unit()).unit()
                    : here;
            double width = across.applyAsDouble((i + 0.5) / (points.size() - 1));
            rods.add(Solid.rod(from, to, normal, next, width, width * flatness).of(density));
            normal = next;
        }
        return rods;
    }

    /** A smooth curve (Catmull-Rom) through control points, {@code pieces} per span. */
    static List<Vec> smooth(List<Vec> controls, int pieces) {
        List<Vec> points = new ArrayList<>();
        int n = controls.size();
        for (int i = 0; i + 1 < n; i++) {
            Vec a = controls.get(Math.max(0, i - 1));
            Vec b = controls.get(i);
            Vec c = controls.get(i + 1);
            Vec d = controls.get(Math.min(n - 1, i + 2));
            for (int j = 0; j < pieces; j++) {
                points.add(between(a, b, c, d, (double) j / pieces));
            }
        }
        points.add(controls.getLast());
        return points;
    }

    private static Vec between(Vec a, Vec b, Vec c, Vec d, double t) {
        double t2 = t * t;
        double t3 = t2 * t;
        return a.times(-0.5 * t3 + t2 - 0.5 * t)
                .plus(b.times(1.5 * t3 - 2.5 * t2 + 1))
                .plus(c.times(-1.5 * t3 + 2 * t2 + 0.5 * t))
                .plus(d.times(0.5 * t3 - 0.5 * t2));
    }
}
