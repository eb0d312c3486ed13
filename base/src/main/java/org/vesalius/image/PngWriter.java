package org.vesalius.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG of 8 or 16 bits, grey or RGB, one filter for all rows chosen by content: equal images give equal bytes. */
final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int BUFFER = 1 << 16;
    private static final int LEVEL = 6;

    private PngWriter() {}

    static byte[] write(Image image) {
        int bytes = image.peak() <= 255 ? 1 : 2;
        int white = bytes == 1 ? 255 : 65535;
        float factor = white / image.peak();
        ByteArrayOutputStream out = new ByteArrayOutputStream(image.samples().length * bytes / 2 + 1024);
        out.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(image.width())
                .putInt(image.height())
                .put((byte) (8 * bytes))
                .put((byte) (image.channels() == 3 ? 2 : 0))
                .put(new byte[3])
                .array();
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", deflate(image, bytes, factor, white));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] deflate(Image image, int bytes, float factor, int white) {
        int pixel = image.channels() * bytes;
        int row = image.width() * pixel;
        byte[] previous = new byte[row];
        byte[] current = new byte[row];
        byte[] filtered = new byte[row + 1];
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(LEVEL);
        try {
            deflater.setStrategy(Deflater.FILTERED);
            for (int y = 0; y < image.height(); y++) {
                quantise(image, y, bytes, factor, white, current);
                filter(current, previous, pixel, filtered);
                deflater.setInput(filtered);
                if (y == image.height() - 1) {
                    deflater.finish();
                }
                drain(deflater, buffer, out);
                byte[] swap = previous;
                previous = current;
                current = swap;
            }
            while (!deflater.finished()) {
                drain(deflater, buffer, out);
            }
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static void drain(Deflater deflater, byte[] buffer, ByteArrayOutputStream out) {
        while (!deflater.needsInput() && !deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
    }

    private static void quantise(Image image, int y, int bytes, float factor, int white, byte[] row) {
        float[] samples = image.samples();
        int count = image.width() * image.channels();
        for (int i = 0, from = y * count; i < count; i++, from++) {
            int value = Math.clamp(Math.round(samples[from] * factor), 0, white);
            if (bytes == 1) {
                row[i] = (byte) value;
            } else {
                row[2 * i] = (byte) (value >> 8);
                row[2 * i + 1] = (byte) value;
            }
        }
    }

    /** The filter with the smallest sum of absolute differences, of none, sub, up and Paeth. */
    private static void filter(byte[] row, byte[] above, int pixel, byte[] out) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int type : new int[] {0, 1, 2, 4}) {
            long sum = 0;
            for (int i = 0; i < row.length && sum < least; i++) {
                sum += Math.abs((byte) (row[i] - predict(type, row, above, i, pixel)));
            }
            if (sum < least) {
                least = sum;
                best = type;
            }
        }
        out[0] = (byte) best;
        for (int i = 0; i < row.length; i++) {
            out[i + 1] = (byte) (row[i] - predict(best, row, above, i, pixel));
        }
    }

    private static int predict(int type, byte[] row, byte[] above, int i, int pixel) {
        return switch (type) {
            case 1 -> i < pixel ? 0 : row[i - pixel];
            case 2 -> above[i];
            case 4 -> i < pixel ? above[i] : Png.paeth(row[i - pixel] & 255, above[i] & 255, above[i - pixel] & 255);
            default -> 0;
        };
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
