package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;

class ArrayPicturesTest {
    @TempDir
    Path dir;

    @AfterEach
    void letGo() {
        ArrayPictures.close();
    }

    @Test
    void aRowIsAPictureInGreyOrColour() throws IOException {
        Path file = dir.resolve("a.npz");
        TinyNpz.write(
                file,
                Map.of(
                        "grey", TinyNpz.bytes(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 2, 2, 3),
                        "rgb", TinyNpz.bytes(new int[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3)));
        Image second = Pixels.read(file, "grey/1");
        assertEquals(3, second.width());
        assertEquals(2, second.height());
        assertArrayEquals(new float[] {6, 7, 8, 9, 10, 11}, second.samples());
        Image colour = Pixels.read(file, "rgb/0");
        assertEquals(3, colour.channels());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, colour.samples());
    }

    @Test
    void whatIsNotThereIsRefused() throws IOException {
        Path file = dir.resolve("a.npz");
        TinyNpz.write(
                file,
                Map.of("grey", TinyNpz.bytes(new int[] {0, 1}, 1, 1, 2), "flat", TinyNpz.bytes(new int[] {1}, 1)));
        for (String member : new String[] {"grey/1", "grey/-1", "grey/x", "other/0", "grey", "flat/0"}) {
            assertThrows(InputException.class, () -> Pixels.read(file, member), member);
        }
    }
}
