package org.vesalius.metric.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.metric.spatial.Masks.GRID;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Values by SciPy 1.10: {@code border = m & ~binary_erosion(m)}, {@code d = distance_transform_edt(~other, sampling=(3, 1, 1))[border]}, {@code np.percentile(d, 95)}, {@code (d <= t).sum()}, on the same
 * three masks.
 */
class SurfaceTest {
    private static final boolean[] NOTHING = new boolean[GRID.size()];

    @Test
    void distancesOfThreeMasksAreScipys() {
        Surface near = Surface.between(Masks.first(), Masks.second(), GRID);
        assertThat(near.hausdorff95()).isCloseTo(1.4142135623730951, within(1e-12));
        assertThat(near.averageDistance()).isCloseTo(.6135186447101253, within(1e-12));
        assertThat(near.dice(0, EmptyRule.ONE)).isCloseTo(.47368421052631576, within(1e-12));
        assertThat(near.dice(1, EmptyRule.ONE)).isCloseTo(.7894736842105263, within(1e-12));
        assertThat(near.dice(1.5, EmptyRule.ONE)).isEqualTo(1);
        Surface far = Surface.between(Masks.first(), Masks.scattered(), GRID);
        assertThat(far.hausdorff95()).isCloseTo(3.7416573867739413, within(1e-12));
        assertThat(far.hausdorff95Pooled()).isCloseTo(3.422882939460035, within(1e-12));
        assertThat(far.hausdorff()).isCloseTo(4.123105625617661, within(1e-12));
        assertThat(far.averageDistance()).isCloseTo(1.4317411589165547, within(1e-12));
        assertThat(far.dice(1, EmptyRule.ONE)).isCloseTo(0.46551724137931033, within(1e-12));
    }

    @Test
    void aPictureHasNoBorderInDepth() {
        Grid picture = Grid.pixels(7, 6);
        boolean[] first = Arrays.copyOfRange(Masks.first(), 84, 126);
        boolean[] second = Arrays.copyOfRange(Masks.second(), 84, 126);
        Surface surface = Surface.between(first, second, picture);
        assertThat(surface.hausdorff95()).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(surface.dice(1, EmptyRule.ONE)).isCloseTo(.8333333333333334, within(1e-12));
    }

    @Test
    void theSameMaskTwiceLiesNowhereApart() {
        Surface same = Surface.between(Masks.scattered(), Masks.scattered(), GRID);
        assertThat(same.hausdorff()).isZero();
        assertThat(same.dice(0, EmptyRule.ONE)).isEqualTo(1);
    }

    @Test
    void emptyMasksFollowTheRule() {
        Surface none = Surface.between(NOTHING, NOTHING, GRID);
        Surface missed = Surface.between(NOTHING, Masks.first(), GRID);
        Surface invented = Surface.between(Masks.first(), NOTHING, GRID);
        assertThat(none.dice(1, EmptyRule.ONE)).isEqualTo(1); // as SAT
        assertThat(none.dice(1, EmptyRule.UNDEFINED)).isNaN();
        assertThat(none.hausdorff95()).isNaN();
        assertThat(missed.dice(1, EmptyRule.ONE)).isZero();
        assertThat(invented.dice(1, EmptyRule.ONE)).isZero(); // as SAT
        assertThat(invented.dice(1, EmptyRule.SKIP)).isNaN();
        assertThat(missed.hausdorff95()).isInfinite();
        assertThat(invented.averageDistance()).isInfinite();
    }

    @Test
    void distancesEqualThoseOfTryingEveryVoxel() {
        SplittableRandom random = new SplittableRandom(4);
        for (int trial = 0; trial < 20; trial++) {
            Grid grid = new Grid(5, 4, 3, .7 + random.nextDouble(), 2, 3 * random.nextDouble() + .1);
            boolean[] set = new boolean[grid.size()];
            for (int i = 0; i < set.length; i++) {
                set[i] = random.nextInt(12) == 0;
            }
            assertThat(DistanceTransform.to(set, grid)).containsExactly(plain(set, grid), within(1e-9));
        }
    }

    private static double[] plain(boolean[] set, Grid grid) {
        double[] nearest = new double[set.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int i = 0; i < set.length; i++) {
            for (int j = 0; j < set.length; j++) {
                double x = grid.spacingX() * (i % 5 - j % 5);
                double y = grid.spacingY() * (i / 5 % 4 - j / 5 % 4);
                double z = grid.spacingZ() * (i / 20 - j / 20);
                nearest[i] = set[j] ? Math.min(nearest[i], Math.sqrt(x * x + y * y + z * z)) : nearest[i];
            }
        }
        return nearest;
    }
}
