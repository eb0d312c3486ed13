package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 16, 17, 64, 65, 1000, 4097})
    void anEpochVisitsEverySampleOnce(int size) {
        int[] order = new Cursor(7, 3, 0).take(size, size);
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        assertArrayEquals(IntStream.range(0, size).toArray(), sorted);
    }

    @Test
    void goingOnFromAnyPlaceGivesTheRestOfTheSameOrder() {
        int[] whole = Cursor.start(1).take(100, 100);
        int[] rest = Cursor.start(1).advance(37).take(100, 100);
        assertArrayEquals(Arrays.copyOfRange(whole, 37, 100), rest);
    }

    @Test
    void epochsAndSeedsShuffleDifferently() {
        int[] first = Cursor.start(1).take(1000, 1000);
        for (Cursor other : new Cursor[] {Cursor.start(1).nextEpoch(), Cursor.start(2)}) {
            int[] order = other.take(1000, 1000);
            long same =
                    IntStream.range(0, 1000).filter(i -> order[i] == first[i]).count();
            // by chance one is in its place
            assertTrue(same < 10, same + " places are the same");
        }
    }

    @Test
    void placesAndSamplesDoNotCorrelate() {
        int size = 2000;
        double sum = 0;
        for (int epoch = 0; epoch < 5; epoch++) {
            int[] order = new Cursor(11, epoch, 0).take(size, size);
            double covariance = 0;
            for (int i = 0; i < size; i++) {
                covariance += (i - (size - 1) / 2.0) * (order[i] - (size - 1) / 2.0);
            }
            sum += covariance / (size * (size * (double) size - 1) / 12);
        }
        // five standard errors of the mean of five correlations of 2000 pairs
        assertEquals(0, sum / 5, 5 / Math.sqrt(5.0 * size));
    }

    @Test
    void theEndOfAnEpochGivesWhatIsLeft() {
        assertEquals(3, Cursor.start(1).advance(7).take(5, 10).length);
        assertEquals(0, Cursor.start(1).advance(10).take(5, 10).length);
        assertThrows(IndexOutOfBoundsException.class, () -> Cursor.start(1).at(10, 10));
    }
}
