package org.vesalius.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;

/**
 * Writes a data set as explicit little endian, elements in order of their tags whatever the order of the calls; equal content gives equal bytes. Text is UTF-8, and {@code SpecificCharacterSet} says so when a value needs
 * it. The file meta group is made from {@code SOPClassUID} and {@code SOPInstanceUID}.
 */
public final class DicomWriter {
    /** The SOP classes that are written here. */
    public static final String DIGITAL_X_RAY = "1.2.840.10008.5.1.4.1.1.1.1";
    /** Computed radiography. */
    public static final String COMPUTED_RADIOGRAPHY = "1.2.840.10008.5.1.4.1.1.1";
    /** Computed tomography. */
    public static final String CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2";
    /** Secondary capture. */
    public static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

    private static final String IMPLEMENTATION = uid("org.vesalius.dicom.DicomWriter");
    private static final int PREAMBLE = 128;

    private final SortedMap<Tag, byte[]> elements = new TreeMap<>();
    private final SortedMap<Tag, String> uids = new TreeMap<>();
    private String syntax = TransferSyntax.EXPLICIT_LITTLE.uid();
    private boolean foreign;

    /** A unique identifier that is always the same for the same text (2.25 and 128 bits of its SHA-256). */
    public static String uid(String text) {
        byte[] digest = Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return "2.25." + new BigInteger(1, Arrays.copyOf(digest, 16));
    }

    /** Text of any text representation; several values are separated by a backslash in the file. */
    public DicomWriter put(Tag tag, Vr vr, String... values) {
        if (!vr.isText()) {
            throw misfit(tag, vr, "text");
        }
        String text = String.join("\\", values);
        foreign |= vr.isCharsetText() && text.chars().anyMatch(c -> c > 127);
        if (vr == Vr.UI) {
            uids.put(tag, text);
        }
        return element(tag, vr, text.getBytes(StandardCharsets.UTF_8), vr == Vr.UI ? 0 : ' ');
    }

    /** Whole numbers, as {@code IS} text or binary. */
    public DicomWriter put(Tag tag, Vr vr, int... values) {
        if (vr == Vr.IS || vr == Vr.DS) {
            return put(
                    tag, vr, Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new));
        }
        if (vr == Vr.FD || vr == Vr.FL) {
            return put(tag, vr, Arrays.stream(values).asDoubleStream().toArray());
        }
        byte[] bytes = new byte[values.length * 4];
        ByteBuffer out = little(bytes);
        for (int value : values) {
            switch (vr) {
                case US, SS -> out.putShort((short) value);
                case UL, SL -> out.putInt(value);
                case AT -> out.putShort((short) (value >>> 16)).putShort((short) value);
                default -> throw misfit(tag, vr, "whole numbers");
            }
        }
        return element(tag, vr, Arrays.copyOf(bytes, out.position()), 0);
    }

    /** Numbers, as {@code DS} text of at most 16 characters or binary. */
    public DicomWriter put(Tag tag, Vr vr, double... values) {
        if (vr == Vr.DS) {
            return put(
                    tag,
                    vr,
                    Arrays.stream(values).mapToObj(DicomWriter::decimal).toArray(String[]::new));
        }
        byte[] bytes = new byte[values.length * 8];
        ByteBuffer out = little(bytes);
        for (double value : values) {
            switch (vr) {
                case FL -> out.putFloat((float) value);
                case FD -> out.putDouble(value);
                default -> throw misfit(tag, vr, "numbers");
            }
        }
        return element(tag, vr, Arrays.copyOf(bytes, out.position()), 0);
    }

    /** Bytes that are already little endian, for {@code OB}, {@code OW}, {@code UN} and their like. */
    public DicomWriter put(Tag tag, Vr vr, byte[] value) {
        return element(tag, vr, value.clone(), 0);
    }

    /** A sequence with these items. */
    public DicomWriter put(Tag tag, DicomWriter... items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (DicomWriter item : items) {
            foreign |= item.foreign;
            byte[] body = item.body(Map.of());
            byte[] head = new byte[8];
            little(head)
                    .putShort((short) Tag.ITEM.group())
                    .putShort((short) Tag.ITEM.element())
                    .putInt(body.length);
            out.writeBytes(head);
            out.writeBytes(body);
        }
        return element(tag, Vr.SQ, out.toByteArray(), 0);
    }

    /**
     * An element as another data set has it, with all that is in its sequences and private ones too; text becomes UTF-8, binary values little endian, and group lengths are left out. Compressed pixels need {@link #syntax}.
     */
    public DicomWriter copy(DataSet from, Tag tag) {
        Element element = from.element(tag);
        if (element == null || tag.element() == 0 || tag.equals(Tag.SPECIFIC_CHARACTER_SET)) {
            return this;
        }
        if (!element.fragments.isEmpty()) {
            elements.put(tag, DicomBytes.fragments(tag, element.fragments));
            return this;
        }
        if (element.vr == Vr.SQ) {
            return put(
                    tag,
                    element.items.stream()
                            .map(item -> new DicomWriter().copyAll(item))
                            .toArray(DicomWriter[]::new));
        }
        Vr vr = from.vr(tag).orElse(Vr.UN);
        if (vr == Vr.SQ) {
            // a sequence that was not read as one: its bytes stay what they are
            return element(tag, Vr.UN, element.bytes(), 0);
        }
        if (vr == Vr.UI || vr.isCharsetText()) {
            return put(tag, vr, from.strings(tag).toArray(String[]::new));
        }
        int unit = vr == Vr.AT ? 2 : vr.unit();
        if (tag.equals(Tag.PIXEL_DATA)) {
            // cells of 32 bits are swapped as such, whatever the representation says
            unit = Math.max(unit, from.integer(Tag.BITS_ALLOCATED, 0) / 8);
        }
        return element(tag, vr, DicomBytes.little(element, unit), vr.isText() ? ' ' : 0);
    }

    /** Every element of another data set, as {@link #copy} does. */
    public DicomWriter copyAll(DataSet from) {
        from.tags().forEach(tag -> copy(from, tag));
        return this;
    }

    /** Names the transfer syntax of compressed pixels that were copied; without it the file is explicit little endian. */
    public DicomWriter syntax(String uid) {
        syntax = uid;
        return this;
    }

    /**
     * Grey pixels with the elements that describe them.
     *
     * @param photometric {@code MONOCHROME1} or {@code MONOCHROME2}
     * @param bitsStored 1 to 16; up to 8 take a byte each
     * @param values row by row, all frames after each other
     */
    public DicomWriter pixels(
            String photometric, int columns, int rows, int bitsStored, boolean signed, short[] values) {
        int frames = frames(values.length, columns, rows, 1);
        if (bitsStored < 1 || bitsStored > 16) {
            throw InputException.of("pixels", "1 to 16 bits", Integer.toString(bitsStored), "scale the values");
        }
        int allocated = bitsStored <= 8 ? 8 : 16;
        describe(photometric, columns, rows, frames, 1, allocated, bitsStored, signed);
        byte[] bytes = new byte[values.length * allocated / 8];
        ByteBuffer out = little(bytes);
        if (allocated == 16) {
            out.asShortBuffer().put(values);
        } else {
            for (short value : values) {
                out.put((byte) value);
            }
        }
        return put(Tag.PIXEL_DATA, allocated == 8 ? Vr.OB : Vr.OW, bytes);
    }

    /** RGB pixels of 8 bits, interleaved, with the elements that describe them. */
    public DicomWriter rgb(int columns, int rows, byte[] values) {
        describe("RGB", columns, rows, frames(values.length, columns, rows, 3), 3, 8, 8, false);
        put(Tag.PLANAR_CONFIGURATION, Vr.US, 0);
        return put(Tag.PIXEL_DATA, Vr.OB, values);
    }

    private static int frames(int values, int columns, int rows, int samples) {
        long frame = (long) columns * rows * samples;
        if (columns < 1 || rows < 1 || columns > 65535 || rows > 65535 || values == 0 || values % frame != 0) {
            throw InputException.of(
                    "pixels", "whole frames of " + columns + " x " + rows, values + " values", "correct the sizes");
        }
        return (int) (values / frame);
    }

    private void describe(
            String photometric,
            int columns,
            int rows,
            int frames,
            int samples,
            int allocated,
            int stored,
            boolean signed) {
        put(Tag.SAMPLES_PER_PIXEL, Vr.US, samples);
        put(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, photometric);
        if (frames > 1) {
            put(Tag.NUMBER_OF_FRAMES, Vr.IS, frames);
        }
        put(Tag.ROWS, Vr.US, rows);
        put(Tag.COLUMNS, Vr.US, columns);
        put(Tag.BITS_ALLOCATED, Vr.US, allocated);
        put(Tag.BITS_STORED, Vr.US, stored);
        put(Tag.HIGH_BIT, Vr.US, stored - 1);
        put(Tag.PIXEL_REPRESENTATION, Vr.US, signed ? 1 : 0);
    }

    /** The whole file. */
    public byte[] bytes() {
        String sopClass = required(Tag.SOP_CLASS_UID);
        String instance = required(Tag.SOP_INSTANCE_UID);
        DicomWriter meta = new DicomWriter()
                .put(Tag.FILE_META_INFORMATION_VERSION, Vr.OB, new byte[] {0, 1})
                .put(Tag.MEDIA_STORAGE_SOP_CLASS_UID, Vr.UI, sopClass)
                .put(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, Vr.UI, instance)
                .put(Tag.TRANSFER_SYNTAX_UID, Vr.UI, syntax)
                .put(Tag.IMPLEMENTATION_CLASS_UID, Vr.UI, IMPLEMENTATION)
                .put(Tag.IMPLEMENTATION_VERSION_NAME, Vr.SH, "VESALIUS");
        byte[] metaBody = meta.body(Map.of());
        byte[] length = new DicomWriter()
                .put(Tag.FILE_META_INFORMATION_GROUP_LENGTH, Vr.UL, metaBody.length)
                .body(Map.of());
        byte[] charset = new DicomWriter()
                .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
                .elements
                .get(Tag.SPECIFIC_CHARACTER_SET);
        byte[] body = body(foreign && charset != null ? Map.of(Tag.SPECIFIC_CHARACTER_SET, charset) : Map.of());
        return ByteBuffer.allocate(PREAMBLE + 4 + length.length + metaBody.length + body.length)
                .position(PREAMBLE)
                .put("DICM".getBytes(StandardCharsets.US_ASCII))
                .put(length)
                .put(metaBody)
                .put(body)
                .array();
    }

    /** Writes the file whole or not at all. */
    public void write(Path file) throws IOException {
        byte[] bytes = bytes();
        AtomicFiles.write(file, out -> out.write(bytes));
    }

    private String required(Tag tag) {
        String uid = uids.get(tag);
        if (uid == null || uid.isEmpty()) {
            throw InputException.of("DICOM writer", tag + " in the data set", "none", "put it before writing");
        }
        return uid;
    }

    private byte[] body(Map<Tag, byte[]> more) {
        SortedMap<Tag, byte[]> all = new TreeMap<>(elements);
        all.putAll(more);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        all.values().forEach(out::writeBytes);
        return out.toByteArray();
    }

    private DicomWriter element(Tag tag, Vr vr, byte[] value, int pad) {
        int length = value.length + (value.length & 1);
        if (!vr.isLong() && length > 65534) {
            // PS3.5 section 6.2.2: what an implicit encoding could hold is written as UN
            return element(tag, Vr.UN, value, pad);
        }
        byte[] bytes = new byte[length + (vr.isLong() ? 12 : 8)];
        ByteBuffer out = little(bytes)
                .putShort((short) tag.group())
                .putShort((short) tag.element())
                .put((byte) vr.name().charAt(0))
                .put((byte) vr.name().charAt(1));
        if (vr.isLong()) {
            out.putShort((short) 0).putInt(length);
        } else {
            out.putShort((short) length);
        }
        out.put(value);
        if (out.hasRemaining()) {
            out.put((byte) pad);
        }
        elements.put(tag, bytes);
        return this;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static InputException misfit(Tag tag, Vr vr, String got) {
        return InputException.of(tag.toString(), "a value that fits " + vr, got, "choose the fitting representation");
    }

    /** As short as it is exact, and at most 16 characters (PS3.5). */
    private static String decimal(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        String exact = Double.toString(value);
        for (int digits = 10; exact.length() > 16 && digits > 0; digits--) {
            exact = String.format(Locale.ROOT, "%." + digits + "g", value);
        }
        return exact;
    }
}
