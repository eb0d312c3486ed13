package org.vesalius.metric.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SurfaceElementsTest {
    private static final Grid CUBES = new Grid(1, 1, 1, 1, 1, 1);

    @Test
    void areasOfEveryShapeAreThoseOfThePublishedTable() {
        // sums of the lengths of the normals that surface-distance tabulates for these codes at spacing 1
        double[] areas = SurfaceElements.areas(CUBES);
        double corner = Math.sqrt(3) / 8;
        assertThat(areas[1]).isCloseTo(corner, within(1e-12));
        assertThat(areas[3]).isCloseTo(Math.sqrt(.5), within(1e-12));
        assertThat(areas[6]).isCloseTo(2 * corner, within(1e-12));
        assertThat(areas[7]).isCloseTo(.5 + 3 * corner, within(1e-12));
        assertThat(areas[15]).isEqualTo(1);
        assertThat(areas[22]).isCloseTo(3 * corner, within(1e-12));
        assertThat(areas[23]).isCloseTo(6 * corner, within(1e-12));
        assertThat(areas[24]).isCloseTo(2 * corner, within(1e-12));
        assertThat(areas[27]).isCloseTo(4 * corner + Math.sqrt(.5), within(1e-12));
        assertThat(areas[30]).isCloseTo(.5 + 4 * corner, within(1e-12));
        assertThat(areas[60]).isCloseTo(2 * Math.sqrt(.5), within(1e-12));
        assertThat(areas[61]).isCloseTo(corner + Math.sqrt(.5), within(1e-12));
        assertThat(areas[105]).isCloseTo(4 * corner, within(1e-12));
        assertThat(areas[0]).isZero();
        assertThat(areas[255]).isZero();
        for (int code = 0; code < 256; code++) {
            assertThat(areas[code]).isEqualTo(areas[255 - code]);
        }
    }

    @Test
    void aPlateBetweenVoxelsHasItsAreaInMillimetres() {
        // half of a 7 x 6 x 5 grid of 1 x 2 x 3 mm: the flat side has 6 x 5 faces of 2 x 3 mm
        Grid grid = new Grid(7, 6, 5, 1, 2, 3);
        boolean[] half = new boolean[grid.size()];
        boolean[] less = new boolean[grid.size()];
        for (int i = 0; i < half.length; i++) {
            half[i] = i % 7 < 4;
            less[i] = i % 7 < 3;
        }
        SurfaceElements surface = SurfaceElements.between(half, less, grid);
        assertThat(surface.dice(0, EmptyRule.ONE)).isLessThan(surface.dice(1, EmptyRule.ONE));
        assertThat(surface.dice(1, EmptyRule.ONE)).isEqualTo(1);
        assertThat(surface.hausdorff95()).isEqualTo(1);
        assertThat(SurfaceElements.areas(grid)[85]).isCloseTo(6, within(1e-12)); // corners of x = 0
        assertThat(SurfaceElements.areas(grid)[51]).isCloseTo(3, within(1e-12)); // corners of y = 0
        assertThat(SurfaceElements.areas(grid)[15]).isCloseTo(2, within(1e-12)); // corners of z = 0
    }

    @Test
    void aBallHasItsSurface() {
        Grid grid = new Grid(41, 41, 41, 1, 1, 1);
        boolean[] ball = new boolean[grid.size()];
        for (int i = 0; i < ball.length; i++) {
            int x = i % 41 - 20;
            int y = i / 41 % 41 - 20;
            int z = i / 1681 - 20;
            ball[i] = x * x + y * y + z * z <= 18 * 18;
        }
        // edges cut in the middle make steps: some 9 % more than 4 π r²
        double area = 0;
        double[] areas = SurfaceElements.areas(grid);
        for (int z = 0; z < 40; z++) {
            for (int y = 0; y < 40; y++) {
                for (int x = 0; x < 40; x++) {
                    int code = 0;
                    for (int c = 0; c < 8; c++) {
                        code |= ball[x + (c & 1) + 41 * (y + (c >> 1 & 1) + 41 * (z + (c >> 2)))] ? 1 << c : 0;
                    }
                    area += areas[code];
                }
            }
        }
        assertThat(area / (4 * Math.PI * 18 * 18)).isBetween(1.0, 1.12);
    }

    @Test
    void emptyMasksFollowTheRuleOfSat() {
        boolean[] nothing = new boolean[Masks.GRID.size()];
        assertThat(SurfaceElements.between(nothing, nothing, Masks.GRID).dice(1, EmptyRule.ONE))
                .isEqualTo(1);
        assertThat(SurfaceElements.between(Masks.first(), nothing, Masks.GRID).dice(1, EmptyRule.ONE))
                .isZero();
        assertThat(SurfaceElements.between(nothing, nothing, Masks.GRID).hausdorff95())
                .isNaN();
        assertThat(SurfaceElements.between(nothing, Masks.first(), Masks.GRID).hausdorff95())
                .isInfinite();
        SurfaceElements same = SurfaceElements.between(Masks.first(), Masks.first(), Masks.GRID);
        assertThat(same.dice(0, EmptyRule.ONE)).isEqualTo(1);
        boolean[] full = new boolean[Masks.GRID.size()];
        Arrays.fill(full, true);
        assertThat(SurfaceElements.between(full, full, Masks.GRID).dice(0, EmptyRule.ONE))
                .isEqualTo(1);
    }
}
