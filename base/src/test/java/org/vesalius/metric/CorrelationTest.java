package org.vesalius.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CorrelationTest {
    private static final double[] X = {1, 2, 2, 3, 4, 5, 5, 6};
    private static final double[] Y = {2, 1, 3, 3, 3, 6, 5, 4};

    /** Of scipy.stats 1.10.1 on the same rows, ties in both: pearsonr, spearmanr, kendalltau. */
    @Test
    void valuesAreThoseOfScipy() {
        assertEquals(SCIPY[0], Correlation.pearson(X, Y), 1e-9);
        assertEquals(SCIPY[1], Correlation.spearman(X, Y), 1e-9);
        assertEquals(SCIPY[2], Correlation.kendallTauB(X, Y), 1e-9);
    }

    private static final double[] SCIPY = {0.7816230038, 0.8395701572, 0.6667948595};

    @Test
    void orderAloneDecidesTau() {
        assertEquals(1, Correlation.kendallTauB(new double[] {1, 2, 3}, new double[] {1, 10, 1000}), 1e-12);
        assertEquals(-1, Correlation.kendallTauB(new double[] {1, 2, 3}, new double[] {9, 4, 1}), 1e-12);
    }

    @Test
    void aRowWithoutANumberIsLeftOut() {
        double[] x = {1, Double.NaN, 2, 3};
        double[] y = {1, 7, 3, 2};
        double[] keptX = {1, 2, 3};
        double[] keptY = {1, 3, 2};
        assertEquals(Correlation.pearson(keptX, keptY), Correlation.pearson(x, y), 1e-12);
        assertEquals(Correlation.spearman(keptX, keptY), Correlation.spearman(x, y), 1e-12);
        assertEquals(Correlation.kendallTauB(keptX, keptY), Correlation.kendallTauB(x, y), 1e-12);
    }

    @Test
    void countingARowTwiceIsTheSameAsWritingItTwice() {
        double[] x = {1, 2, 4};
        double[] y = {3, 1, 5};
        int[] times = {1, 2, 1};
        double[] longX = {1, 2, 2, 4};
        double[] longY = {3, 1, 1, 5};
        assertEquals(Correlation.pearson(longX, longY), Correlation.pearson(x, y, times), 1e-12);
        assertEquals(Correlation.kendallTauB(longX, longY), Correlation.kendallTauB(x, y, times), 1e-12);
    }

    @Test
    void constantColumnsAndSingleRowsHaveNone() {
        double[] same = {2, 2, 2};
        assertTrue(Double.isNaN(Correlation.pearson(same, new double[] {1, 2, 3})));
        assertTrue(Double.isNaN(Correlation.kendallTauB(same, new double[] {1, 2, 3})));
        assertTrue(Double.isNaN(Correlation.spearman(new double[] {1}, new double[] {1})));
        assertTrue(Double.isNaN(Correlation.pearson(new double[0], new double[0])));
    }
}
