package org.vesalius.archive;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/** A tensor inside a torch pickle: a view of a storage, whose bytes may follow later in the file. */
final class TorchView {
    private final String what;
    private final Storage storage;
    private final long offset;
    private final List<Long> shape;
    private final List<Long> strides;

    /** One block of elements, shared by the views on it. */
    static final class Storage {
        final ElementType type;
        final long elements;
        private @Nullable MemorySegment bytes;
        private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

        Storage(ElementType type, long elements) {
            this.type = type;
            this.elements = elements;
        }

        /** Bytes that it claims. */
        long size(String what) {
            try {
                return Math.multiplyExact(elements, (long) type.bytes());
            } catch (ArithmeticException e) {
                throw new InputException(what + ": a storage of " + elements + " elements; the file is damaged", e);
            }
        }

        void fill(MemorySegment found, ByteOrder byteOrder) {
            bytes = found;
            order = byteOrder;
        }
    }

    TorchView(String what, Storage storage, long offset, List<Long> shape, List<Long> strides) {
        this.what = what;
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
    }

    /** The tensor, once the storage is filled. */
    StoredTensor stored(String name) {
        if (storage.bytes == null) {
            throw new InputException(what + ": the numbers of " + name + " are missing; fetch the file again");
        }
        return StoredTensor.view(
                what + ", tensor " + name, storage.type, shape, strides, offset, storage.bytes, storage.order);
    }
}
