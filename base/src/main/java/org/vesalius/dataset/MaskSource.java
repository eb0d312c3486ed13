package org.vesalius.dataset;

import java.nio.file.Path;
import java.util.List;
import org.vesalius.image.Box;

/** Where the pixels of a mask come from; {@link Pixels#mask} reads them. */
public sealed interface MaskSource {
    /** A picture whose pixels of at least half of white belong to it. */
    record File(Path path) implements MaskSource {}

    /** A label map, such as a PNG of class numbers: the pixels of exactly this value belong to it. */
    record Value(Path path, int value) implements MaskSource {}

    /**
     * A picture that is a cut of a larger one of {@code width x height}; it lies at {@code (left, top)}, and its pixels of at least half of white belong to it.
     */
    record Cut(Path path, int left, int top, int width, int height) implements MaskSource {}

    /** One of several masks in an array of shape [masks, height, width] of an {@code .npy} file: the places that are not 0. */
    record Channel(Path path, int channel) implements MaskSource {}

    /** A point in pixels of the picture. */
    record Point(double x, double y) {}

    /** Closed lines; the pixels whose centres they go round an odd number of times belong to it. */
    record Polygons(int width, int height, List<List<Point>> lines) implements MaskSource {
        public Polygons {
            lines = lines.stream().map(List::copyOf).toList();
        }
    }

    /** The ellipse that fills a box. */
    record Ellipse(int width, int height, Box box) implements MaskSource {}

    /**
     * A picture of a part only, white where the structure is, whose upper left corner lies at {@code (left, top)} of a space of {@code width x height} pixels. A crop without a white pixel contradicts
     * itself and cannot be read.
     */
    record Crop(Path path, int left, int top, int width, int height) implements MaskSource {}

    /**
     * Run lengths, row by row from the top left: alternating, the first outside.
     *
     * @param runs sum to {@code width * height}
     */
    record Runs(int width, int height, List<Integer> runs) implements MaskSource {
        public Runs {
            runs = List.copyOf(runs);
        }
    }
}
