package org.vesalius.image;

import java.util.Arrays;
import java.util.function.Function;
import org.vesalius.io.InputException;

/** One scan of a JPEG-LS stream: lines and runs of one component, of several by line, or of several by sample. */
final class JpegLsScan {
    private final JpegLsCoder coder;
    private final int[] of;
    private final int width;
    private final int height;
    private final int step;
    private final int[] out;
    private final Function<String, InputException> broken;
    private final int[] runIndex;
    // one sample more on both sides
    private int[][] above;
    private int[][] line;

    JpegLsScan(
            JpegLsCoder coder,
            int[] of,
            int width,
            int height,
            int step,
            int[] out,
            Function<String, InputException> broken) {
        this.coder = coder;
        this.of = of;
        this.width = width;
        this.height = height;
        this.step = step;
        this.out = out;
        this.broken = broken;
        this.runIndex = new int[of.length];
        this.above = new int[of.length][width + 2];
        this.line = new int[of.length][width + 2];
    }

    /** Returns where the marker after the scan begins. */
    int decode(boolean bySample, int interval, byte[] file) {
        if (interval != 0) {
            throw broken.apply("one with restart intervals");
        }
        for (int y = 0; y < height; y++) {
            edges();
            if (bySample && of.length > 1) {
                together();
            } else {
                for (int c = 0; c < of.length; c++) {
                    single(c);
                }
            }
            coder.bits.checkEnd();
            for (int c = 0; c < of.length; c++) {
                copy(line[c], y * width * step + of[c]);
            }
            int[][] done = line;
            line = above;
            above = done;
        }
        return coder.bits.end();
    }

    private void edges() {
        for (int c = 0; c < of.length; c++) {
            line[c][0] = above[c][1];
            above[c][width + 1] = above[c][width];
        }
    }

    private void copy(int[] from, int to) {
        for (int x = 1, i = to; x <= width; x++, i += step) {
            out[i] = from[x];
        }
    }

    private void single(int c) {
        int[] now = line[c];
        int[] up = above[c];
        int corner = up[0];
        int left = now[0];
        int over = up[1];
        for (int x = 1; x <= width; ) {
            int right = up[x + 1];
            int context = coder.context(left, over, corner, right);
            if (context != 0) {
                left = coder.regular(context, left, over, corner);
                now[x++] = left;
                corner = over;
                over = right;
                continue;
            }
            int length = run(c, width + 1 - x);
            Arrays.fill(now, x, x + length, left);
            x += length;
            if (x <= width) {
                now[x] = coder.interruption(left, up[x], runIndex[c], false);
                runIndex[c] = Math.max(0, runIndex[c] - 1);
                x++;
            }
            left = now[x - 1];
            corner = up[x - 1];
            over = up[Math.min(x, width + 1)];
        }
    }

    /** How many samples go on as the last one; the index stays that of the interruption. */
    private int run(int c, int most) {
        JpegLsBits bits = coder.bits;
        int length = 0;
        while (true) {
            bits.fill();
            int whole = 1 << JpegLsCoder.runBits(runIndex[c]);
            if (bits.take(1) == 0) {
                break;
            }
            length += whole;
            if (length > most) {
                return most;
            }
            runIndex[c] = Math.min(31, runIndex[c] + 1);
            if (length == most) {
                return most;
            }
        }
        length += bits.take(JpegLsCoder.runBits(runIndex[c]));
        if (length >= most) {
            throw broken.apply("a run over the end of its line");
        }
        return length;
    }

    private void together() {
        int[] contexts = new int[of.length];
        for (int x = 1; x <= width; ) {
            int any = 0;
            for (int c = 0; c < of.length; c++) {
                int[] up = above[c];
                contexts[c] = coder.context(line[c][x - 1], up[x], up[x - 1], up[x + 1]);
                any |= contexts[c];
            }
            if (any != 0) {
                for (int c = 0; c < of.length; c++) {
                    line[c][x] = coder.regular(contexts[c], line[c][x - 1], above[c][x], above[c][x - 1]);
                }
                x++;
                continue;
            }
            int length = run(0, width + 1 - x);
            for (int[] now : line) {
                Arrays.fill(now, x, x + length, now[x - 1]);
            }
            x += length;
            if (x <= width) {
                for (int c = 0; c < of.length; c++) {
                    line[c][x] = coder.interruption(line[c][x - 1], above[c][x], runIndex[0], true);
                }
                runIndex[0] = Math.max(0, runIndex[0] - 1);
                x++;
            }
        }
    }
}
