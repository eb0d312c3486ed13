package org.vesalius.image;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.vesalius.image.J2kBand.Block;
import org.vesalius.image.J2kBand.Cell;
import org.vesalius.image.J2kBand.Precinct;
import org.vesalius.io.InputException;

/** Reads the packets of a tile in their order of progression (T.800 B.9 to B.12), so that each block knows its bytes. */
final class J2kPackets {
    private static final int SOP = 0x91;
    private static final int EPH = 0x92;

    private final J2kTile tile;
    private final J2kPacketBits bits;
    private final Function<String, InputException> broken;

    /** A stretch of the progression: the whole, or one entry of POC. */
    record Order(int kind, int layers, int firstResolution, int resolutions, int firstComponent, int components) {}

    J2kPackets(J2kTile tile, J2kPacketBits bits, Function<String, InputException> broken) {
        this.tile = tile;
        this.bits = bits;
        this.broken = broken;
    }

    /** All packets of the stretch that have not come yet. */
    void read(Order order) {
        List<Precinct> own = tile.precincts.stream()
                .filter(p -> p.resolution >= order.firstResolution && p.resolution < order.resolutions)
                .filter(p -> p.component >= order.firstComponent && p.component < order.components)
                .sorted(comparator(order.kind))
                .toList();
        switch (order.kind) {
            case 0 -> {
                for (int layer = 0; layer < order.layers; layer++) {
                    for (Precinct precinct : own) {
                        packet(precinct, layer);
                    }
                }
            }
            case 1 -> byResolution(own, order);
            default -> {
                for (Precinct precinct : own) {
                    for (int layer = 0; layer < order.layers; layer++) {
                        packet(precinct, layer);
                    }
                }
            }
        }
    }

    private void byResolution(List<Precinct> own, Order order) {
        int from = 0;
        while (from < own.size()) {
            int to = from;
            while (to < own.size() && own.get(to).resolution == own.get(from).resolution) {
                to++;
            }
            for (int layer = 0; layer < order.layers; layer++) {
                for (Precinct precinct : own.subList(from, to)) {
                    packet(precinct, layer);
                }
            }
            from = to;
        }
    }

    private Comparator<Precinct> comparator(int kind) {
        Comparator<Precinct> place =
                Comparator.<Precinct>comparingLong(p -> p.y).thenComparingLong(p -> p.x);
        Comparator<Precinct> resolution = Comparator.comparingInt(p -> p.resolution);
        Comparator<Precinct> component = Comparator.comparingInt(p -> p.component);
        Comparator<Precinct> order = switch (kind) {
            case 0, 1 -> resolution.thenComparing(component);
            case 2 -> resolution.thenComparing(place).thenComparing(component);
            case 3 -> place.thenComparing(component).thenComparing(resolution);
            case 4 -> component.thenComparing(place).thenComparing(resolution);
            default -> throw broken.apply("an unknown order of progression");
        };
        return order.thenComparingInt(p -> p.number);
    }

    private void packet(Precinct precinct, int layer) {
        if (layer < precinct.layers) {
            return;
        }
        precinct.layers = layer + 1;
        bits.skipMarker(SOP, 6);
        bits.begin();
        boolean empty = bits.bit() == 0;
        J2kCoding coding = tile.codings[precinct.component];
        int[] before =
                new int[precinct.cells.stream().mapToInt(c -> c.blocks.size()).sum()];
        int i = 0;
        for (Cell cell : precinct.cells) {
            for (int b = 0; b < cell.blocks.size(); b++) {
                before[i++] = cell.blocks.get(b).pieces.size();
                if (!empty) {
                    header(cell, b, layer, coding);
                }
            }
        }
        bits.align();
        bits.skipMarker(EPH, 2);
        i = 0;
        for (Cell cell : precinct.cells) {
            for (Block block : cell.blocks) {
                body(block, before[i++]);
            }
        }
    }

    private void header(Cell cell, int number, int layer, J2kCoding coding) {
        Block block = cell.blocks.get(number);
        J2kTagTree inclusion = cell.inclusion;
        J2kTagTree planes = cell.planes;
        if (inclusion == null || planes == null) {
            throw new IllegalStateException("a cell of blocks has its trees");
        }
        if (!block.included) {
            if (!inclusion.below(number, layer + 1, bits)) {
                return;
            }
            block.included = true;
            block.zeroPlanes = planes.value(number, bits);
        } else if (bits.bit() == 0) {
            return;
        }
        int passes = bits.passes();
        while (bits.bit() == 1) {
            block.lengthBits++;
        }
        while (passes > 0) {
            int room = roomOfSegment(block, coding.style);
            int own = Math.min(passes, room);
            int size = block.lengthBits + 31 - Integer.numberOfLeadingZeros(own);
            if (size > 31) {
                throw broken.apply("an impossible packet header");
            }
            block.pieces.add(new J2kBand.Piece(-1, bits.bits(size), own, own < room));
            block.passes += own;
            passes -= own;
        }
    }

    /** How many more passes the block's current codeword segment takes. */
    private static int roomOfSegment(Block block, int style) {
        if ((style & J2kCoding.TERMINATE) != 0) {
            return 1;
        }
        if ((style & J2kCoding.BYPASS) == 0) {
            return Integer.MAX_VALUE;
        }
        // four bit planes of the arithmetic coder, then by turns two raw passes and one of the coder
        if (block.passes < 10) {
            return 10 - block.passes;
        }
        int turn = (block.passes - 10) % 3;
        return turn == 2 ? 1 : 2 - turn;
    }

    private void body(Block block, int first) {
        for (int p = first; p < block.pieces.size(); p++) {
            J2kBand.Piece piece = block.pieces.get(p);
            int from = bits.position();
            bits.jump(piece.length());
            block.pieces.set(p, new J2kBand.Piece(from, piece.length(), piece.passes(), piece.more()));
        }
    }
}
