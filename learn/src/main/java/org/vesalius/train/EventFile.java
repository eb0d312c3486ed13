package org.vesalius.train;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * TensorBoard's file of scalars.
 *
 * <p>Each record is {@code length (8 bytes, little endian), masked CRC-32C of the length (4), data, masked CRC-32C of the data (4)}; the mask of a sum c is {@code ((c >>> 15) | (c << 17)) + 0xa282ead8}.
 * The data are a protocol-buffer {@code Event}: field 1 wall time (double), 2 step (varint), 3 file version (first record only, {@code brain.Event:2}), 5 summary; a summary is a list of field 1, each
 * with field 1 tag and field 2 value (float). Source: TensorFlow's {@code record_writer.h}, {@code event.proto} and {@code summary.proto}.
 */
public final class EventFile implements Closeable {
    private static final int MASK = 0xa282ead8;

    private final OutputStream out;

    private EventFile(OutputStream out) {
        this.out = out;
    }

    /** A new file in a run's folder; {@code seconds} since 1970 is part of its name. */
    public static EventFile create(Path folder, long seconds) throws IOException {
        Path file = folder.resolve("events.out.tfevents." + seconds + ".vesalius");
        EventFile events = new EventFile(new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
        if (Files.size(file) == 0) {
            var first = new ByteArrayOutputStream();
            fixed64(first, 1, (double) seconds);
            bytes(first, 3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
            events.record(first.toByteArray());
        }
        return events;
    }

    /** One value of the curve called {@code tag}. */
    public void scalar(String tag, long step, double value, double wallTime) throws IOException {
        var number = new ByteArrayOutputStream();
        bytes(number, 1, tag.getBytes(StandardCharsets.UTF_8));
        number.write(2 << 3 | 5);
        number.writeBytes(little(4).putFloat((float) value).array());
        var summary = new ByteArrayOutputStream();
        bytes(summary, 1, number.toByteArray());
        var event = new ByteArrayOutputStream();
        fixed64(event, 1, wallTime);
        event.write(2 << 3);
        varint(event, step);
        bytes(event, 5, summary.toByteArray());
        record(event.toByteArray());
    }

    /** Hands what was written to the system, so that a viewer sees it. */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void record(byte[] data) throws IOException {
        byte[] length = little(8).putLong(data.length).array();
        out.write(length);
        out.write(little(4).putInt(masked(length)).array());
        out.write(data);
        out.write(little(4).putInt(masked(data)).array());
    }

    /** The masked CRC-32C of TensorFlow's record files. */
    static int masked(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int sum = (int) crc.getValue();
        return Integer.rotateRight(sum, 15) + MASK;
    }

    private static void fixed64(ByteArrayOutputStream to, int field, double value) {
        to.write(field << 3 | 1);
        to.writeBytes(little(8).putDouble(value).array());
    }

    private static void bytes(ByteArrayOutputStream to, int field, byte[] value) {
        to.write(field << 3 | 2);
        varint(to, value.length);
        to.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream to, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            to.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        to.write((int) rest);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
