package org.vesalius.tensor;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;

/** Shapes as arrays, and checks that speak before the engine does. */
public final class Shapes {
    /** In an expected shape: any size. */
    public static final long ANY = -1;

    private Shapes() {}

    /** The sizes of {@code tensor}. */
    public static long[] of(Tensor tensor) {
        long[] sizes = new long[Math.toIntExact(tensor.dim())];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = tensor.size(i);
        }
        return sizes;
    }

    /** Size {@code dimension} (negative ones count from the end) as an int. */
    public static int size(Tensor tensor, int dimension) {
        return Math.toIntExact(tensor.size(dimension));
    }

    /** The number of elements of a shape. */
    public static long count(long... shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }

    /**
     * Returns {@code tensor} when it has the {@code expected} shape.
     *
     * @throws InputException {@code NAME: expected shape [3, 5], got [3, 4]}
     */
    public static Tensor check(String name, Tensor tensor, long... expected) {
        long[] got = of(tensor);
        boolean fits = got.length == expected.length;
        for (int i = 0; fits && i < got.length; i++) {
            fits = expected[i] == ANY || expected[i] == got[i];
        }
        if (!fits) {
            throw new InputException(name + ": expected shape " + text(expected) + ", got " + Arrays.toString(got));
        }
        return tensor;
    }

    /** As {@link #check}, where only the number of dimensions matters. */
    public static Tensor checkDimensions(String name, Tensor tensor, int dimensions) {
        if (tensor.dim() != dimensions) {
            throw new InputException(
                    name + ": expected " + dimensions + " dimensions, got shape " + Arrays.toString(of(tensor)));
        }
        return tensor;
    }

    private static String text(long[] shape) {
        return Arrays.toString(shape).replace("-1", "any");
    }
}
