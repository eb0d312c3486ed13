package org.vesalius.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KappaTest {
    /** The example of Cohen's kappa that Wikipedia works out: 20, 5, 10, 15 of 50. */
    @Test
    void fiftyProposalsOfTwoReadersAgreeByFourTenths() {
        assertEquals(0.4, Kappa.cohen(new double[][] {{20, 5}, {10, 15}}, Kappa.Weights.NOMINAL), 1e-12);
    }

    /** Fleiss' example of 14 raters, 10 items and 5 classes, as Wikipedia prints it: 0.210. */
    @Test
    void fleissOwnExampleComesOut() {
        int[][] votes = {
            {0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
            {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}
        };
        assertEquals(0.20993, Kappa.fleiss(votes), 1e-5);
    }

    /** Values of sklearn.metrics.cohen_kappa_score 1.2.1 on the same rows: none, linear, quadratic. */
    @Test
    void weightsAreThoseOfSklearn() {
        int[] a = {0, 1, 2, 3, 3, 1, 0, 2, 2, 1, 3, 0};
        int[] b = {0, 2, 2, 3, 1, 1, 1, 2, 3, 0, 3, 0};
        assertEquals(SKLEARN[0], Kappa.cohen(a, b, 4, Kappa.Weights.NOMINAL), 1e-9);
        assertEquals(SKLEARN[1], Kappa.cohen(a, b, 4, Kappa.Weights.LINEAR), 1e-9);
        assertEquals(SKLEARN[2], Kappa.cohen(a, b, 4, Kappa.Weights.QUADRATIC), 1e-9);
    }

    private static final double[] SKLEARN = {4 / 9.0, 0.6, 11 / 15.0};

    @Test
    void aSecondPlainCountOfAgreementGivesTheSame() {
        SplittableRandom random = new SplittableRandom(3);
        int[] a = random.ints(200, 0, 3).toArray();
        int[] b = random.ints(200, 0, 3).toArray();
        double observed = 0;
        double[] first = new double[3];
        double[] second = new double[3];
        for (int i = 0; i < 200; i++) {
            observed += a[i] == b[i] ? 1 / 200.0 : 0;
            first[a[i]] += 1 / 200.0;
            second[b[i]] += 1 / 200.0;
        }
        double chance = first[0] * second[0] + first[1] * second[1] + first[2] * second[2];
        assertEquals((observed - chance) / (1 - chance), Kappa.cohen(a, b, 3, Kappa.Weights.NOMINAL), 1e-12);
    }

    @Test
    void countingARowTwiceIsTheSameAsWritingItTwice() {
        double twice =
                Kappa.cohen(new int[] {0, 1, 1}, new int[] {0, 1, 0}, 2, Kappa.Weights.NOMINAL, new int[] {2, 1, 1});
        assertEquals(
                Kappa.cohen(new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 0}, 2, Kappa.Weights.NOMINAL), twice, 1e-12);
    }

    @Test
    void whereNobodyDiffersKappaIsOneAndWithoutChanceItIsUndefined() {
        int[] both = {0, 1, 0, 1};
        assertEquals(1, Kappa.cohen(both, both, 2, Kappa.Weights.NOMINAL), 1e-12);
        int[] one = {1, 1};
        assertTrue(Double.isNaN(Kappa.cohen(one, one, 2, Kappa.Weights.NOMINAL)), "one class only");
        assertTrue(Double.isNaN(Kappa.cohen(new int[0], new int[0], 2, Kappa.Weights.NOMINAL)), "no row");
        assertTrue(Double.isNaN(Kappa.fleiss(new int[][] {{3, 0}, {3, 0}})), "one class only");
        assertTrue(Double.isNaN(Kappa.fleiss(new int[0][])), "no item");
    }

    @Test
    void anItemWithAnotherNumberOfRatersIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Kappa.fleiss(new int[][] {{2, 1}, {1, 1}}));
        assertThrows(IllegalArgumentException.class, () -> Kappa.fleiss(new int[][] {{1, 0}}));
    }
}
