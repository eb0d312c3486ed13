package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.volume.Vec;

/** The vessels that give a lung its markings: trees from the hilum outwards. */
final class Vessels {
    private static final int TRUNKS = 9;
    private static final double BLOOD = 0.68;

    private final Thorax thorax;
    private final Side side;
    private final double calibre;
    private final Solid limit;
    private final List<Solid> solids = new ArrayList<>();

    private Vessels(Thorax thorax, Side side, double calibre, Solid limit) {
        this.thorax = thorax;
        this.side = side;
        this.calibre = calibre * thorax.s;
        this.limit = limit;
    }

    /**
     * @param calibre 1 is normal
     * @param limit the lung, or what a pneumothorax has left of it
     */
    static List<Solid> of(Thorax thorax, Side side, double calibre, Solid limit, Rng rng) {
        Vessels tree = new Vessels(thorax, side, calibre, limit);
        Vec hilum = thorax.hilum(side);
        for (int i = 0; i < TRUNKS; i++) {
            Rng own = rng.child(i);
            Vec end = tree.target(own, (i + 0.5) / TRUNKS);
            Vec fork = hilum.towards(end, own.uniform(0.35, 0.5)).plus(tree.jitter(own, 8));
            tree.branch(hilum, fork, 3.9, 2.8, own);
            for (int j = 0; j < 2; j++) {
                tree.branch(fork, end.plus(tree.jitter(own, 26)), 2.4, 1.1, own);
            }
        }
        tree.hilarMass(hilum, rng.child(99));
        return tree.solids;
    }

    private void hilarMass(Vec hilum, Rng rng) {
        Solid mass = Solid.ellipsoid(hilum.plus(jitter(rng, 3)), 15 * calibre, 20 * calibre, 22 * calibre)
                .softened();
        solids.addAll(thorax.aerated(side, mass, 0.6));
    }

    /** A point near the pleura, trunks fanned out from the apex to the base. */
    private Vec target(Rng rng, double share) {
        double angle = Math.toRadians(rng.uniform(-8, 8) + 80 - 150 * share);
        double depth = rng.uniform(-0.75, 0.75);
        Solid lung = thorax.lung(side);
        double flat = Math.sqrt(1 - depth * depth * 0.8);
        return lung.centre.shifted(
                side.sign() * (52 * Math.cos(angle) * flat) * thorax.s,
                74 * depth * thorax.s,
                (44 + 105 * Math.sin(angle) * flat) * thorax.s);
    }

    private Vec jitter(Rng rng, double mm) {
        double m = mm * thorax.s;
        return new Vec(rng.uniform(-m, m), rng.uniform(-m, m), rng.uniform(-m, m));
    }

    private void branch(Vec from, Vec to, double thick, double thin, Rng rng) {
        List<Vec> line = Chain.smooth(List.of(from, from.towards(to, 0.5).plus(jitter(rng, 7)), to), 2);
        for (Solid rod : Chain.tube(line, t -> (thick + (thin - thick) * t) * calibre, 1, BLOOD)) {
            Vec middle = rod.boundCentre;
            if (thorax.inAir(side, middle, 1)) {
                solids.add(rod.in(limit));
            }
        }
    }
}
