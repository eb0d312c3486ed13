package org.vesalius.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
