package org.vesalius.dicom;

import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/** A look-up table of a sequence item or palette: descriptor (entries, first value mapped, bits) and data (PS3.3 C.11.1.1). */
final class Lut {
    private final int first;
    private final int bits;
    private final int[] data;

    private Lut(int first, int bits, int[] data) {
        this.first = first;
        this.bits = bits;
        this.data = data;
    }

    /** Null when the item has no table that can be used. */
    static @Nullable Lut of(DataSet item, Tag descriptorTag, Tag dataTag, boolean signed) {
        int[] descriptor = item.ints(descriptorTag);
        if (descriptor.length < 3) {
            return null;
        }
        int entries = entries(descriptor);
        int first = signed ? (short) descriptor[1] : descriptor[1] & 0xFFFF;
        byte[] raw = item.bytes(dataTag).orElse(new byte[0]);
        int[] words = item.ints(dataTag);
        int[] data = raw.length <= entries + 1 && descriptor[2] <= 8 ? bytes(raw, entries) : words;
        if (data.length == 0) {
            return null;
        }
        int most = 0;
        for (int i = 0; i < data.length; i++) {
            data[i] &= 0xFFFF;
            most = Math.max(most, data[i]);
        }
        // some headers name fewer bits than the entries need
        int bits = Math.clamp(descriptor[2], 1, 16);
        return new Lut(first, most >= 1 << bits ? 16 : bits, data);
    }

    private static int entries(int[] descriptor) {
        return (descriptor[0] & 0xFFFF) == 0 ? 1 << 16 : descriptor[0] & 0xFFFF;
    }

    /** A palette in segments (C.7.9.2). */
    static Lut ofSegments(DataSet data, Tag descriptorTag, Tag segmentsTag, boolean signed) {
        int[] descriptor = data.ints(descriptorTag);
        if (descriptor.length < 3) {
            throw InputException.of(
                    descriptorTag.toString(), "3 numbers", descriptor.length + "", "correct the header");
        }
        int bits = descriptor[2] <= 8 ? 8 : 16;
        int[] cells = data.ints(segmentsTag);
        if (bits == 8) {
            byte[] raw = data.bytes(segmentsTag).orElse(new byte[0]);
            cells = bytes(raw, raw.length);
        }
        int first = signed ? (short) descriptor[1] : descriptor[1] & 0xFFFF;
        return new Lut(first, bits, new Segments(cells, bits, entries(descriptor), segmentsTag).expand());
    }

    /** Entries of eight bits that are packed two in a word. */
    private static int[] bytes(byte[] raw, int entries) {
        int[] data = new int[Math.min(entries, raw.length)];
        for (int i = 0; i < data.length; i++) {
            data[i] = raw[i] & 255;
        }
        return data;
    }

    /** The entry of a value; values outside take the first or last one. */
    int at(double value) {
        return data[(int) Math.clamp(Math.round(value) - first, 0L, data.length - 1L)];
    }

    /** The entry where the range of the table's bits is 0 … 1. */
    double relative(double value) {
        return at(value) / (double) ((1 << bits) - 1);
    }
}
