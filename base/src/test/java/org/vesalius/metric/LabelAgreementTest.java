package org.vesalius.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.report.LabelPolicy;
import org.vesalius.report.LabelState;

class LabelAgreementTest {
    private static LabelAgreement rows() {
        LabelAgreement rows = new LabelAgreement();
        double[][] pairs = {{1, 1}, {1, 1}, {1, 0}, {0, 1}, {0, 0}, {Double.NaN, 1}, {1, Double.NaN}};
        for (int i = 0; i < pairs.length; i++) {
            rows.add("p" + i, Map.of("a", pairs[i][0]), Map.of("a", pairs[i][1]));
        }
        return rows;
    }

    @Test
    void presentIsCountedAgainstAbsentAndUnknownTruthIsLeftOut() {
        LabelAgreement.OfClass a = rows().of(List.of("a"), 200, 1).getFirst();
        assertEquals(6, a.rows());
        assertEquals(4, a.positives());
        assertEquals(3, a.called());
        assertEquals(2.0 / 3, a.precision().value(), 1e-12);
        assertEquals(2.0 / 4, a.recall().value(), 1e-12);
        assertEquals(4.0 / 7, a.f1().value(), 1e-12);
        assertTrue(a.f1().low() < a.f1().value() && a.f1().value() < a.f1().high());
    }

    @Test
    void aClassThatNobodyNamesHasNoF1() {
        LabelAgreement.OfClass b = rows().of(List.of("b"), 10, 1).getFirst();
        assertEquals(0, b.rows());
        assertTrue(Double.isNaN(b.f1().value()));
    }

    @Test
    void perfectAgreementIsOneInEveryResample() {
        LabelAgreement rows = new LabelAgreement();
        for (int i = 0; i < 20; i++) {
            double present = i % 2;
            rows.add("p" + i, Map.of("a", present), Map.of("a", present));
        }
        Interval f1 = rows.of(List.of("a"), 100, 1).getFirst().f1();
        assertEquals(1, f1.low());
        assertEquals(1, f1.high());
    }

    /** By hand: of six rows 2 are found, 1 false, 2 missed, 1 rightly absent. */
    @Test
    void kappaIsThatOfPresentAgainstAbsent() {
        double chance = (4 * 3 + 2 * 3) / 36.0;
        double kappa = (3 / 6.0 - chance) / (1 - chance);
        assertEquals(kappa, rows().of(List.of("a"), 50, 1).getFirst().kappa().value(), 1e-12);
    }

    @Test
    void fourStatesAreComparedWhereTheTruthTellsThemApart() {
        LabelAgreement rows = new LabelAgreement();
        LabelState[] said = {LabelState.POSITIVE, LabelState.NEGATIVE, LabelState.UNCERTAIN, LabelState.BLANK};
        for (LabelState state : said) {
            rows.add(
                    "p" + state,
                    Map.of("a", state, "b", state == LabelState.BLANK ? LabelState.NEGATIVE : LabelState.POSITIVE),
                    Map.of("a", state),
                    LabelPolicy.U_ZEROS);
        }
        rows.add("other", Map.of("b", LabelState.NEGATIVE), Map.of("a", LabelState.POSITIVE), LabelPolicy.U_ZEROS);
        List<LabelAgreement.OfStates> states = rows.ofStates(List.of("a", "b"), 20, 1);
        assertEquals(1, states.size(), "b knows present and absent only");
        assertEquals(4, states.getFirst().rows(), "whose truth is not given does not count");
        assertEquals(1, states.getFirst().kappa().value(), 1e-12);
        assertEquals(1, states.getFirst().negation().value(), 1e-12);
        assertEquals(1, states.getFirst().uncertainty().value(), 1e-12);
        assertEquals(1, states.getFirst().mention().value(), 1e-12);
        assertEquals(1, states.getFirst().weightedF1().value(), 1e-12);
    }
}
