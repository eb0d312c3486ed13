package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything of one visit in three dimensions.
 *
 * @param parts what views and volume share
 * @param arms only in the frontal views: for the lateral view and the volume they are raised
 */
record Body(Thorax thorax, List<Part> parts, Part arms) {
    /** The organs whose masks are given. */
    static final List<String> ORGANS =
            List.of("right lung", "left lung", "heart", "trachea", "spine", "right clavicle", "left clavicle");

    private static final double LUNG_SHOWN = 14;

    Body {
        parts = List.copyOf(parts);
    }

    static Body of(Visit visit) {
        Thorax thorax = new Thorax(visit);
        Skeleton skeleton = new Skeleton(thorax, visit.patient());
        Lesions lesions = new Lesions(thorax, skeleton);
        List<Part> parts = new ArrayList<>();
        parts.add(Part.unnamed(thorax.wall()));
        parts.add(Part.of("right lung", LUNG_SHOWN, thorax.aerated(Side.RIGHT, Thorax.LUNG)));
        parts.add(Part.of("left lung", LUNG_SHOWN, thorax.aerated(Side.LEFT, Thorax.LUNG)));
        parts.add(new Part("heart", 15, List.of(), List.of(thorax.heart), List.of()));
        parts.add(Part.unnamed(thorax.greatVessels()));
        parts.add(Part.of("trachea", 4, thorax.airways()));
        parts.add(Part.unnamed(thorax.stomach()));
        parts.add(Part.of("spine", 5, skeleton.spine()));
        parts.add(Part.unnamed(skeleton.ribs()));
        parts.add(Part.unnamed(skeleton.scapulae()));
        parts.add(Part.unnamed(skeleton.sternum()));
        parts.add(Part.of("right clavicle", 1.5, skeleton.clavicle(Side.RIGHT)));
        parts.add(Part.of("left clavicle", 1.5, skeleton.clavicle(Side.LEFT)));
        for (Side side : List.of(Side.RIGHT, Side.LEFT)) {
            parts.add(Part.unnamed(vessels(visit, thorax, lesions, side)));
        }
        for (Observation o : visit.present()) {
            parts.add(lesions.part(o));
        }
        return new Body(thorax, parts, Part.unnamed(thorax.arms()));
    }

    private static List<Solid> vessels(Visit visit, Thorax thorax, Lesions lesions, Side side) {
        double calibre = 1;
        for (Observation o : visit.present()) {
            if (o.finding() == Finding.OEDEMA) {
                calibre = o.scaled(1.1, 1.5);
            } else if (o.finding() == Finding.EMPHYSEMA) {
                calibre *= o.scaled(0.9, 0.6);
            }
        }
        Optional<Observation> air = visit.present().stream()
                .filter(o -> o.finding() == Finding.PNEUMOTHORAX && o.side() == side)
                .findFirst();
        Solid limit = air.map(lesions::collapsed).orElse(thorax.lung(side));
        Rng rng = new Rng(visit.patient().form()).child(60 + side.sign());
        return Vessels.of(thorax, side, calibre, limit, rng);
    }

    /** What a point holds, in units of water. */
    double at(double x, double y, double z) {
        double sum = 0;
        for (Part part : parts) {
            for (Solid solid : part.solids()) {
                sum += solid.at(x, y, z);
            }
        }
        return sum;
    }
}
