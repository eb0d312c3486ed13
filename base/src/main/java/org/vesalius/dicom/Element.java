package org.vesalius.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** One data element: a window on the file's bytes, or the items of a sequence, or the fragments of compressed pixels. */
final class Element {
    final Tag tag;
    final Vr vr;
    final List<DataSet> items;
    final List<ByteBuffer> fragments;
    private final ByteBuffer value;

    private Element(Tag tag, Vr vr, ByteBuffer value, List<DataSet> items, List<ByteBuffer> fragments) {
        this.tag = tag;
        this.vr = vr;
        this.value = value;
        this.items = items;
        this.fragments = fragments;
    }

    static Element of(Tag tag, Vr vr, ByteBuffer value) {
        return new Element(tag, vr, value, List.of(), List.of());
    }

    static Element sequence(Tag tag, List<DataSet> items) {
        return new Element(tag, Vr.SQ, ByteBuffer.allocate(0), List.copyOf(items), List.of());
    }

    static Element encapsulated(Tag tag, Vr vr, List<ByteBuffer> fragments) {
        return new Element(tag, vr, ByteBuffer.allocate(0), List.of(), List.copyOf(fragments));
    }

    /** The bytes in the file's order, from 0 to the limit. */
    ByteBuffer value() {
        return value.duplicate().order(value.order());
    }

    int length() {
        return value.limit();
    }

    boolean isEmpty() {
        return value.limit() == 0 && items.isEmpty() && fragments.isEmpty();
    }

    byte[] bytes() {
        byte[] bytes = new byte[value.limit()];
        value.get(0, bytes);
        return bytes;
    }

    ByteOrder order() {
        return value.order();
    }
}
