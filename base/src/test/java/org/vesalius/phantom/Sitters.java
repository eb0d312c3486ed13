package org.vesalius.phantom;

import java.util.List;
import org.vesalius.volume.Vec;

/** Single visits for tests. */
final class Sitters {
    private static final Population PEOPLE = new Population(5, 9, "t", PhantomOptions.FOLLOWED);

    private Sitters() {}

    /** A person, fixed by number, with one finding or with none. */
    static Visit visit(int person, List<Observation> observations) {
        Rng rng = new Rng(person * 77L + 3);
        double inspiration = rng.uniform(-0.6, 1);
        double turn = rng.uniform(-2, 2);
        return new Visit(PEOPLE.patient(person), "s", 0, 0, false, inspiration, turn, rng.nextLong(), observations);
    }

    static Observation one(Finding finding, double severity, int person) {
        Side side = !finding.sided() ? Side.BOTH : person % 2 == 0 ? Side.LEFT : Side.RIGHT;
        Zone zone = switch (finding) {
            case PLEURAL_EFFUSION, ATELECTASIS -> Zone.LOWER;
            case PNEUMOTHORAX -> Zone.UPPER;
            default -> List.of(Zone.values()).get(person % 3);
        };
        return new Observation("f1", finding, side, zone, severity, 1000L + person, Change.FIRST, -1);
    }

    static Visit with(Finding finding, double severity, int person) {
        return visit(person, List.of(one(finding, severity, person)));
    }

    static Camera camera(Camera.Beam beam, int size) {
        return Camera.of(beam, 1800, 440.0 / size, size, size, new Camera.Aim(new Vec(0, 0, 10), 1.5, 0, 0));
    }
}
