package org.vesalius.image;

import java.util.Arrays;
import org.vesalius.image.JpegScans.Component;

/** The sequential DCT process of JPEG with Huffman codes (T.81 annex F) at any precision up to 12 bits; coarser chroma is repeated to full size. */
final class JpegSequential {
    // T.81 figure A.6
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private final JpegScans scans;
    private final int width;
    private final int height;
    private final Plane[] planes;
    private final int[] block = new int[64];
    private final int[] work = new int[64];

    /** The samples of a component in whole blocks. */
    private static final class Plane {
        int width;
        int height;
        int stride;
        int[] samples = {};
        int lastDc;
    }

    JpegSequential(JpegScans scans) {
        this.scans = scans;
        this.width = scans.header.width();
        this.height = scans.header.height();
        this.planes = new Plane[scans.header.components()];
    }

    int[] decode() {
        scans.each((of, _, _, from) -> scan(of, from));
        return joined();
    }

    private int most(boolean across) {
        return Arrays.stream(scans.components)
                .mapToInt(c -> across ? c.across : c.down)
                .max()
                .orElse(1);
    }

    private Plane plane(Component component) {
        int c = scans.index(component);
        if (planes[c] == null) {
            Plane plane = new Plane();
            int unitsAcross = ceil(width, 8 * most(true));
            int unitsDown = ceil(height, 8 * most(false));
            plane.width = ceil(width * component.across, most(true));
            plane.height = ceil(height * component.down, most(false));
            plane.stride = unitsAcross * component.across * 8;
            plane.samples = new int[Math.multiplyExact(plane.stride, unitsDown * component.down * 8)];
            planes[c] = plane;
        }
        return planes[c];
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    private int scan(Component[] of, int from) {
        JpegBits bits = new JpegBits(scans.file, from, scans.what);
        int at = bits.load(from);
        Plane first = plane(of[0]);
        boolean alone = of.length == 1;
        int across = alone ? ceil(first.width, 8) : ceil(width, 8 * most(true));
        int down = alone ? ceil(first.height, 8) : ceil(height, 8 * most(false));
        int interval = scans.restartInterval == 0 ? Integer.MAX_VALUE : scans.restartInterval;
        clear(of);
        for (int unit = 0; unit < across * down; unit++) {
            if (unit > 0 && unit % interval == 0) {
                bits.checkEnd();
                at = bits.load(scans.restart(at, unit / interval - 1));
                clear(of);
            }
            for (Component component : of) {
                unit(component, alone, unit % across, unit / across, bits);
            }
        }
        bits.checkEnd();
        return at;
    }

    private void clear(Component[] of) {
        for (Component component : of) {
            plane(component).lastDc = 0;
        }
    }

    private void unit(Component component, boolean alone, int x, int y, JpegBits bits) {
        Plane plane = plane(component);
        int across = alone ? 1 : component.across;
        int down = alone ? 1 : component.down;
        int[] steps = scans.table(scans.quantisers[component.quantiser]);
        for (int v = 0; v < down; v++) {
            for (int h = 0; h < across; h++) {
                coefficients(component, plane, steps, bits);
                int to = (y * down + v) * 8 * plane.stride + (x * across + h) * 8;
                JpegIdct.block(block, work, plane.samples, to, plane.stride, scans.header.precision());
            }
        }
    }

    private void coefficients(Component component, Plane plane, int[] steps, JpegBits bits) {
        JpegHuffman dc = scans.table(scans.dc[component.dcTable]);
        JpegHuffman ac = scans.table(scans.ac[component.acTable]);
        Arrays.fill(block, 0);
        bits.fill();
        int size = dc.symbol(bits);
        if (size < 0 || size > 15) {
            throw scans.broken("bits that are no code");
        }
        plane.lastDc += size == 0 ? 0 : bits.signed(size);
        block[0] = (short) plane.lastDc * steps[0];
        for (int k = 1; k < 64; k++) {
            bits.fill();
            int symbol = ac.symbol(bits);
            int run = symbol >> 4;
            if ((symbol & 15) == 0) {
                if (run != 15) {
                    break;
                }
                k += 15;
                continue;
            }
            k += run;
            if (symbol < 0 || k > 63) {
                throw scans.broken("bits that are no code");
            }
            block[ZIGZAG[k]] = bits.signed(symbol & 15) * steps[k];
        }
    }

    private int[] joined() {
        int step = planes.length;
        int[] out = new int[width * height * step];
        for (int c = 0; c < step; c++) {
            Plane plane = planes[c];
            for (int y = 0; y < height; y++) {
                int row = y * plane.height / height * plane.stride;
                for (int x = 0; x < width; x++) {
                    out[(y * width + x) * step + c] = plane.samples[row + x * plane.width / width];
                }
            }
        }
        return out;
    }
}
