package org.vesalius.archive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.vesalius.io.InputException;

/**
 * A tensor as it lies in a file: a strided view of a stored block of elements, not copied until it is asked for its values. The view is checked against the block when it is made, so reading one never
 * leaves the file. It is readable as long as the {@link TensorFile} that it came from is open.
 */
public final class StoredTensor {
    /** Expanded views (stride 0) above this many elements are refused: they claim memory that the file does not have. */
    private static final long EXPANDED = 1 << 20;

    private final ElementType type;
    private final List<Long> shape;
    private final List<Long> strides;
    private final long offset;
    private final MemorySegment block;
    private final ByteOrder order;
    private final long elements;

    private StoredTensor(
            ElementType type,
            List<Long> shape,
            List<Long> strides,
            long offset,
            MemorySegment block,
            ByteOrder order,
            long elements) {
        this.type = type;
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.block = block;
        this.order = order;
        this.elements = elements;
    }

    /**
     * A view of {@code block}; {@code strides} and {@code offset} count elements.
     *
     * @param what names the tensor in an error
     */
    public static StoredTensor view(
            String what,
            ElementType type,
            List<Long> shape,
            List<Long> strides,
            long offset,
            MemorySegment block,
            ByteOrder order) {
        long available = block.byteSize() / type.bytes();
        long elements = 1;
        long last = offset;
        boolean sound = shape.size() == strides.size() && offset >= 0;
        try {
            for (int d = 0; sound && d < shape.size(); d++) {
                sound = shape.get(d) >= 0 && strides.get(d) >= 0;
                elements = Math.multiplyExact(elements, shape.get(d));
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape.get(d) - 1), strides.get(d)));
            }
        } catch (ArithmeticException e) {
            sound = false;
        }
        if (!sound
                || (elements > 0 && last >= available)
                || (elements == 0 && offset > available)
                || elements > Math.max(available, EXPANDED)) {
            throw InputException.of(
                    what,
                    "a view inside its " + available + " stored elements",
                    "shape " + shape + ", strides " + strides + ", offset " + offset,
                    "the file is damaged or forged; fetch it again");
        }
        return new StoredTensor(type, List.copyOf(shape), List.copyOf(strides), offset, block, order, elements);
    }

    /** A whole block in C order, little-endian. */
    public static StoredTensor whole(String what, ElementType type, List<Long> shape, MemorySegment block) {
        return view(what, type, shape, rowMajor(what, shape), 0, block, ByteOrder.LITTLE_ENDIAN);
    }

    /** Strides of C order; {@code what} names the tensor in an error. */
    static List<Long> rowMajor(String what, List<Long> shape) {
        Long[] strides = new Long[shape.size()];
        long stride = 1;
        try {
            for (int d = shape.size() - 1; d >= 0; d--) {
                strides[d] = stride;
                stride = Math.multiplyExact(stride, Math.max(1, shape.get(d)));
            }
        } catch (ArithmeticException e) {
            throw new InputException(
                    what + ": the shape " + shape + " does not fit any memory; the file is damaged", e);
        }
        return List.of(strides);
    }

    /** The part at {@code index} of the outermost dimension, without that dimension. */
    public StoredTensor at(long index) {
        if (shape.isEmpty() || index < 0 || index >= shape.getFirst()) {
            throw InputException.of(
                    "index into " + this, "0 to the size of the first dimension", index + "", "correct the index");
        }
        return new StoredTensor(
                type,
                shape.subList(1, shape.size()),
                strides.subList(1, strides.size()),
                offset + index * strides.getFirst(),
                block,
                order,
                elements / shape.getFirst());
    }

    /** The number format. */
    public ElementType type() {
        return type;
    }

    /** Sizes, outermost first; empty for a scalar. */
    public List<Long> shape() {
        return shape;
    }

    /** How many elements the view has. */
    public long elements() {
        return elements;
    }

    /** Bytes of the view in C order. */
    public long bytes() {
        return elements * type.bytes();
    }

    /** Whether the view is C order without gaps. */
    public boolean contiguous() {
        long stride = 1;
        for (int d = shape.size() - 1; d >= 0; d--) {
            if (shape.get(d) != 1 && strides.get(d) != stride) {
                return false;
            }
            stride *= Math.max(1, shape.get(d));
        }
        return true;
    }

    /** The values in C order. */
    public float[] floats() {
        float[] values = new float[count()];
        eachIndex((to, from) -> values[(int) to] = (float) type.number(block, from, order));
        return values;
    }

    /** The values in C order. */
    public double[] doubles() {
        double[] values = new double[count()];
        eachIndex((to, from) -> values[(int) to] = type.number(block, from, order));
        return values;
    }

    /** The values in C order; fractions are cut off. */
    public long[] longs() {
        long[] values = new long[count()];
        eachIndex((to, from) -> values[(int) to] = type.integer(block, from, order));
        return values;
    }

    /** Copies the elements, little-endian and in C order, to the start of {@code target}, which has at least {@link #bytes()} bytes. */
    public void copyTo(MemorySegment target) {
        int size = type.bytes();
        if (contiguous() && (order == ByteOrder.LITTLE_ENDIAN || size == 1)) {
            MemorySegment.copy(block, offset * size, target, 0, bytes());
            return;
        }
        boolean swap = order != ByteOrder.LITTLE_ENDIAN;
        eachIndex((to, from) -> copyElement(target, to * size, from * size, swap));
    }

    private void copyElement(MemorySegment target, long to, long from, boolean swap) {
        int size = type.bytes();
        for (int b = 0; b < size; b++) {
            byte value = block.get(ValueLayout.JAVA_BYTE, from + (swap ? size - 1 - b : b));
            target.set(ValueLayout.JAVA_BYTE, to + b, value);
        }
    }

    @FunctionalInterface
    private interface Visit {
        void at(long target, long source);
    }

    private void eachIndex(Visit visit) {
        int rank = shape.size();
        long[] index = new long[rank];
        long source = offset;
        for (long target = 0; target < elements; target++) {
            visit.at(target, source);
            for (int d = rank - 1; d >= 0; d--) {
                source += strides.get(d);
                if (++index[d] < shape.get(d)) {
                    break;
                }
                source -= strides.get(d) * shape.get(d);
                index[d] = 0;
            }
        }
    }

    private int count() {
        if (elements > Integer.MAX_VALUE - 8) {
            throw new InputException("a tensor of " + elements + " elements does not fit a Java array");
        }
        return (int) elements;
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }
}
