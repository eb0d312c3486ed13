package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.image.Runs;

class ShapesTest {
    @TempDir
    Path dir;

    private static String drawn(MaskSource source) throws IOException {
        Image mask = Pixels.mask(source);
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                text.append(mask.at(x, y, 0) == 1 ? '#' : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static List<MaskSource.Point> line(double... xy) {
        return java.util.stream.IntStream.range(0, xy.length / 2)
                .mapToObj(i -> new MaskSource.Point(xy[2 * i], xy[2 * i + 1]))
                .toList();
    }

    @Test
    void aPolygonHoldsThePixelsWhoseCentresAreInside() throws IOException {
        assertEquals("""
                .####
                .###.
                .##..
                .#...
                """, drawn(new MaskSource.Polygons(5, 4, List.of(line(1, 0, 5.1, 0, 1, 4.1)))));
    }

    @Test
    void aHoleIsALineInALine() throws IOException {
        assertEquals(
                """
                ####
                #..#
                ####
                """,
                drawn(new MaskSource.Polygons(
                        4, 3, List.of(line(0, 0, 4, 0, 4, 3, 0, 3), line(1, 1, 3, 1, 3, 2, 1, 2)))));
    }

    @Test
    void aPolygonThatLeavesThePictureIsCut() throws IOException {
        assertEquals("##.\n##.\n", drawn(new MaskSource.Polygons(3, 2, List.of(line(-9, -9, 2, -9, 2, 99, -9, 99)))));
    }

    @Test
    void anEllipseFillsItsBox() throws IOException {
        assertEquals("""
                .###..
                #####.
                #####.
                .###..
                """, drawn(new MaskSource.Ellipse(6, 4, new Box(0, 0, 5, 4, ""))));
    }

    @Test
    void aCutLiesWhereItIsPlacedAlsoOverTheEdge() throws IOException {
        Path file = dir.resolve("m.png");
        ImageFiles.writePng(file, Image.grey(2, 2, 255, new float[] {255, 0, 255, 255}));
        assertEquals("....\n.#..\n.##.\n", drawn(new MaskSource.Cut(file, 1, 1, 4, 3)));
        assertEquals("#.\n..\n", drawn(new MaskSource.Cut(file, -1, -1, 2, 2)));
    }

    @Test
    void runsDownTheColumnsBecomeRunsAlongTheRows() throws IOException {
        Runs runs = Runs.relative("1 2 1 5", 3, 4);
        assertEquals(".##\n##.\n##.\n.#.\n", drawn(new MaskSource.Runs(3, 4, runs.byRows())));
    }
}
