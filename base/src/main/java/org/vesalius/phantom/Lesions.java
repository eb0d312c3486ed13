package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.volume.Vec;

/** The findings as solids that are added to a healthy chest. What changes the anatomy itself (heart, diaphragm) is in {@link Thorax}. */
final class Lesions {
    private final Thorax thorax;
    private final Skeleton skeleton;
    private final double s;

    Lesions(Thorax thorax, Skeleton skeleton) {
        this.thorax = thorax;
        this.skeleton = skeleton;
        this.s = thorax.s;
    }

    /** One finding with the solids that show where it is. */
    Part part(Observation o) {
        Rng rng = new Rng(o.form());
        return switch (o.finding()) {
            case PLEURAL_EFFUSION -> effusion(o);
            case PNEUMOTHORAX -> pneumothorax(o);
            case CONSOLIDATION -> consolidation(o, rng);
            case NODULE -> nodule(o, rng);
            case CARDIOMEGALY -> new Part(o.id(), 15, List.of(), List.of(thorax.heart), thorax.heartGrowth());
            case OEDEMA -> oedema(o, rng);
            case ATELECTASIS -> atelectasis(o, rng);
            case RIB_FRACTURE -> fracture(o, rng);
            case EMPHYSEMA -> emphysema(o, rng);
            case ENDOTRACHEAL_TUBE, CENTRAL_LINE, PACEMAKER -> Devices.part(thorax, o, rng);
        };
    }

    /** Of the middling adult, mm. */
    static double noduleRadius(Observation o) {
        return o.scaled(8, 25);
    }

    /** The highest broken rib, from 0. */
    static int firstRib(Observation o) {
        return 2 + Rng.of(o.form(), 1).nextInt(4);
    }

    /** How many ribs are broken. */
    static int fractures(Observation o) {
        return 1 + (int) (o.severity() * 2.99);
    }

    /** What is left of a lung beside the air of a pneumothorax. */
    Solid collapsed(Observation o) {
        double k = o.scaled(0.048, 0.42);
        Solid lung = thorax.lung(o.side());
        int sign = o.side().sign();
        double wide = 60 * s;
        double high = 185 * s;
        Vec centre = lung.centre.shifted(-sign * wide * k * 0.9, 0, -high * k * 0.55);
        Frame frame = Frame.PATIENT.rolled(-sign * 6.5);
        return Solid.ellipsoid(centre, frame, wide * (1 - k), 82 * s * (1 - 0.3 * k), high * (1 - k * 0.55));
    }

    private Part effusion(Observation o) {
        Side side = o.side();
        double level = thorax.sulcus(side) + o.scaled(6.5, 106) * s;
        double dip = o.scaled(22, 46) * s;
        Solid lung = thorax.lung(side);
        // the lung swims in a bowl whose rim is the meniscus, deeper towards the spine
        Vec centre = new Vec(lung.centre.x() - side.sign() * 13 * s, lung.centre.y() - 6 * s, level);
        Solid inner = Solid.ellipsoid(centre, 68 * s, 84 * s, dip);
        Vec brim = new Vec(0, 0, level);
        List<Solid> fluid = new ArrayList<>(thorax.aerated(side, lung.cut(brim, Vec.UP), -Thorax.LUNG));
        fluid.addAll(thorax.aerated(side, inner.cut(brim, Vec.UP), Thorax.LUNG));
        return Part.of(o.id(), 6, fluid);
    }

    private Part pneumothorax(Observation o) {
        Side side = o.side();
        double air = -1 - Thorax.LUNG;
        Solid lung = collapsed(o);
        List<Solid> gap = new ArrayList<>(thorax.aerated(side, air));
        gap.addAll(thorax.aerated(side, lung, -air));
        List<Solid> all = new ArrayList<>(gap);
        double k = o.scaled(0.02, 0.3);
        Vec c = lung.centre;
        double rim = 1.6 * s;
        Frame frame = Frame.PATIENT.rolled(-side.sign() * 6.5);
        double shrink = o.scaled(0.048, 0.42);
        Solid core = Solid.ellipsoid(
                c,
                frame,
                60 * s * (1 - shrink) - rim,
                82 * s * (1 - 0.3 * shrink) - rim,
                185 * s * (1 - shrink * 0.55) - rim);
        all.addAll(thorax.aerated(side, lung, 0.4 + 0.3 * k));
        all.addAll(thorax.aerated(side, core, -0.4));
        return new Part(o.id(), o.scaled(5, 9), all, gap, all);
    }

    private Part consolidation(Observation o, Rng rng) {
        Vec centre = zoneCentre(o, rng);
        double r = o.scaled(20, 50) * s;
        double density = o.scaled(0.14, 1.0);
        List<Solid> solids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            double spread = i == 0 ? 0 : r * 0.75;
            Vec c = centre.plus(jitter(rng, spread));
            double own = r * rng.uniform(0.7, 1.15);
            Solid blob = Solid.ellipsoid(c, own * 1.1, own * rng.uniform(0.9, 1.3), own)
                    .softened();
            solids.addAll(thorax.aerated(o.side(), blob, density * rng.uniform(0.6, 0.8)));
        }
        return Part.of(o.id(), o.scaled(2, 8), solids);
    }

    private Part nodule(Observation o, Rng rng) {
        double r = noduleRadius(o) * s;
        Vec centre = zoneCentre(o, rng);
        for (int i = 0; i < 40 && !thorax.inAir(o.side(), centre, 1 - r / (75 * s)); i++) {
            centre = zoneCentre(o, rng);
        }
        Solid ball = Solid.ellipsoid(centre, r, r * rng.uniform(0.85, 1.15), r * rng.uniform(0.85, 1.15));
        double density = o.scaled(0.28, 1.7);
        List<Solid> solids = new ArrayList<>(thorax.aerated(o.side(), ball, density * 0.6));
        solids.addAll(thorax.aerated(o.side(), ball.softened(), density * 0.8));
        return Part.of(o.id(), 1.2, solids);
    }

    private Part oedema(Observation o, Rng rng) {
        double density = o.scaled(0.06, 0.46);
        List<Solid> wings = new ArrayList<>();
        List<Solid> all = new ArrayList<>();
        for (Side side : List.of(Side.RIGHT, Side.LEFT)) {
            Vec c = thorax.hilum(side).plus(jitter(rng, 6)).shifted(side.sign() * 17 * s, 0, -14 * s);
            Solid wing = Solid.ellipsoid(c, 50 * s, 66 * s, 84 * s).softened();
            wings.addAll(thorax.aerated(side, wing, density));
            all.addAll(thorax.aerated(side, density * 0.16));
            for (int i = 0; i < 7; i++) {
                double z = -82 + 9.5 * i + rng.uniform(-2, 2);
                Vec outer = thorax.at(side.sign() * 140, rng.uniform(-30, 30), z);
                Vec inner = outer.shifted(-side.sign() * rng.uniform(15, 24) * s, 0, rng.uniform(-2, 2) * s);
                all.add(Solid.rod(outer, inner, 1.0 * s, 1.0 * s)
                        .of(o.scaled(0.5, 2.4))
                        .in(thorax.lung(side)));
            }
            for (int i = 0; i < 9; i++) {
                Vec p = c.plus(jitter(rng, 40));
                Solid fluff = Solid.ellipsoid(p, 14 * s, 16 * s, 12 * s).softened();
                all.addAll(thorax.aerated(side, fluff, density * 1.1));
            }
        }
        all.addAll(wings);
        return new Part(o.id(), o.scaled(2.2, 6), all, wings, all);
    }

    private Part atelectasis(Observation o, Rng rng) {
        List<Solid> bands = new ArrayList<>();
        int count = o.severity() > 0.5 ? 2 : 1;
        double roll = rng.uniform(-16, 16);
        double z = o.zone() == Zone.LOWER ? -66 : 0;
        for (int i = 0; i < count; i++) {
            Vec c = thorax.at(
                    o.side().sign() * rng.uniform(78, 92), rng.uniform(-12, 22), z + 19 * i + rng.uniform(-5, 5));
            Frame frame = Frame.PATIENT.rolled(roll + rng.uniform(-4, 4));
            Solid plate = Solid.ellipsoid(c, frame, o.scaled(34, 54) * s, 44 * s, o.scaled(3, 9) * s);
            bands.addAll(thorax.aerated(o.side(), plate, o.scaled(0.13, 0.85)));
        }
        return Part.of(o.id(), o.scaled(2, 8), bands);
    }

    private Part fracture(Observation o, Rng rng) {
        int first = firstRib(o);
        int count = fractures(o);
        int piece = 4 + rng.nextInt(2);
        List<Solid> all = new ArrayList<>();
        List<Solid> site = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int rib = first + i;
            List<Vec> line = skeleton.ribLine(o.side(), rib);
            List<Vec> loose = line.subList(piece, piece + 3);
            double step = o.scaled(4, 17) * s;
            Vec fall = new Vec(-o.side().sign() * step * 0.45, 0, -step);
            List<Vec> moved = loose.stream().map(p -> p.plus(fall)).toList();
            all.addAll(skeleton.ribBone(loose, rib, -1));
            all.addAll(skeleton.ribBone(moved, rib, 1));
            Vec at = line.get(piece);
            double r = o.scaled(8, 15) * s;
            Solid callus =
                    Solid.ellipsoid(at.plus(fall.times(0.5)), r, r, r * 1.15).softened();
            all.add(callus.of(o.scaled(1.6, 5.5)));
            site.add(callus);
            site.add(Solid.rod(moved.getFirst(), moved.get(1), 4 * s, skeleton.ribHigh(rib)));
        }
        return new Part(o.id(), 1.5, all, site, all);
    }

    private Part emphysema(Observation o, Rng rng) {
        List<Solid> all = new ArrayList<>();
        List<Solid> lungs = new ArrayList<>();
        double density = -o.scaled(0.04, 0.13);
        for (Side side : List.of(Side.RIGHT, Side.LEFT)) {
            lungs.addAll(thorax.aerated(side, 1));
            all.addAll(thorax.aerated(side, density));
            for (int i = 0; i < 4; i++) {
                Vec c = thorax.at(side.sign() * rng.uniform(48, 86), rng.uniform(-40, 40), rng.uniform(30, 110));
                double r = rng.uniform(13, 26) * s;
                Solid bulla = Solid.ellipsoid(c, r, r, r * 1.2);
                all.addAll(thorax.aerated(side, bulla, -o.scaled(0.02, 0.14)));
            }
        }
        return new Part(o.id(), 30, all, lungs, all);
    }

    private Vec zoneCentre(Observation o, Rng rng) {
        double z = switch (o.zone()) {
            case UPPER -> rng.uniform(58, 92);
            case MIDDLE -> rng.uniform(-12, 30);
            case LOWER -> rng.uniform(-62, -38);
        };
        double x = o.zone() == Zone.UPPER ? rng.uniform(56, 80) : rng.uniform(76, 112);
        double y = o.zone() == Zone.LOWER ? rng.uniform(0, 45) : rng.uniform(-35, 35);
        return thorax.at(o.side().sign() * x, y, z);
    }

    private Vec jitter(Rng rng, double mm) {
        return new Vec(rng.uniform(-mm, mm), rng.uniform(-mm, mm), rng.uniform(-mm, mm));
    }
}
