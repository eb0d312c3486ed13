package org.vesalius.image;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.vesalius.io.InputException;

/** The resolutions, bands and precincts of one tile (T.800 annex B). */
final class J2kTile {
    final int x0;
    final int y0;
    final int x1;
    final int y1;
    final J2kCoding[] codings;
    /** By component and resolution. */
    final List<List<List<J2kBand>>> bands = new ArrayList<>();

    final List<J2kBand.Precinct> precincts = new ArrayList<>();
    private final Function<String, InputException> broken;
    private long room;

    /** {@code room}: how many blocks and precincts the bytes can hold. */
    J2kTile(
            int x0,
            int y0,
            int x1,
            int y1,
            J2kCoding[] codings,
            int precision,
            long room,
            Function<String, InputException> broken) {
        this.x0 = x0;
        this.y0 = y0;
        this.x1 = x1;
        this.y1 = y1;
        this.codings = codings;
        this.broken = broken;
        this.room = room;
        for (int c = 0; c < codings.length; c++) {
            List<List<J2kBand>> resolutions = new ArrayList<>();
            for (int r = 0; r <= codings[c].levels; r++) {
                resolutions.add(resolution(c, r, precision));
            }
            bands.add(resolutions);
        }
    }

    static int ceil(long a, int shift) {
        return (int) ((a + (1L << shift) - 1) >> shift);
    }

    private List<J2kBand> resolution(int c, int r, int precision) {
        J2kCoding coding = codings[c];
        List<J2kBand> own = new ArrayList<>();
        int level = r == 0 ? coding.levels : coding.levels - r + 1;
        for (int kind = r == 0 ? 0 : 1; kind <= (r == 0 ? 0 : 3); kind++) {
            int number = r == 0 ? 0 : 3 * (r - 1) + kind;
            int exponent = coding.exponent(number);
            int planes = coding.guardBits + exponent - 1;
            if (exponent < 0 || planes + coding.regionShift > 30) {
                throw broken.apply("a quantisation that is impossible");
            }
            int gain = kind == 0 ? 0 : kind == 3 ? 2 : 1;
            float step = coding.reversible ? 1 : coding.step(number, precision + gain);
            long left = level == 0 ? 0 : (long) (kind & 1) << (level - 1);
            long up = level == 0 ? 0 : (long) (kind >> 1) << (level - 1);
            own.add(new J2kBand(
                    kind,
                    ceil(x0 - left, level),
                    ceil(y0 - up, level),
                    ceil(x1 - left, level),
                    ceil(y1 - up, level),
                    planes,
                    step));
        }
        precincts(c, r, own);
        return own;
    }

    private void precincts(int c, int r, List<J2kBand> own) {
        J2kCoding coding = codings[c];
        int down = coding.levels - r;
        int wide = coding.precinctWidthBits[r];
        int high = coding.precinctHeightBits[r];
        int rx0 = ceil(x0, down);
        int ry0 = ceil(y0, down);
        int rx1 = ceil(x1, down);
        int ry1 = ceil(y1, down);
        if (rx0 >= rx1 || ry0 >= ry1) {
            return;
        }
        int half = r == 0 ? 0 : 1;
        int blockWide = Math.min(coding.blockWidthBits, wide - half);
        int blockHigh = Math.min(coding.blockHeightBits, high - half);
        int number = 0;
        for (int py = ry0 >> high; py <= (ry1 - 1) >> high; py++) {
            for (int px = rx0 >> wide; px <= (rx1 - 1) >> wide; px++) {
                J2kBand.Precinct precinct = new J2kBand.Precinct(
                        c,
                        r,
                        number++,
                        Math.max(x0, (long) px << (wide + down)),
                        Math.max(y0, (long) py << (high + down)));
                take(1);
                for (J2kBand band : own) {
                    long left = (long) px << (wide - half);
                    long top = (long) py << (high - half);
                    long right = left + (1L << (wide - half));
                    long bottom = top + (1L << (high - half));
                    take(blocks(band, left, top, right, bottom, blockWide + blockHigh));
                    precinct.cells.add(band.cell(left, top, right, bottom, blockWide, blockHigh));
                }
                precincts.add(precinct);
            }
        }
    }

    private static long blocks(J2kBand band, long left, long top, long right, long bottom, int bits) {
        long width = Math.max(0, Math.min(right, band.x1) - Math.max(left, band.x0));
        long height = Math.max(0, Math.min(bottom, band.y1) - Math.max(top, band.y0));
        return (width * height) >> bits;
    }

    private void take(long count) {
        room -= count;
        if (room < 0) {
            throw broken.apply("more blocks than its bytes can hold");
        }
    }
}
