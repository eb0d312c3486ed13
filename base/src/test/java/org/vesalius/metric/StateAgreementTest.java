package org.vesalius.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vesalius.report.LabelState.BLANK;
import static org.vesalius.report.LabelState.NEGATIVE;
import static org.vesalius.report.LabelState.POSITIVE;
import static org.vesalius.report.LabelState.UNCERTAIN;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateAgreementTest {
    private static final StateAgreement ROWS = new StateAgreement(
            List.of(POSITIVE, POSITIVE, NEGATIVE, UNCERTAIN, BLANK, BLANK, POSITIVE, NEGATIVE),
            List.of(POSITIVE, UNCERTAIN, NEGATIVE, UNCERTAIN, BLANK, POSITIVE, POSITIVE, BLANK));
    private static final int[] ONCE = Ranking.ones(8);

    /** By hand: positive 2 of 3 found, 1 false; negative 1 of 2, none false; uncertain 1 of 1, 1 false; named 5 of 6, 1 false. */
    @Test
    void everyStateHasItsF1() {
        assertEquals(2 / 3.0, ROWS.f1(POSITIVE, ONCE), 1e-12);
        assertEquals(2 / 3.0, ROWS.f1(NEGATIVE, ONCE), 1e-12);
        assertEquals(2 / 3.0, ROWS.f1(UNCERTAIN, ONCE), 1e-12);
        assertEquals(10 / 12.0, ROWS.mention(ONCE), 1e-12);
    }

    /** By hand: 5 of 8 agree; by chance (3·3 + 2·1 + 1·2 + 2·2) / 64. */
    @Test
    void kappaRunsOverAllFourStates() {
        double chance = (3 * 3 + 2 * 1 + 1 * 2 + 2 * 2) / 64.0;
        assertEquals((5 / 8.0 - chance) / (1 - chance), ROWS.kappa(ONCE), 1e-12);
    }

    @Test
    void theWeightedF1TakesSharesOfAnyFile() {
        StateAgreement rows = new StateAgreement(
                List.of(POSITIVE, POSITIVE, NEGATIVE, NEGATIVE), List.of(POSITIVE, NEGATIVE, NEGATIVE, NEGATIVE));
        double positive = 2 / 3.0;
        double negative = 4 / 5.0;
        assertEquals((positive + negative) / 2, rows.weightedF1(Ranking.ones(4)), 1e-12);
        assertEquals(
                .1 * positive + .7 * negative,
                rows.weightedF1(Map.of(POSITIVE, .1, NEGATIVE, .7, UNCERTAIN, .2), Ranking.ones(4)),
                1e-12,
                "nobody is uncertain, which is worth 0");
    }

    @Test
    void presentAndAbsentAloneAreNotFourStates() {
        assertTrue(ROWS.fourStates());
        assertFalse(new StateAgreement(List.of(POSITIVE, NEGATIVE), List.of(BLANK, UNCERTAIN)).fourStates());
    }

    @Test
    void whatNobodyNamesHasNoNumber() {
        StateAgreement none = new StateAgreement(List.of(BLANK, BLANK), List.of(BLANK, BLANK));
        assertTrue(Double.isNaN(none.mention(Ranking.ones(2))));
        assertTrue(Double.isNaN(none.kappa(Ranking.ones(2))));
        assertTrue(Double.isNaN(none.weightedF1(Ranking.ones(2))));
        assertThrows(IllegalArgumentException.class, () -> new StateAgreement(List.of(BLANK), List.of()));
    }
}
