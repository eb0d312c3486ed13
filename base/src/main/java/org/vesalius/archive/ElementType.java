package org.vesalius.archive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The number formats that tensors of weight files are stored in. */
public enum ElementType {
    FLOAT16(2, true),
    BFLOAT16(2, true),
    FLOAT32(4, true),
    FLOAT64(8, true),
    INT8(1, false),
    INT16(2, false),
    INT32(4, false),
    INT64(8, false),
    UINT8(1, false),
    BOOL(1, false);

    private final int bytes;
    private final boolean floating;

    ElementType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether it holds fractions. */
    public boolean floating() {
        return floating;
    }

    /** The element at {@code index} as a double; an INT64 beyond 2^53 is rounded. */
    double number(MemorySegment data, long index, ByteOrder order) {
        long at = index * bytes;
        return switch (this) {
            case FLOAT16 -> Float.float16ToFloat(shortAt(data, at, order));
            case BFLOAT16 -> Float.intBitsToFloat(shortAt(data, at, order) << 16);
            case FLOAT32 -> data.get(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order), at);
            case FLOAT64 -> data.get(ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order), at);
            case INT8, INT16, INT32, INT64, UINT8, BOOL -> integer(data, index, order);
        };
    }

    /** The element at {@code index} as a long; a fraction is cut off. */
    long integer(MemorySegment data, long index, ByteOrder order) {
        long at = index * bytes;
        return switch (this) {
            case INT8 -> data.get(ValueLayout.JAVA_BYTE, at);
            case UINT8 -> data.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
            case BOOL -> data.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
            case INT16 -> shortAt(data, at, order);
            case INT32 -> data.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at);
            case INT64 -> data.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), at);
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> (long) number(data, index, order);
        };
    }

    private static short shortAt(MemorySegment data, long at, ByteOrder order) {
        return data.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at);
    }
}
