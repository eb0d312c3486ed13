package org.vesalius.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Values of elements that were read, as bytes of an explicit little endian file. */
final class DicomBytes {
    private static final int HEAD = 12;
    private static final int ITEM_HEAD = 8;

    private DicomBytes() {}

    /** The value with its numbers, of {@code unit} bytes each, in little endian order. */
    static byte[] little(Element element, int unit) {
        byte[] bytes = element.bytes();
        if (element.order() == ByteOrder.LITTLE_ENDIAN || unit == 1) {
            return bytes;
        }
        for (int at = 0; at + unit <= bytes.length; at += unit) {
            for (int low = at, high = at + unit - 1; low < high; low++, high--) {
                byte swap = bytes[low];
                bytes[low] = bytes[high];
                bytes[high] = swap;
            }
        }
        return bytes;
    }

    /** Compressed pixels of undefined length, the offset table first. */
    static byte[] fragments(Tag tag, List<ByteBuffer> fragments) {
        int length = HEAD + ITEM_HEAD;
        for (ByteBuffer fragment : fragments) {
            length += ITEM_HEAD + fragment.limit() + (fragment.limit() & 1);
        }
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        tag(out, tag);
        out.put((byte) 'O').put((byte) 'B').putShort((short) 0).putInt(-1);
        for (ByteBuffer fragment : fragments) {
            tag(out, Tag.ITEM);
            out.putInt(fragment.limit() + (fragment.limit() & 1)).put(fragment.slice(0, fragment.limit()));
            if ((fragment.limit() & 1) == 1) {
                out.put((byte) 0);
            }
        }
        tag(out, Tag.SEQUENCE_END);
        return out.putInt(0).array();
    }

    private static void tag(ByteBuffer out, Tag tag) {
        out.putShort((short) tag.group()).putShort((short) tag.element());
    }
}
