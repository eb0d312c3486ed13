package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Synthetic variants; some shift the odds of a finding, so that image-genetics methods have something to find. */
public final class Genotype {
    /** Length of the vector. */
    public static final int SNPS = 32;

    private static final double[] FREQUENCIES = {0.12, 0.2, 0.28, 0.36, 0.44, 0.16, 0.24, 0.32};

    /** Which variants act on which finding; each copy adds {@link #LOG_ODDS}. */
    public static final Map<Finding, List<Integer>> EFFECTS = Map.of(
            Finding.CARDIOMEGALY, List.of(0, 1, 2),
            Finding.EMPHYSEMA, List.of(3, 4, 5),
            Finding.NODULE, List.of(6, 7),
            Finding.PNEUMOTHORAX, List.of(8, 9),
            Finding.PLEURAL_EFFUSION, List.of(2, 10));

    /** What one copy adds to the log odds. */
    public static final double LOG_ODDS = 0.7;

    private Genotype() {}

    static List<Integer> draw(Rng rng) {
        List<Integer> copies = new ArrayList<>(SNPS);
        for (int i = 0; i < SNPS; i++) {
            double p = FREQUENCIES[i % FREQUENCIES.length];
            copies.add((rng.chance(p) ? 1 : 0) + (rng.chance(p) ? 1 : 0));
        }
        return copies;
    }

    /** The log odds of a finding against those of a person of average genotype. */
    static double logOdds(Finding finding, List<Integer> genotype) {
        double sum = 0;
        for (int i : EFFECTS.getOrDefault(finding, List.of())) {
            sum += LOG_ODDS * (genotype.get(i) - 2 * FREQUENCIES[i % FREQUENCIES.length]);
        }
        return sum;
    }
}
