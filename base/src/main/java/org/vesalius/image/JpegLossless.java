package org.vesalius.image;

import org.vesalius.image.JpegScans.Component;

/** The lossless process of JPEG (T.81 annex H): all seven predictors, 2 to 16 bits, point transform, restart intervals of whole rows. */
final class JpegLossless {
    private final JpegScans scans;
    private final int width;
    private final int height;
    private final int step;
    private final int[] out;
    private int shift;

    JpegLossless(JpegScans scans) {
        this.scans = scans;
        this.width = scans.header.width();
        this.height = scans.header.height();
        this.step = scans.header.components();
        this.out = new int[width * height * step];
    }

    int[] decode() {
        scans.each(this::scan);
        return out;
    }

    private int scan(Component[] of, int predictor, int low, int from) {
        if (predictor < 1 || predictor > 7 || low >= scans.header.precision()) {
            throw scans.broken("a lossless scan of predictor " + predictor);
        }
        for (Component component : scans.components) {
            if (component.across != scans.components[0].across || component.down != scans.components[0].down) {
                throw scans.broken("lossless components of different sizes");
            }
        }
        if (scans.restartInterval % width != 0) {
            throw scans.broken("restart intervals of broken rows");
        }
        shift = low;
        Coder[] coders = new Coder[of.length];
        for (int i = 0; i < of.length; i++) {
            coders[i] = new Coder(scans.table(scans.dc[of[i].dcTable]), scans.index(of[i]));
        }
        int at = rows(coders, predictor, from);
        for (Coder coder : coders) {
            finish(coder.first);
        }
        return at;
    }

    /** Sums are of 16 bits whatever the precision is (H.1.2.1): beyond it nothing whole can be. */
    private void finish(int first) {
        int all = 0;
        for (int i = first; i < out.length; i += step) {
            all |= out[i];
        }
        if (all >>> (scans.header.precision() - shift) != 0) {
            throw scans.broken("samples of more bits than it has");
        }
        if (shift > 0) {
            for (int i = first; i < out.length; i += step) {
                out[i] <<= shift;
            }
        }
    }

    private int rows(Coder[] coders, int predictor, int from) {
        JpegBits bits = new JpegBits(scans.file, from, scans.what);
        int at = bits.load(from);
        int interval = scans.restartInterval == 0 ? height : scans.restartInterval / width;
        for (int y = 0; y < height; y++) {
            if (y > 0 && y % interval == 0) {
                bits.checkEnd();
                at = bits.load(scans.restart(at, y / interval - 1));
            }
            boolean first = y % interval == 0;
            int row = y * width * step;
            start(coders, bits, row, first);
            if (coders.length == 1) {
                single(coders[0], bits, row, first ? 1 : predictor);
            } else {
                interleaved(coders, bits, row, first ? 1 : predictor);
            }
            for (Coder coder : coders) {
                if (coder.bad) {
                    throw scans.broken("bits that are no code");
                }
            }
        }
        bits.checkEnd();
        return at;
    }

    /** The first sample of a row is predicted by the one above, or by the middle of the range. */
    private void start(Coder[] coders, JpegBits bits, int row, boolean first) {
        for (Coder coder : coders) {
            int i = row + coder.first;
            int above = first ? 1 << (scans.header.precision() - shift - 1) : out[i - width * step];
            out[i] = above + coder.next(bits) & 0xFFFF;
        }
    }

    private void single(Coder coder, JpegBits bits, int row, int predictor) {
        int end = row + width * step;
        int i = row + coder.first + step;
        int up = width * step;
        if (predictor == 1) {
            int left = out[i - step];
            for (; i < end; i += step) {
                left = left + coder.next(bits) & 0xFFFF;
                out[i] = left;
            }
            return;
        }
        for (; i < end; i += step) {
            int guess = predict(predictor, out[i - step], out[i - up], out[i - up - step]);
            out[i] = guess + coder.next(bits) & 0xFFFF;
        }
    }

    private void interleaved(Coder[] coders, JpegBits bits, int row, int predictor) {
        int up = width * step;
        for (int x = 1; x < width; x++) {
            for (Coder coder : coders) {
                int i = row + x * step + coder.first;
                int left = out[i - step];
                int guess = predictor == 1 ? left : predict(predictor, left, out[i - up], out[i - up - step]);
                out[i] = guess + coder.next(bits) & 0xFFFF;
            }
        }
    }

    // T.81 table H.1
    private static int predict(int predictor, int left, int above, int corner) {
        return switch (predictor) {
            case 2 -> above;
            case 3 -> corner;
            case 4 -> left + above - corner;
            case 5 -> left + ((above - corner) >> 1);
            case 6 -> above + ((left - corner) >> 1);
            case 7 -> (left + above) >> 1;
            default -> left;
        };
    }

    /** One component's table and place. */
    private static final class Coder {
        private final JpegHuffman table;
        private final int[] shortOnes;
        private final int first;
        private boolean bad;

        private Coder(JpegHuffman table, int first) {
            this.table = table;
            this.shortOnes = table.differences();
            this.first = first;
        }

        private int next(JpegBits bits) {
            int difference = table.difference(bits, shortOnes);
            bad |= difference == Integer.MIN_VALUE;
            return difference;
        }
    }
}
