package org.vesalius.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vesalius.io.InputException;

/**
 * Reads every PNG of the standard (1 to 16 bits, grey, RGB, palette, alpha, interlaced). Alpha, gamma and colour profiles are left aside, as Pillow does on {@code convert("RGB")}. A palette of greys gives a grey
 * image. A file that is cut or fails a checksum is refused.
 */
final class Png {
    private static final int SIGNATURE = 8;
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int MAX_DEFLATE_RATIO = 1032;
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private final String what;
    private int width;
    private int height;
    private int depth;
    private int colour;
    private boolean interlaced;
    private byte[] palette = new byte[0];

    private Png(String what) {
        this.what = what;
    }

    static Image read(byte[] file, String what) {
        return new Png(what).decode(file);
    }

    private Image decode(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).position(Math.min(SIGNATURE, file.length));
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        while (true) {
            if (in.remaining() < 12) {
                throw broken("the end of the file inside a chunk");
            }
            int length = in.getInt();
            int at = in.position();
            int type = in.getInt();
            if (length < 0 || length > in.remaining() - 4) {
                throw broken("the end of the file inside a chunk");
            }
            check(file, at, length, in.getInt(at + 4 + length));
            switch (type) {
                case IHDR -> header(in.slice(at + 4, length));
                case PLTE -> palette = Arrays.copyOfRange(file, at + 4, at + 4 + length);
                case IDAT -> data.write(file, at + 4, length);
                case IEND -> {
                    return pixels(data.toByteArray());
                }
                default -> {}
            }
            in.position(at + 8 + length);
        }
    }

    private void check(byte[] file, int at, int length, int wanted) {
        CRC32 crc = new CRC32();
        crc.update(file, at, length + 4);
        if ((int) crc.getValue() != wanted) {
            throw broken("a chunk with a wrong checksum");
        }
    }

    private void header(ByteBuffer in) {
        if (width != 0) {
            throw broken("a second header");
        }
        if (in.remaining() != 13) {
            throw broken("a header of " + in.remaining() + " bytes");
        }
        width = in.getInt();
        height = in.getInt();
        depth = in.get();
        colour = in.get();
        in.get();
        in.get();
        interlaced = in.get() != 0;
        boolean known = switch (colour) {
            case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case 2, 4, 6 -> depth == 8 || depth == 16;
            default -> false;
        };
        if (!known || width < 1 || height < 1) {
            throw broken("colour type " + colour + " with " + depth + " bits, " + width + " x " + height + " pixels");
        }
    }

    private int samplesPerPixel() {
        return switch (colour) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    private int rowBytes(int columns) {
        return (int) (((long) columns * samplesPerPixel() * depth + 7) / 8);
    }

    private Image pixels(byte[] compressed) {
        if (width == 0) {
            throw broken("no header");
        }
        int channels = colour == 2 || colour == 6 || (colour == 3 && !greyPalette()) ? 3 : 1;
        long raw = ((long) width * samplesPerPixel() * depth + 7) / 8 * height;
        if (raw > (long) MAX_DEFLATE_RATIO * (compressed.length + 64)
                || (long) width * height * channels > ImageFiles.MAX_SAMPLES) {
            throw broken(width + " x " + height + " pixels, more than its " + compressed.length + " bytes can hold");
        }
        float[] out = new float[width * height * channels];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            if (interlaced) {
                for (int[] pass : ADAM7) {
                    pass(inflater, out, channels, pass[0], pass[1], pass[2], pass[3]);
                }
            } else {
                pass(inflater, out, channels, 0, 0, 1, 1);
            }
        } finally {
            inflater.end();
        }
        float peak = depth == 16 ? 65535 : 255;
        return channels == 3 ? Image.rgb(width, height, peak, out) : Image.grey(width, height, peak, out);
    }

    private void pass(Inflater inflater, float[] out, int channels, int x0, int y0, int stepX, int stepY) {
        int columns = (width - x0 + stepX - 1) / stepX;
        if (columns < 1) {
            return;
        }
        byte[] above = new byte[rowBytes(columns)];
        byte[] row = new byte[above.length];
        byte[] type = new byte[1];
        int pixel = Math.max(1, samplesPerPixel() * depth / 8);
        for (int y = y0; y < height; y += stepY) {
            inflate(inflater, type);
            inflate(inflater, row);
            unfilter(type[0], row, above, pixel);
            place(row, columns, out, (y * width + x0) * channels, stepX * channels, channels);
            byte[] swap = above;
            above = row;
            row = swap;
        }
    }

    private void inflate(Inflater inflater, byte[] into) {
        try {
            int done = 0;
            while (done < into.length) {
                int n = inflater.inflate(into, done, into.length - done);
                if (n == 0 && (inflater.finished() || inflater.needsInput() || inflater.needsDictionary())) {
                    throw broken("too few pixels");
                }
                done += n;
            }
        } catch (DataFormatException e) {
            throw new InputException(what + ": expected a whole PNG, got damaged pixel data; get the file again", e);
        }
    }

    private void unfilter(int type, byte[] row, byte[] above, int pixel) {
        switch (type) {
            case 0 -> {}
            case 1 -> {
                for (int i = pixel; i < row.length; i++) {
                    row[i] += row[i - pixel];
                }
            }
            case 2 -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] += above[i];
                }
            }
            case 3 -> average(row, above, pixel);
            case 4 -> paeth(row, above, pixel);
            default -> throw broken("row filter " + type);
        }
    }

    private static void average(byte[] row, byte[] above, int pixel) {
        for (int i = 0; i < pixel; i++) {
            row[i] += (byte) ((above[i] & 255) / 2);
        }
        for (int i = pixel; i < row.length; i++) {
            row[i] += (byte) (((row[i - pixel] & 255) + (above[i] & 255)) / 2);
        }
    }

    private static void paeth(byte[] row, byte[] above, int pixel) {
        for (int i = 0; i < pixel; i++) {
            row[i] += above[i];
        }
        for (int i = pixel; i < row.length; i++) {
            row[i] += (byte) paeth(row[i - pixel] & 255, above[i] & 255, above[i - pixel] & 255);
        }
    }

    /** The neighbour that lies nearest to {@code left + up - corner}. */
    static int paeth(int left, int up, int corner) {
        int a = Math.abs(up - corner);
        int b = Math.abs(left - corner);
        int c = Math.abs(left + up - 2 * corner);
        if (a <= b && a <= c) {
            return left;
        }
        return b <= c ? up : corner;
    }

    private void place(byte[] row, int columns, float[] out, int to, int step, int channels) {
        int perPixel = samplesPerPixel();
        if (perPixel == channels && step == channels && depth >= 8 && colour != 3) {
            // the whole row as it is
            for (int i = 0; i < columns * channels; i++) {
                out[to + i] = depth == 8 ? row[i] & 255 : ((row[2 * i] & 255) << 8) | (row[2 * i + 1] & 255);
            }
            return;
        }
        for (int x = 0; x < columns; x++, to += step) {
            if (colour == 3) {
                lookUp(value(row, x), out, to, channels);
            } else {
                for (int c = 0; c < channels; c++) {
                    out[to + c] = depth < 8 ? value(row, x) * 255f / ((1 << depth) - 1) : value(row, x * perPixel + c);
                }
            }
        }
    }

    private int value(byte[] row, int i) {
        if (depth == 8) {
            return row[i] & 255;
        }
        if (depth == 16) {
            return ((row[2 * i] & 255) << 8) | (row[2 * i + 1] & 255);
        }
        int perByte = 8 / depth;
        return (row[i / perByte] >> ((perByte - 1 - i % perByte) * depth)) & ((1 << depth) - 1);
    }

    private void lookUp(int index, float[] out, int to, int channels) {
        if (3 * index + 2 >= palette.length) {
            throw broken("colour " + index + " of a palette of " + palette.length / 3);
        }
        for (int c = 0; c < channels; c++) {
            out[to + c] = palette[3 * index + c] & 255;
        }
    }

    private boolean greyPalette() {
        for (int i = 0; i + 2 < palette.length; i += 3) {
            if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2]) {
                return false;
            }
        }
        return true;
    }

    private InputException broken(String got) {
        return InputException.of(what, "a whole PNG", got, "get the file again");
    }
}
