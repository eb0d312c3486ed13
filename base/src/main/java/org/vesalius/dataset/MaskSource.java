package org.vesalius.dataset;

import java.nio.file.Path;
import java.util.List;

/** Where the pixels of a mask come from; {@link Pixels#mask} reads them. */
public sealed interface MaskSource {
    /** A picture whose pixels of at least half of white belong to it. */
    record File(Path path) implements MaskSource {}

    /** A label map, such as a PNG of class numbers: the pixels of exactly this value belong to it. */
    record Value(Path path, int value) implements MaskSource {}

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
