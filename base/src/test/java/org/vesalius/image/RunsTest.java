package org.vesalius.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

class RunsTest {
    /** Worked by hand: 3 wide, 4 high; pixels 1, 2 of the first column and 1 to 5 from the top of the second on. */
    private static final Runs HAND = new Runs(3, 4, List.of(1, 2, 4, 5));

    @Test
    void theNotationsMeanTheSamePixels() {
        assertEquals(HAND, Runs.relative("1 2 1 5", 3, 4));
        assertEquals(HAND, Runs.absolute("2 2 5 5", 3, 4));
        assertEquals(HAND, Runs.ofCounts(List.of(1, 2, 1, 5, 3), 3, 4));
        assertEquals(HAND, Runs.ofCompressed("12132", 3, 4));
    }

    /** Worked by hand from the definition of rleToString in pycocotools/maskApi.c. */
    @Test
    void compressedCountsMayFall() {
        // the fourth is 3 - 2 = 1, the fifth 2 - 20 = -18 and the sixth 3 - 3 = 0
        assertEquals(Runs.ofCounts(List.of(5, 2, 20, 3, 2, 3), 7, 5), Runs.ofCompressed("52d01^O0", 7, 5));
    }

    @Test
    void pixelsRunDownTheColumns() {
        assertArrayEquals(
                new boolean[] {
                    false, true, true,
                    true, true, false,
                    true, true, false,
                    false, true, false
                },
                HAND.raster());
        assertEquals(List.of(1, 4, 1, 2, 2, 1, 1), HAND.byRows());
        assertEquals(7, HAND.area());
        assertEquals(new Box(0, 0, 3, 4, "x"), HAND.bounds("x"));
        assertEquals(new Box(1, 1, 1, 2, "x"), new Runs(3, 4, List.of(5, 2)).bounds("x"));
        assertEquals(0, new Runs(3, 4, List.of()).bounds("x").area());
    }

    @Test
    void writingAndReadingGivesTheSame() {
        Random random = new Random(7);
        for (int n = 0; n < 50; n++) {
            List<Integer> runs = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int start = random.nextInt(90);
                runs.add(start);
                runs.add(random.nextInt(100 - start));
            }
            Runs any = new Runs(10, 10, runs);
            assertEquals(any, Runs.relative(any.toRelative(), 10, 10));
        }
    }

    @Test
    void overlapsAndEmptyRunsAreMerged() {
        assertEquals(List.of(1, 5), new Runs(3, 4, List.of(4, 2, 1, 2, 9, 0, 2, 2)).runs());
        assertEquals(HAND, new Runs(3, 4, List.of(1, 2)).union(new Runs(3, 4, List.of(4, 5))));
    }

    @Test
    void whatLeavesThePictureIsRefused() {
        assertThrows(InputException.class, () -> Runs.relative("10 3", 3, 4));
        assertThrows(InputException.class, () -> Runs.relative("1 2 3", 3, 4));
        assertThrows(InputException.class, () -> Runs.relative("1 x", 3, 4));
        assertThrows(InputException.class, () -> Runs.absolute("0 1", 3, 4));
        assertThrows(InputException.class, () -> Runs.ofCounts(List.of(1, 2), 3, 4));
        assertThrows(InputException.class, () -> Runs.ofCompressed("1\u00ff", 3, 4));
        assertThrows(InputException.class, () -> Runs.relative("2147483647 2147483647 2147483647 1", 3, 4));
    }
}
