package org.vesalius.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/** Reads data sets from bytes (PS3.5 section 7), copying nothing, and tolerant of what is met in the field: unknown representations, implicit parts in explicit files, undefined lengths everywhere. */
final class DicomParser {
    private static final int UNDEFINED = -1;
    private static final int MAX_DEPTH = 64;

    private final ByteBuffer in;
    private final boolean explicit;
    private final String what;
    private final int lastWritten; // the last byte that is not 0

    DicomParser(ByteBuffer bytes, boolean explicit, ByteOrder order, String what) {
        this.in = bytes.slice().order(order);
        this.explicit = explicit;
        this.what = what;
        this.lastWritten = lastNot0(in);
    }

    /** How many bytes were read. */
    int position() {
        return in.position();
    }

    /** All elements up to the end, or up to the first one outside of {@code group} when that is not negative. */
    DataSet dataSet(int group) {
        DataSet set = new DataSet(null);
        while (in.remaining() >= 8) {
            if (group >= 0 && (in.getShort(in.position()) & 0xFFFF) != group) {
                return set;
            }
            if (isPadding()) {
                return set;
            }
            element(set, 0);
        }
        if (in.hasRemaining() && !isPadding()) {
            throw cut();
        }
        return set;
    }

    /** Some writers fill up with zeros after the last element. */
    private boolean isPadding() {
        return in.position() > lastWritten;
    }

    private static int lastNot0(ByteBuffer bytes) {
        int last = bytes.limit() - 1;
        while (last >= 0 && bytes.get(last) == 0) {
            last--;
        }
        return last;
    }

    private Tag tag() {
        return Tag.of(in.getShort() & 0xFFFF, in.getShort() & 0xFFFF);
    }

    /** Reads one element; returns its tag, which is not added when it is a delimiter. */
    private Tag element(DataSet set, int depth) {
        need(8);
        Tag tag = tag();
        if (tag.group() == Tag.ITEM.group()) {
            int length = in.getInt();
            if (tag.equals(Tag.ITEM) || length != 0) {
                throw broken("an item outside of a sequence");
            }
            return tag;
        }
        Vr vr = explicit ? explicitVr() : null;
        int length;
        if (vr == null) {
            vr = Dictionary.vr(tag);
            length = in.getInt();
        } else if (vr.isLong()) {
            in.getShort();
            need(4);
            length = in.getInt();
        } else {
            length = in.getShort() & 0xFFFF;
        }
        set.add(value(tag, vr, length, set, depth));
        return tag;
    }

    /** {@code UN} for two capital letters that are no representation; null when there are no letters, so that a length stands there. */
    private @Nullable Vr explicitVr() {
        int first = in.get(in.position());
        int second = in.get(in.position() + 1);
        if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
            return null;
        }
        in.getShort();
        Vr vr = Vr.of(first, second);
        // the length of an unknown representation is taken as two bytes, as most readers do: ST has those
        return vr == null ? Vr.ST : vr;
    }

    private Element value(Tag tag, Vr vr, int length, DataSet set, int depth) {
        if (length == UNDEFINED && tag.equals(Tag.PIXEL_DATA)) {
            return Element.encapsulated(tag, vr, fragments());
        }
        if (vr == Vr.SQ || length == UNDEFINED) {
            boolean foreign = vr == Vr.UN && explicit;
            return Element.sequence(tag, foreign ? foreignItems(length, set, depth) : items(length, set, depth));
        }
        return Element.of(tag, vr, take(length));
    }

    /** A sequence of unknown representation is implicit little endian inside (CP-246); some writers keep it explicit. */
    private List<DataSet> foreignItems(int length, DataSet set, int depth) {
        int start = in.position();
        ByteBuffer rest = in.slice();
        DicomParser implicit = new DicomParser(rest, false, ByteOrder.LITTLE_ENDIAN, what);
        try {
            List<DataSet> items = implicit.items(length, set, depth);
            in.position(start + implicit.position());
            return items;
        } catch (InputException e) {
            in.position(start);
            return items(length, set, depth);
        }
    }

    private List<DataSet> items(int length, DataSet parent, int depth) {
        if (depth > MAX_DEPTH) {
            throw broken("sequences nested deeper than " + MAX_DEPTH);
        }
        List<DataSet> items = new ArrayList<>();
        int end = end(length);
        while (in.position() < end) {
            need(8);
            Tag tag = tag();
            int size = in.getInt();
            if (tag.equals(Tag.SEQUENCE_END)) {
                return items;
            }
            if (!tag.equals(Tag.ITEM)) {
                throw broken("a sequence with something else than items");
            }
            items.add(item(size, parent, depth));
        }
        if (length == UNDEFINED) {
            throw cut();
        }
        return items;
    }

    private DataSet item(int length, DataSet parent, int depth) {
        DataSet item = new DataSet(parent);
        int end = end(length);
        while (in.position() < end) {
            Tag tag = element(item, depth + 1);
            if (tag.equals(Tag.ITEM_END)) {
                return item;
            }
            if (tag.equals(Tag.SEQUENCE_END)) {
                // the end of the item was left out: give the delimiter back
                in.position(in.position() - 8);
                return item;
            }
        }
        if (length == UNDEFINED) {
            throw cut();
        }
        return item;
    }

    private int end(int length) {
        if (length == UNDEFINED) {
            return in.limit();
        }
        need(length);
        return in.position() + length;
    }

    /** The offset table first, then the rest, up to the end of the sequence. */
    private List<ByteBuffer> fragments() {
        List<ByteBuffer> fragments = new ArrayList<>();
        while (true) {
            if (!in.hasRemaining() && fragments.size() > 1) {
                // the delimiter at the end of the file was left out
                return fragments;
            }
            need(8);
            Tag tag = tag();
            int length = in.getInt();
            if (tag.equals(Tag.SEQUENCE_END)) {
                return fragments;
            }
            if (!tag.equals(Tag.ITEM)) {
                throw broken("compressed pixels that are not in items");
            }
            fragments.add(take(length));
        }
    }

    private ByteBuffer take(int length) {
        need(length);
        ByteBuffer slice = in.slice(in.position(), length).order(in.order());
        in.position(in.position() + length);
        return slice;
    }

    private void need(int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw cut();
        }
    }

    private InputException cut() {
        return broken("a truncated one: an element reaches over the end of the file");
    }

    private InputException broken(String got) {
        return InputException.of(what, "a whole DICOM file", got, "get the file again");
    }
}
