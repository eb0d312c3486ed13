package org.vesalius.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG of 8 or 16 bits, grey or RGB, each row by the filter that fits it best: equal images give equal bytes. */
final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] TYPES = {0, 1, 2, 4};
    private static final int BUFFER = 1 << 16;
    private static final int LEVEL = 4;

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
        byte[][] candidates = new byte[4][row + 1];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i][0] = TYPES[i];
        }
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(LEVEL);
        try {
            deflater.setStrategy(Deflater.FILTERED);
            for (int y = 0; y < image.height(); y++) {
                quantise(image, y, bytes, factor, white, current);
                deflater.setInput(filter(current, previous, pixel, candidates));
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

    /** The row by the filter with the smallest sum of absolute differences, of none, sub, up and Paeth. */
    private static byte[] filter(byte[] row, byte[] above, int pixel, byte[][] candidates) {
        long none = 0;
        long sub = 0;
        long up = 0;
        long paeth = 0;
        byte[] asNone = candidates[0];
        byte[] asSub = candidates[1];
        byte[] asUp = candidates[2];
        byte[] asPaeth = candidates[3];
        for (int i = 0; i < row.length; i++) {
            int value = row[i] & 255;
            int over = above[i] & 255;
            int left = i < pixel ? 0 : row[i - pixel] & 255;
            int corner = i < pixel ? 0 : above[i - pixel] & 255;
            byte bySub = (byte) (value - left);
            byte byUp = (byte) (value - over);
            byte byPaeth = (byte) (value - Png.paeth(left, over, corner));
            asNone[i + 1] = (byte) value;
            asSub[i + 1] = bySub;
            asUp[i + 1] = byUp;
            asPaeth[i + 1] = byPaeth;
            none += Math.abs((byte) value);
            sub += Math.abs(bySub);
            up += Math.abs(byUp);
            paeth += Math.abs(byPaeth);
        }
        long least = Math.min(Math.min(none, sub), Math.min(up, paeth));
        if (least == paeth) {
            return asPaeth;
        }
        return least == up ? asUp : least == sub ? asSub : asNone;
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
