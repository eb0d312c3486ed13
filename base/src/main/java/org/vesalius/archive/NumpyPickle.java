package org.vesalius.archive;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.archive.Pickle.Buildable;
import org.vesalius.archive.Pickle.Constructor;
import org.vesalius.archive.Pickle.Tuple;
import org.vesalius.io.InputException;

/** NumPy's arrays, scalars and number formats inside a pickle, as training scripts leave them beside the weights. */
final class NumpyPickle {
    private NumpyPickle() {}

    /** A number format; its byte order comes with its state. */
    static final class Format implements Buildable {
        final ElementType type;
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;

        Format(ElementType type) {
            this.type = type;
        }

        @Override
        public void build(Object state) {
            order = ">".equals(((Tuple) state).items().get(1)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }
    }

    /** An array, filled by its state: (version, shape, format, Fortran order, bytes). */
    static final class Array implements Buildable {
        private final String what;
        private @Nullable StoredTensor tensor;

        Array(String what) {
            this.what = what;
        }

        @Override
        public void build(Object state) {
            List<Object> parts = ((Tuple) state).items();
            List<Long> shape = new ArrayList<>();
            ((Tuple) parts.get(1)).items().forEach(item -> shape.add((Long) item));
            Format format = (Format) parts.get(2);
            boolean fortran = Boolean.TRUE.equals(parts.get(3));
            tensor = array(what, format, shape, fortran, bytes(parts.get(4)));
        }

        StoredTensor stored(String name) {
            if (tensor == null) {
                throw new InputException(what + ": the array " + name + " is empty; fetch the file again");
            }
            return tensor;
        }
    }

    static void register(String what, BiConsumer<String, Object> known) {
        Constructor scalar = a -> {
            Format format = (Format) a.get(0);
            return array(what, format, List.of(), false, bytes(a.get(1))).doubles()[0];
        };
        Constructor reconstruct = _ -> new Array(what);
        for (String module : List.of("numpy.core.multiarray.", "numpy._core.multiarray.")) {
            known.accept(module + "scalar", scalar);
            known.accept(module + "_reconstruct", reconstruct);
        }
        known.accept("numpy.ndarray", "numpy.ndarray");
        known.accept("numpy.dtype", (Constructor) a -> new Format(type(what, (String) a.getFirst())));
    }

    /** {@code f4}, {@code i8}, {@code b1} … as a number format. */
    static ElementType type(String what, String code) {
        return switch (code) {
            case "f2" -> ElementType.FLOAT16;
            case "f4" -> ElementType.FLOAT32;
            case "f8" -> ElementType.FLOAT64;
            case "i1" -> ElementType.INT8;
            case "i2" -> ElementType.INT16;
            case "i4" -> ElementType.INT32;
            case "i8" -> ElementType.INT64;
            case "u1" -> ElementType.UINT8;
            case "b1" -> ElementType.BOOL;
            default ->
                throw InputException.of(
                        what,
                        "numbers (float16 to float64, int8 to int64, uint8, bool)",
                        "NumPy type '" + code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "?") + "'",
                        "convert the array before saving it");
        };
    }

    /** A view of an array's bytes. */
    static StoredTensor array(String what, Format format, List<Long> shape, boolean fortran, MemorySegment bytes) {
        List<Long> strides;
        if (fortran) {
            strides = new ArrayList<>(StoredTensor.rowMajor(what, shape.reversed()));
            Collections.reverse(strides);
        } else {
            strides = StoredTensor.rowMajor(what, shape);
        }
        return StoredTensor.view(what, format.type, shape, strides, 0, bytes, format.order);
    }

    private static MemorySegment bytes(Object value) {
        return MemorySegment.ofArray(
                value instanceof String text ? text.getBytes(StandardCharsets.ISO_8859_1) : (byte[]) value);
    }
}
