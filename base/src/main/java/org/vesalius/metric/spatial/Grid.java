package org.vesalius.metric.spatial;

/**
 * Where the entries of a mask or map lie: {@code index = x + width * (y + height * z)}, neighbours a spacing apart.
 *
 * @param spacingX along a row; in the unit in which distances shall be given (millimetres or pixels)
 * @param spacingY from row to row
 * @param spacingZ from slice to slice
 */
public record Grid(int width, int height, int depth, double spacingX, double spacingY, double spacingZ) {
    /** Sizes of at least 1, spacings above 0. */
    public Grid {
        if (width < 1 || height < 1 || depth < 1 || !(spacingX > 0 && spacingY > 0 && spacingZ > 0)) {
            throw new IllegalArgumentException("grid: expected sizes of at least 1 and spacings above 0, got " + width
                    + " x " + height + " x " + depth + " and " + spacingX + ", " + spacingY + ", " + spacingZ);
        }
    }

    /** A picture, distances in pixels. */
    public static Grid pixels(int width, int height) {
        return new Grid(width, height, 1, 1, 1, 1);
    }

    /** Entries in all. */
    public int size() {
        return width * height * depth;
    }

    int index(int x, int y, int z) {
        return x + width * (y + height * z);
    }

    /** Complains unless a mask or map has as many entries. */
    void check(String what, int entries) {
        if (entries != size()) {
            throw new IllegalArgumentException(
                    what + ": expected " + size() + " entries as the grid has, got " + entries);
        }
    }
}
