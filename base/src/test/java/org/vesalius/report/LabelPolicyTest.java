package org.vesalius.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

class LabelPolicyTest {
    private static final Map<String, LabelState> LABELS = Map.of(
            "Edema", LabelState.UNCERTAIN,
            "Cardiomegaly", LabelState.UNCERTAIN,
            "Pneumonia", LabelState.POSITIVE,
            "Fracture", LabelState.NEGATIVE,
            "Pneumothorax", LabelState.BLANK);

    private static Map<String, Double> counted(double edema, double cardiomegaly, double pneumothorax) {
        return Map.of(
                "Edema",
                edema,
                "Cardiomegaly",
                cardiomegaly,
                "Pneumonia",
                1.0,
                "Fracture",
                0.0,
                "Pneumothorax",
                pneumothorax);
    }

    @Test
    void uncertainLabelsCountAsThePolicySays() {
        assertEquals(counted(0, 0, 0), LabelPolicy.U_ZEROS.targets(LABELS));
        assertEquals(counted(1, 1, 0), LabelPolicy.U_ONES.targets(LABELS));
        assertEquals(counted(Double.NaN, Double.NaN, 0), LabelPolicy.U_IGNORE.targets(LABELS));
        assertEquals(counted(1, 0, 0), LabelPolicy.GLORIA.targets(LABELS));
    }

    @Test
    void aModelsWordStandsForThemUnderSelf() {
        assertEquals(counted(.25, Double.NaN, 0), LabelPolicy.U_SELF.targets(LABELS, Map.of("Edema", .25)));
    }

    @Test
    void blanksAreAbsentOnlyWhereNothingWasFound() {
        assertEquals(counted(Double.NaN, Double.NaN, Double.NaN), LabelPolicy.XRV.targets(LABELS));
        assertEquals(
                Map.of("No Finding", 1.0, "Edema", 0.0),
                LabelPolicy.XRV.targets(Map.of("No Finding", LabelState.POSITIVE, "Edema", LabelState.BLANK)));
    }

    @Test
    void policiesAreFoundByName() {
        assertEquals(LabelPolicy.GLORIA, LabelPolicy.of("gloria"));
        assertThrows(InputException.class, () -> LabelPolicy.of("u-ons"));
    }
}
