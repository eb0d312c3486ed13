package org.vesalius.metric.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.metric.spatial.Masks.flags;

import org.junit.jupiter.api.Test;

class OverlapTest {
    @Test
    void diceAndIouAreScikitLearns() {
        // jaccard_score(a.ravel(), b.ravel()), 2 * (a & b).sum() / (a.sum() + b.sum())
        Overlap overlap = Overlap.of(Masks.first(), Masks.second());
        assertThat(overlap).isEqualTo(new Overlap(30, 47, 47));
        assertThat(overlap.iou(EmptyRule.ZERO)).isCloseTo(.46875, within(1e-15));
        assertThat(overlap.dice(EmptyRule.ZERO)).isCloseTo(.6382978723404256, within(1e-15));
    }

    @Test
    void everyRuleForEmptyMasks() {
        Overlap none = new Overlap(0, 0, 0);
        Overlap invented = new Overlap(0, 3, 0);
        Overlap missed = new Overlap(0, 0, 3);
        assertThat(none.dice(EmptyRule.ONE)).isEqualTo(1);
        assertThat(none.dice(EmptyRule.ZERO)).isZero();
        assertThat(none.dice(EmptyRule.SKIP)).isNaN();
        assertThat(none.dice(EmptyRule.UNDEFINED)).isNaN();
        assertThat(invented.dice(EmptyRule.ONE)).isZero();
        assertThat(invented.dice(EmptyRule.SKIP)).isNaN();
        assertThat(missed.dice(EmptyRule.SKIP)).isZero();
        assertThat(none.lvitDice()).isEqualTo(1);
        assertThat(invented.lvitDice()).isCloseTo(1e-5 / 3, within(1e-9));
    }

    @Test
    void lvitCountsTheThresholdItselfInside() {
        // specification of the downstream systems, 0.2b: >= .5, (2 I + 1e-5) / (A + B + 1e-5)
        float[] map = {.9f, .5f, .3f, .1f};
        boolean[] truth = flags("1100");
        assertThat(Overlap.of(map, .5, Overlap.Cut.AT_LEAST, truth).lvitDice()).isEqualTo(1);
        assertThat(Overlap.of(map, .5, Overlap.Cut.ABOVE, truth).lvitDice())
                .isCloseTo((2 + 1e-5) / (3 + 1e-5), within(1e-12));
    }

    @Test
    void pooledOverlapsAreSums() {
        Overlap pooled = new Overlap(1, 2, 2).plus(new Overlap(0, 2, 0));
        assertThat(pooled.dice(EmptyRule.ONE)).isCloseTo(2 / 6.0, within(1e-15));
        assertThat(pooled.precision()).isEqualTo(.25);
        assertThat(pooled.recall()).isEqualTo(.5);
    }

    @Test
    void masksOfTwoSizesAreRefused() {
        assertThatThrownBy(() -> Overlap.of(new boolean[3], new boolean[4])).hasMessageContaining("expected 3 entries");
    }
}
