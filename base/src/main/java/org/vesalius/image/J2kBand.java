package org.vesalius.image;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One sub-band of a resolution: its region, and how its coefficients are read. */
final class J2kBand {
    /** Which half of the spectrum across (bit 0) and down (bit 1): 0 LL, 1 HL, 2 LH, 3 HH. */
    final int kind;

    final int x0;
    final int y0;
    final int x1;
    final int y1;
    final int bitPlanes;
    final float step;
    final List<Block> blocks = new ArrayList<>();

    J2kBand(int kind, int x0, int y0, int x1, int y1, int bitPlanes, float step) {
        this.kind = kind;
        this.x0 = x0;
        this.y0 = y0;
        this.x1 = x1;
        this.y1 = y1;
        this.bitPlanes = bitPlanes;
        this.step = step;
    }

    int width() {
        return x1 - x0;
    }

    int height() {
        return y1 - y0;
    }

    /** A code-block, and the stretches of the packets that belong to it. */
    static final class Block {
        final int x0;
        final int y0;
        final int x1;
        final int y1;
        boolean included;
        int zeroPlanes;
        int lengthBits = 3;
        int passes;
        final List<Piece> pieces = new ArrayList<>();

        Block(int x0, int y0, int x1, int y1) {
            this.x0 = x0;
            this.y0 = y0;
            this.x1 = x1;
            this.y1 = y1;
        }
    }

    /** Bytes of a codeword segment, and how many passes they end; {@code more} when the segment goes on in the next piece. */
    record Piece(int from, int length, int passes, boolean more) {}

    /** The blocks of one precinct in this band, with the two trees of its packet headers. */
    static final class Cell {
        final List<Block> blocks;
        final @Nullable J2kTagTree inclusion;
        final @Nullable J2kTagTree planes;

        Cell(List<Block> blocks, int across, int down) {
            this.blocks = blocks;
            this.inclusion = blocks.isEmpty() ? null : new J2kTagTree(across, down);
            this.planes = blocks.isEmpty() ? null : new J2kTagTree(across, down);
        }
    }

    /** A precinct: where it stands in the orders of progression, and its blocks by band. */
    static final class Precinct {
        final int component;
        final int resolution;
        final int number;
        final long x;
        final long y;
        final List<Cell> cells = new ArrayList<>();
        int layers;

        Precinct(int component, int resolution, int number, long x, long y) {
            this.component = component;
            this.resolution = resolution;
            this.number = number;
            this.x = x;
            this.y = y;
        }
    }

    /** The blocks of the part of this band from (left, top) up to (right, bottom), which is a precinct. */
    Cell cell(long left, long top, long right, long bottom, int widthBits, int heightBits) {
        int cx0 = (int) Math.max(left, x0);
        int cy0 = (int) Math.max(top, y0);
        int cx1 = (int) Math.min(right, x1);
        int cy1 = (int) Math.min(bottom, y1);
        List<Block> own = new ArrayList<>();
        if (cx0 >= cx1 || cy0 >= cy1) {
            return new Cell(own, 0, 0);
        }
        int firstColumn = cx0 >> widthBits;
        int lastColumn = (cx1 - 1) >> widthBits;
        int firstRow = cy0 >> heightBits;
        int lastRow = (cy1 - 1) >> heightBits;
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                own.add(new Block(
                        Math.max(cx0, column << widthBits),
                        Math.max(cy0, row << heightBits),
                        Math.min(cx1, (column + 1) << widthBits),
                        Math.min(cy1, (row + 1) << heightBits)));
            }
        }
        blocks.addAll(own);
        return new Cell(own, lastColumn - firstColumn + 1, lastRow - firstRow + 1);
    }
}
