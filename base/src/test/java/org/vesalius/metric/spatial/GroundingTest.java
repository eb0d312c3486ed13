package org.vesalius.metric.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.metric.spatial.Masks.flags;

import org.junit.jupiter.api.Test;

class GroundingTest {
    // specification of the downstream systems, section 8.4
    private static final float[] MAP = {.1f, .2f, .1f, 0, .2f, .9f, .7f, .1f, .1f, .8f, .6f, .2f, 0, .1f, .2f, .1f};
    private static final boolean[] BOX = flags("0000011001100000");
    private static final float NONE = Float.NaN;

    @Test
    void theSpecificationsMap() {
        assertThat(Grounding.cnr(MAP, BOX)).isCloseTo(4.826005, within(1e-5));
        assertThat(Grounding.meanIou(MAP, BOX)).isCloseTo(.9, within(1e-12));
        assertThat(Grounding.pointingExpected(MAP, BOX)).isEqualTo(1);
        assertThat(Grounding.pointingChance(MAP, BOX)).isEqualTo(.25);
    }

    @Test
    void overlapsAreStrictlyAbove() {
        assertThat(Grounding.iouAbove(.1, MAP, BOX)).isCloseTo(4 / 8.0, within(1e-12));
        assertThat(Grounding.diceAbove(.1, MAP, BOX)).isCloseTo(8 / 12.0, within(1e-12));
        assertThat(Grounding.iouAbove(.7, MAP, BOX)).isEqualTo(.5);
        assertThat(Grounding.iouAbove(.95, MAP, BOX)).isZero();
    }

    @Test
    void aFlatMapGetsItsChanceUnlessCountedGenerously() {
        float[] flat = new float[16];
        assertThat(Grounding.pointingExpected(flat, BOX)).isEqualTo(.25);
        assertThat(Grounding.pointingAny(flat, BOX)).isEqualTo(1);
        assertThat(Grounding.pointingAny(MAP, flags("1000000000000000"))).isZero();
    }

    @Test
    void aMaximumNearTheBoxHitsWithinTheTolerance() {
        float[] map = new float[25];
        map[4] = 1; // row 0, column 4; the mask is the pixel of row 2, column 2
        boolean[] inside = flags("0000000000001000000000000");
        assertThat(Grounding.pointingWithin(map, inside, 5, 2.8)).isZero();
        assertThat(Grounding.pointingWithin(map, inside, 5, 2.9)).isEqualTo(1);
        assertThat(Grounding.pointingWithin(map, inside, 5, 0)).isEqualTo(Grounding.pointingExpected(map, inside));
        // the rule of one pixel exactly is the share of the others
        assertThat(Grounding.pointingWithin(new float[25], inside, 5, 1)).isEqualTo(5 / 25.0);
    }

    @Test
    void paddingTakesPartInNothing() {
        float[] map = {NONE, .9f, .1f, .2f};
        boolean[] inside = flags("1100");
        assertThat(Grounding.pointingExpected(map, inside)).isEqualTo(1);
        assertThat(Grounding.pointingChance(map, inside)).isCloseTo(1 / 3.0, within(1e-15));
        // mean .9 against .15, variances 0 and .0025
        assertThat(Grounding.cnr(map, inside)).isCloseTo(.75 / .05, within(1e-5));
        assertThat(Grounding.iouAbove(.5, map, inside)).isEqualTo(1);
        assertThat(Grounding.pointingExpected(new float[] {NONE}, flags("1"))).isNaN();
    }
}
