package org.vesalius.metric.clinical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vesalius.report.LabelState.BLANK;
import static org.vesalius.report.LabelState.NEGATIVE;
import static org.vesalius.report.LabelState.POSITIVE;
import static org.vesalius.report.LabelState.UNCERTAIN;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.report.LabelState;

class LabelF1Test {
    private static int[] once(LabelF1 labels) {
        int[] times = new int[labels.rows()];
        Arrays.fill(times, 1);
        return times;
    }

    /** The worked case of the specification of metrics, section 8.2. */
    @Test
    void theWorkedCaseComesOut() {
        LabelF1 labels = LabelF1.of(
                new int[][] {{1, 0, 1}, {0, 0, 1}, {1, 0, 0}, {0, 0, 0}},
                new int[][] {{1, 0, 0}, {0, 1, 1}, {0, 0, 0}, {0, 0, 0}});
        Prf micro = labels.micro(once(labels));
        assertEquals(2 / 3.0, micro.precision(), 1e-12);
        assertEquals(1 / 2.0, micro.recall(), 1e-12);
        assertEquals(4 / 7.0, micro.f1(), 1e-12);
        assertEquals(4 / 9.0, labels.macro(once(labels)).f1(), 1e-12);
        assertEquals(1 / 3.0, labels.examples(once(labels)).f1(), 1e-12);
        assertEquals(1 / 4.0, labels.exact(once(labels)), 1e-12, "only the empty report is right in all labels");
        assertEquals(9 / 12.0, labels.accuracy(once(labels)), 1e-12);
    }

    private static final int[][] TRUTHS = {
        {1, 0, 1, 0, 0}, {0, 0, 0, 1, 0}, {1, 0, 0, 1, 0}, {1, 0, 1, 0, 0}, {0, 1, 1, 1, 0}, {1, 1, 0, 0, 0},
        {1, 1, 0, 0, 0}, {0, 1, 0, 0, 0}, {1, 0, 0, 0, 0}, {0, 0, 1, 0, 0}, {0, 0, 1, 1, 0}, {1, 0, 0, 0, 0}
    };
    private static final int[][] CALLS = {
        {1, 0, 1, 0, 0}, {1, 0, 1, 1, 0}, {0, 1, 0, 0, 0}, {1, 0, 1, 0, 0}, {0, 0, 1, 1, 0}, {1, 1, 0, 0, 0},
        {1, 0, 0, 0, 0}, {0, 1, 1, 0, 0}, {1, 0, 1, 1, 0}, {0, 0, 1, 0, 0}, {0, 0, 1, 0, 0}, {1, 0, 0, 0, 0}
    };

    /** precision_recall_fscore_support and accuracy_score of sklearn 1.2.1 with zero_division=0 on these very rows, the last label never present. */
    @Test
    void averagesAreThoseOfSklearn() {
        LabelF1 labels = LabelF1.of(TRUTHS, CALLS);
        int[] once = once(labels);
        assertPrf(0.7142857143, 0.75, 0.7317073171, labels.micro(once));
        assertPrf(0.5630952381, 0.5714285714, 0.5538461538, labels.macro(once));
        assertPrf(0.7229166667, 0.75, 0.7208791209, labels.weighted(once));
        assertPrf(0.7638888889, 0.8055555556, 0.7333333333, labels.examples(once));
        assertEquals(0.4166666667, labels.exact(once), 1e-9);
        assertEquals(0.8166666667, labels.accuracy(once), 1e-9);
    }

    private static void assertPrf(double precision, double recall, double f1, Prf got) {
        assertEquals(precision, got.precision(), 1e-9);
        assertEquals(recall, got.recall(), 1e-9);
        assertEquals(f1, got.f1(), 1e-9);
    }

    @Test
    void countingARowTwiceIsTheSameAsWritingItTwice() {
        LabelF1 labels = LabelF1.of(TRUTHS, CALLS);
        int[] times = new int[12];
        times[1] = 2;
        times[4] = 1;
        LabelF1 written =
                LabelF1.of(new int[][] {TRUTHS[1], TRUTHS[1], TRUTHS[4]}, new int[][] {CALLS[1], CALLS[1], CALLS[4]});
        assertEquals(written.micro(once(written)), labels.micro(times));
        assertEquals(written.macro(once(written)).f1(), labels.macro(times).f1(), 1e-12);
        assertEquals(
                written.examples(once(written)).f1(), labels.examples(times).f1(), 1e-12);
        assertEquals(written.exact(once(written)), labels.exact(times), 1e-12);
    }

    @Test
    void theRulesReadTheSameStatesDifferently() {
        List<String> names = List.of("a", "b", "c", "d");
        List<Map<String, LabelState>> truth =
                List.of(Map.of("a", POSITIVE, "b", UNCERTAIN, "c", UNCERTAIN, "d", NEGATIVE));
        List<Map<String, LabelState>> call = List.of(Map.of("a", POSITIVE, "b", POSITIVE, "c", UNCERTAIN, "d", BLANK));
        int[] once = {1};
        assertPrf(0.5, 1, 2 / 3.0, LabelF1.of(truth, call, names, CeRule.POS).micro(once));
        assertPrf(1, 1, 1, LabelF1.of(truth, call, names, CeRule.RRG).micro(once));
        assertPrf(0.5, 1, 2 / 3.0, LabelF1.of(truth, call, names, CeRule.REPAIR).micro(once));
        // b is doubted and called present: missed and false at once
        assertPrf(
                2 / 3.0,
                2 / 3.0,
                2 / 3.0,
                LabelF1.of(truth, call, names, CeRule.UNC).micro(once));
    }

    @Test
    void nothingOnBothSidesIsNoHit() {
        LabelF1 labels = LabelF1.of(new int[][] {{0, 0}}, new int[][] {{0, 0}});
        assertEquals(0, labels.micro(once(labels)).f1(), 0);
        assertEquals(0, labels.examples(once(labels)).f1(), 0);
        assertEquals(1, labels.exact(once(labels)), 0);
        LabelF1 none = LabelF1.of(new int[0][], new int[0][]);
        assertTrue(Double.isNaN(none.exact(new int[0])));
    }

    @Test
    void shapesMustAgree() {
        assertThrows(IllegalArgumentException.class, () -> LabelF1.of(new int[][] {{1}}, new int[][] {{1, 0}}));
    }
}
