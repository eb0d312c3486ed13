package org.vesalius.metric.clinical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextPair;

class GivenFeaturesTest {
    private static final List<TextPair> TWO = List.of(TextPair.of("a", "b"), TextPair.of("c", "d"));

    @Test
    void radCliqAndItsInverseAreTwoNumbersOfTwoNames() {
        List<TextMetric> metrics =
                GivenFeatures.radCliq(List.of(new RadCliq.Features(0, 0, 0, 0), new RadCliq.Features(.5, .5, .5, .5)));
        assertEquals((5.516161 + 2.637014) / 2, metrics.get(0).score(TWO).corpus(), 1e-6);
        assertEquals((2.450143 + .504726) / 2, metrics.get(1).score(TWO).corpus(), 1e-6);
        assertEquals(2 / (2.450143 + .504726), metrics.get(2).score(TWO).corpus(), 1e-6);
        assertEquals(.504726, metrics.get(1).score(TWO).item(1), 1e-6);
        assertEquals("1/mean(RadCliQ-v1)[given]@1", metrics.get(2).name());
        assertTrue(metrics.get(0).lowerIsBetter());
        assertFalse(metrics.get(2).lowerIsBetter());
    }

    @Test
    void featuresOfAnotherFileAreRefused() {
        TextMetric v0 =
                GivenFeatures.radCliq(List.of(new RadCliq.Features(0, 0, 0, 0))).getFirst();
        assertThrows(InputException.class, () -> v0.score(TWO));
    }
}
