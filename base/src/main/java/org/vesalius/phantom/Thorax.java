package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.volume.Vec;

/**
 * The soft parts of one patient's chest as solids: body wall, lungs, diaphragm, heart, great vessels, airways. What lies where two solids meet is set right by inclusion and exclusion, so that every point
 * has the density of one tissue.
 */
final class Thorax {
    /** What a lung takes from the water of the body wall. */
    static final double LUNG = -0.72;

    private static final double SEAM = -20;

    final double s;
    final double girth;
    /** Right, then left. */
    final List<Solid> lungs;

    final List<Solid> domes;
    final Solid heart;
    /** Where the airways divide. */
    final Vec carina;

    private final Solid usualHeart;
    private final Solid upperBody;
    private final Solid lowerBody;
    private final Visit visit;

    Thorax(Visit visit) {
        this.visit = visit;
        Patient patient = visit.patient();
        this.s = patient.size();
        this.girth = patient.girth();
        Rng rng = new Rng(patient.form()).child(1);
        Vec middle = at(0, 0, SEAM);
        double wide = 166 * s * girth;
        double deep = 113 * s * girth;
        upperBody = Solid.ellipsoid(middle, wide, deep, 235 * s).cut(middle, Vec.UP.times(-1));
        lowerBody = Solid.rod(at(0, 0, -420), middle, wide, deep);
        double puff = emphysema();
        double x = rng.uniform(82, 87) + 2 * puff;
        double lungWide = rng.uniform(58, 62) + 2 * puff;
        double lungHigh = rng.uniform(180, 190);
        double tilt = rng.uniform(5, 8);
        double lift = 10 - 13 * visit.inspiration();
        double rightDome = rng.uniform(-170, -160) + lift - 26 * puff;
        double leftDome = rightDome - rng.uniform(8, 16);
        List<Solid> bothLungs = new ArrayList<>();
        List<Solid> bothDomes = new ArrayList<>();
        for (Side side : List.of(Side.RIGHT, Side.LEFT)) {
            int sign = side.sign();
            Frame frame = Frame.PATIENT.rolled(-sign * tilt);
            bothLungs.add(Solid.ellipsoid(at(sign * x, 4, -38), frame, lungWide * s, 82 * s, lungHigh * s));
            double top = side == Side.RIGHT ? rightDome : leftDome;
            double arch = (88 - 22 * puff) * s;
            bothDomes.add(Solid.ellipsoid(at(sign * 72, 6, top + 22 * puff * 0.5), 96 * s, 108 * s, arch));
        }
        lungs = List.copyOf(bothLungs);
        domes = List.copyOf(bothDomes);
        double roll = rng.uniform(-6, 6);
        usualHeart = heart(patient.heart() * (1 - 0.06 * puff), roll);
        heart = heart(patient.heart() * heartScale() * (1 - 0.06 * puff), roll);
        carina = at(0, 22, rng.uniform(40, 50));
    }

    /** A point of the middling adult, scaled to this one. */
    Vec at(double x, double y, double z) {
        return new Vec(x * s, y * s, z * s);
    }

    Solid lung(Side side) {
        return lungs.get(side == Side.LEFT ? 1 : 0);
    }

    Solid dome(Side side) {
        return domes.get(side == Side.LEFT ? 1 : 0);
    }

    /** The height of the costophrenic sulcus at the side wall: where fluid gathers first. */
    double sulcus(Side side) {
        Solid lung = lung(side);
        double z = lung.centre.z();
        while (inAir(side, new Vec(lung.centre.x() + side.sign() * 55 * s, lung.centre.y(), z), 1)) {
            z -= 1;
        }
        return z;
    }

    /** Where vessels and airways enter the lung. */
    Vec hilum(Side side) {
        return at(37 * side.sign(), 8, 6);
    }

    /** The skin's y at the front for an x, mm. */
    double front(double x) {
        double wide = 166 * s * girth;
        return -113 * s * girth * Math.sqrt(Math.max(0, 1 - x * x / (wide * wide)));
    }

    private double emphysema() {
        return severity(Finding.EMPHYSEMA, 0.25, 1);
    }

    private double heartScale() {
        return 1 + severity(Finding.CARDIOMEGALY, 0.14, 0.55);
    }

    private double severity(Finding finding, double least, double most) {
        for (Observation o : visit.present()) {
            if (o.finding() == finding) {
                return o.scaled(least, most);
            }
        }
        return 0;
    }

    private Solid heart(double scale, double roll) {
        Frame frame = Frame.along(new Vec(0.80, -0.35, -0.50), Vec.UP).rolled(roll);
        Vec centre = at(20 + 16 * (scale - 1), -22, -48 + 6 * (scale - 1));
        return Solid.ellipsoid(centre, frame, 71 * s * scale, 49 * s * scale, 51 * s * scale);
    }

    /** What a large heart takes from the lungs against a heart of this patient's usual size. */
    List<Solid> heartGrowth() {
        List<Solid> solids = new ArrayList<>();
        for (Solid lung : lungs) {
            solids.add(heart.in(lung).of(-LUNG));
            solids.add(heart.in(lung).in(usualHeart).of(LUNG));
        }
        return solids;
    }

    /** The part of {@code solid} inside one lung and outside heart and diaphragm, with this density there. */
    List<Solid> aerated(Side side, Solid solid, double density) {
        Solid inLung = solid.in(lung(side));
        return withoutOrgans(side, inLung, density);
    }

    /** One lung's air space itself. */
    List<Solid> aerated(Side side, double density) {
        return withoutOrgans(side, lung(side), density);
    }

    private List<Solid> withoutOrgans(Side side, Solid solid, double density) {
        return List.of(
                solid.of(density),
                solid.in(heart).of(-density),
                solid.in(dome(side)).of(-density),
                solid.in(heart).in(dome(side)).of(density));
    }

    /** Whether a point lies in a lung's air space, at least {@code margin} times its half-axes from the pleura. */
    boolean inAir(Side side, Vec p, double margin) {
        Vec c = lung(side).centre;
        Vec wider = c.plus(p.minus(c).times(1 / margin));
        return lung(side).at(wider.x(), wider.y(), wider.z()) > 0
                && dome(side).at(p.x(), p.y(), p.z()) == 0
                && heart.at(p.x(), p.y(), p.z()) == 0;
    }

    /** Only the part of a solid that lies outside the body wall, plus what is inside at no extra density. */
    private List<Solid> outside(Solid solid) {
        double density = solid.density;
        return List.of(
                solid, solid.in(upperBody).of(-density), solid.in(lowerBody).of(-density));
    }

    /** Body wall, neck, breasts. */
    List<Solid> wall() {
        List<Solid> solids = new ArrayList<>(List.of(upperBody, lowerBody));
        solids.addAll(outside(Solid.rod(at(0, 22, 105), at(0, 14, 330), 56 * s, 58 * s)));
        for (int sign : new int[] {-1, 1}) {
            // the muscles about the shoulder blade
            solids.addAll(outside(Solid.ellipsoid(at(sign * 128, 64, 66), 42 * s, 36 * s, 80 * s)
                    .softened()
                    .of(0.95)));
        }
        if (visit.patient().sex() == Patient.Sex.F) {
            double r = new Rng(visit.patient().form()).child(2).uniform(44, 62) * s;
            for (int sign : new int[] {-1, 1}) {
                Vec centre = new Vec(sign * 82 * s, front(82 * s) + 8, -52 * s);
                solids.addAll(outside(Solid.ellipsoid(centre, r * 1.15, r * 0.85, r * 1.1)
                        .softened()
                        .of(0.95)));
            }
        }
        return solids;
    }

    /** Upper arms, hanging; raised out of the beam for the lateral view and the volume. */
    List<Solid> arms() {
        List<Solid> solids = new ArrayList<>();
        for (int sign : new int[] {-1, 1}) {
            Vec elbow = new Vec(sign * (235 * s), 30 * s, 20 * s);
            Vec head = new Vec(sign * 158 * s * Math.sqrt(girth), 22 * s, 105 * s);
            Frame along = Frame.along(elbow.minus(head), Vec.UP);
            solids.addAll(outside(Solid.ellipsoid(head.towards(elbow, 0.3), along, 150 * s, 46 * s, 52 * s)));
            solids.add(Solid.ellipsoid(head, 22 * s, 22 * s, 22 * s).of(0.42));
            solids.add(Solid.rod(head, elbow, 12 * s, 12 * s).of(0.5));
        }
        return solids;
    }

    /** Aorta and pulmonary trunk as far as they stand out into the lungs. */
    List<Solid> greatVessels() {
        double age = visit.patient().age() / 100.0;
        double knob = (19 + 10 * age) * s;
        Solid arch = Solid.ellipsoid(at(22 + 6 * age, 12, 70), knob * 0.95, knob * 1.4, knob * 0.9);
        Solid descending = Solid.rod(at(24 + 4 * age, 42, 62), at(14, 48, -160), 13 * s, 13 * s);
        Solid trunk = Solid.ellipsoid(at(26, -4, 34), 19 * s, 26 * s, 19 * s);
        Solid ascending = Solid.ellipsoid(at(-20, -18, 40), 17 * s, 22 * s, 42 * s);
        List<Solid> solids = new ArrayList<>(aerated(Side.LEFT, arch, -LUNG * 0.9));
        solids.addAll(aerated(Side.LEFT, descending, -LUNG * 0.9));
        solids.addAll(aerated(Side.LEFT, trunk, -LUNG * 0.9));
        solids.addAll(aerated(Side.RIGHT, ascending, -LUNG * 0.9));
        return solids;
    }

    /** Trachea and main bronchi. */
    List<Solid> airways() {
        List<Solid> solids = new ArrayList<>(
                Chain.round(List.of(new Vec(0, 4 * s, 300 * s), at(0, 6, 150), at(0, 14, 95), carina), 8.2 * s, -0.95));
        for (int sign : new int[] {-1, 1}) {
            solids.addAll(Chain.round(List.of(carina, at(sign * 27, 24, 20)), 5.5 * s, -0.9));
        }
        return solids;
    }

    /** The bubble of air in the stomach. */
    List<Solid> stomach() {
        Rng rng = new Rng(visit.seed()).child(3);
        double r = rng.uniform(14, 30) * s;
        Vec top = dome(Side.LEFT).centre.plus(new Vec(0, 0, 56 * s));
        return List.of(Solid.ellipsoid(top.shifted(-15 * s, -15 * s, -r * 0.5), r * 1.2, r, r * 0.5)
                .of(-0.9));
    }
}
