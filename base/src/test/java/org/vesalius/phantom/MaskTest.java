package org.vesalius.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaskTest {
    @Test
    void runsAreThePixelsAboveTheThreshold() {
        float[] sums = {0, 0, 0, 2, 3, 0, -4, 0, 5};
        Window window = new Window();
        window.include(0, 0, 2);
        window.include(2, 0, 2);
        Mask mask = Mask.above(sums, window, 1, 3, 3);
        assertArrayEquals(new boolean[] {false, false, false, true, true, false, true, false, true}, mask.decode());
        assertEquals(4, mask.area());
        assertEquals(9, mask.runs().stream().mapToInt(Integer::intValue).sum());
        assertEquals(Optional.of(new Mask.Bounds(0, 1, 3, 2)), mask.bounds());
    }

    @Test
    void anEmptyMaskHasNoBounds() {
        assertEquals(Optional.empty(), new Mask(3, 2, List.of(6)).bounds());
    }
}
