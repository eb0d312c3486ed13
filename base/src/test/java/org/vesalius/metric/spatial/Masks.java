package org.vesalius.metric.spatial;

/** Masks that NumPy made too; see the tests for what SciPy says of them. */
final class Masks {
    static final Grid GRID = new Grid(7, 6, 5, 1, 1, 3);

    private Masks() {}

    /** A rule for a voxel. */
    interface Rule {
        boolean in(int x, int y, int z);
    }

    static boolean[] of(Rule rule) {
        boolean[] mask = new boolean[GRID.size()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = rule.in(i % 7, i / 7 % 6, i / 42);
        }
        return mask;
    }

    static boolean[] first() {
        return of((x, y, z) -> (x - 3) * (x - 3) + (y - 2) * (y - 2) + 3 * (z - 2) * (z - 2) <= 7);
    }

    static boolean[] second() {
        return of((x, y, z) -> (x - 4) * (x - 4) + (y - 3) * (y - 3) + 2 * (z - 2) * (z - 2) <= 6);
    }

    static boolean[] scattered() {
        return of((x, y, z) -> (x + 2 * y + 3 * z) % 11 < 4);
    }

    static boolean[] flags(String zerosAndOnes) {
        boolean[] flags = new boolean[zerosAndOnes.length()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = zerosAndOnes.charAt(i) == '1';
        }
        return flags;
    }
}
