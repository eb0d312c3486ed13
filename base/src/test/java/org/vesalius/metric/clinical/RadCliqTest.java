package org.vesalius.metric.clinical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.metric.clinical.RadCliq.Features;

class RadCliqTest {
    /** The values of the released models, in the specification of metrics, section 8.2. */
    @Test
    void theReleasedModelsComeOut() {
        assertBoth(5.516161, 2.450143, new Features(0, 0, 0, 0));
        assertBoth(2.637014, .504726, new Features(.5, .5, .5, .5));
        assertBoth(-.242133, -1.440690, new Features(1, 1, 1, 1));
        assertBoth(2.854284, .819377, new Features(.3, .4, .6, .2));
    }

    private static void assertBoth(double v0, double v1, Features features) {
        assertEquals(v0, RadCliq.V0.score(features), 1e-6);
        assertEquals(v1, RadCliq.V1.score(features), 1e-6);
    }

    @Test
    void theInverseIsThatOfTheMeanAndNotTheMeanOfInverses() {
        List<Features> pairs = List.of(new Features(0, 0, 0, 0), new Features(.5, .5, .5, .5));
        assertEquals(2 / (2.450143 + .504726), RadCliq.V1.inverseMean(pairs), 1e-6);
        assertEquals("1/mean(RadCliQ-v1)", RadCliq.V1.inverseId());
    }

    @Test
    void noPairHasNoScore() {
        assertTrue(Double.isNaN(RadCliq.V0.mean(List.of())));
    }
}
