package org.vesalius.shard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.vesalius.image.Image;

/**
 * The PNG files in a shard: grey or RGB, 8 bits for a white of up to 255 and 16 bits above it, not interlaced. Any program reads them; this reads back exactly what it wrote, and faster than a general
 * decoder, since decoding is what limits reading.
 */
final class StoredPng {
    private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final int IHDR = 13;

    private StoredPng() {}

    /** The samples rescaled to a white of 255 or 65535, rounded and limited. */
    static byte[] encode(Image image) {
        int depth = image.peak() <= 255 ? 8 : 16;
        int pixel = image.channels() * depth / 8;
        byte[] header = ByteBuffer.allocate(IHDR)
                .putInt(image.width())
                .putInt(image.height())
                .put((byte) depth)
                .put((byte) (image.channels() == 1 ? 0 : 2))
                .array();
        byte[] filtered = PngRows.filter(raw(image, depth), image.width() * pixel, pixel);
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", deflate(filtered));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException for any other bytes
     */
    static Image decode(byte[] png) {
        if (png.length < 33 || !Arrays.equals(png, 0, 8, SIGNATURE, 0, 8)) {
            throw new IllegalArgumentException("not a stored PNG");
        }
        ByteBuffer in = ByteBuffer.wrap(png);
        int width = in.getInt(16);
        int height = in.getInt(20);
        int depth = in.get(24);
        int channels = in.get(25) == 0 ? 1 : 3;
        int pixel = channels * depth / 8;
        byte[] raw = PngRows.unfilter(inflate(in, (width * pixel + 1) * height), width * pixel, pixel);
        float[] samples = depth == 8 ? bytes(raw) : shorts(raw);
        float peak = depth == 8 ? 255 : 65535;
        return channels == 1 ? Image.grey(width, height, peak, samples) : Image.rgb(width, height, peak, samples);
    }

    private static byte[] raw(Image image, int depth) {
        float white = depth == 8 ? 255 : 65535;
        float[] samples = image.withPeak(white).samples();
        byte[] raw = new byte[samples.length * depth / 8];
        for (int i = 0; i < samples.length; i++) {
            int value = Math.round(Math.clamp(samples[i], 0f, white));
            if (depth == 8) {
                raw[i] = (byte) value;
            } else {
                raw[2 * i] = (byte) (value >>> 8);
                raw[2 * i + 1] = (byte) value;
            }
        }
        return raw;
    }

    private static float[] bytes(byte[] raw) {
        float[] samples = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
            samples[i] = raw[i] & 0xff;
        }
        return samples;
    }

    private static float[] shorts(byte[] raw) {
        float[] samples = new float[raw.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (raw[2 * i] & 0xff) << 8 | (raw[2 * i + 1] & 0xff);
        }
        return samples;
    }

    private static byte[] deflate(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 2);
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        return out.toByteArray();
    }

    private static byte[] inflate(ByteBuffer png, int size) {
        byte[] bytes = new byte[size];
        int done = 0;
        try (Inflater inflater = new Inflater()) {
            for (int at = 8; at + 8 <= png.capacity(); at += png.getInt(at) + 12) {
                if (png.getInt(at + 4) == 0x49444154) {
                    inflater.setInput(png.slice(at + 8, png.getInt(at)));
                    while (done < size && !inflater.needsInput()) {
                        done += inflater.inflate(bytes, done, size - done);
                    }
                }
            }
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("a stored PNG is damaged", e);
        }
        if (done != size) {
            throw new IllegalArgumentException("a stored PNG is cut");
        }
        return bytes;
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(name);
        out.writeBytes(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
