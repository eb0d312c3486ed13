package org.vesalius.tensor;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * Tensors from Java arrays and back, row-major. Every tensor returned belongs to the scope that is open ({@link Scope}); arrays are copied, never shared. No shape means no dimensions, for one value.
 */
public final class Tensors {
    private Tensors() {}

    /** A float32 tensor. */
    public static Tensor of(float[] values, long... shape) {
        Tensor tensor = empty(ScalarType.Float, values.length, shape);
        if (values.length > 0) {
            tensor.data_ptr_float().put(values);
        }
        return tensor;
    }

    /** A float64 tensor. */
    public static Tensor of(double[] values, long... shape) {
        Tensor tensor = empty(ScalarType.Double, values.length, shape);
        if (values.length > 0) {
            tensor.data_ptr_double().put(values);
        }
        return tensor;
    }

    /** An int64 tensor, as indices and token ids are. */
    public static Tensor ofLongs(long[] values, long... shape) {
        Tensor tensor = empty(ScalarType.Long, values.length, shape);
        if (values.length > 0) {
            tensor.data_ptr_long().put(values);
        }
        return tensor;
    }

    /** An int64 tensor of ints. */
    public static Tensor ofInts(int[] values, long... shape) {
        return ofLongs(Arrays.stream(values).asLongStream().toArray(), shape);
    }

    /** A boolean tensor. */
    public static Tensor ofBooleans(boolean[] values, long... shape) {
        long[] numbers = new long[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values[i] ? 1 : 0;
        }
        return ofLongs(numbers, shape).to(ScalarType.Bool);
    }

    /** A float32 tensor without dimensions. */
    public static Tensor scalar(double value) {
        return full(value);
    }

    /** A float32 tensor of one value. */
    public static Tensor full(double value, long... shape) {
        return torch.full(shape, new Scalar(value), new TensorOptions(ScalarType.Float));
    }

    /** Float32 zeros. */
    public static Tensor zeros(long... shape) {
        return torch.zeros(shape, new TensorOptions(ScalarType.Float));
    }

    /** Float32 ones. */
    public static Tensor ones(long... shape) {
        return torch.ones(shape, new TensorOptions(ScalarType.Float));
    }

    /** The integers 0 … n-1 as int64. */
    public static Tensor range(long n) {
        return torch.arange(new Scalar(n), new TensorOptions(ScalarType.Long));
    }

    /** The n×n identity, float32. */
    public static Tensor eye(long n) {
        return torch.eye(n, new TensorOptions(ScalarType.Float));
    }

    /** All elements as float32. */
    public static float[] floats(Tensor tensor) {
        try (var _ = Scope.open()) {
            float[] values = new float[Math.toIntExact(tensor.numel())];
            if (values.length > 0) {
                read(tensor, ScalarType.Float).data_ptr_float().get(values);
            }
            return values;
        }
    }

    /** All elements as float64. */
    public static double[] doubles(Tensor tensor) {
        try (var _ = Scope.open()) {
            double[] values = new double[Math.toIntExact(tensor.numel())];
            if (values.length > 0) {
                read(tensor, ScalarType.Double).data_ptr_double().get(values);
            }
            return values;
        }
    }

    /** All elements as int64. */
    public static long[] longs(Tensor tensor) {
        try (var _ = Scope.open()) {
            long[] values = new long[Math.toIntExact(tensor.numel())];
            if (values.length > 0) {
                read(tensor, ScalarType.Long).data_ptr_long().get(values);
            }
            return values;
        }
    }

    /** The rows of a matrix. */
    public static float[][] rows(Tensor tensor) {
        Shapes.checkDimensions("rows", tensor, 2);
        float[] all = floats(tensor);
        int width = Shapes.size(tensor, 1);
        float[][] rows = new float[Shapes.size(tensor, 0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
        }
        return rows;
    }

    /** The one element of a tensor that has one. */
    public static double value(Tensor tensor) {
        if (tensor.numel() != 1) {
            throw new InputException("value: expected one element, got shape " + Arrays.toString(Shapes.of(tensor)));
        }
        return doubles(tensor)[0];
    }

    /** Joined along an existing dimension. */
    public static Tensor cat(List<Tensor> tensors, int dimension) {
        return torch.cat(vector(tensors), dimension);
    }

    /** Joined along a new dimension. */
    public static Tensor stack(List<Tensor> tensors, int dimension) {
        return torch.stack(vector(tensors), dimension);
    }

    /** Einstein summation, for instance {@code einsum("bqd,td->btq", query, text)}. */
    public static Tensor einsum(String equation, Tensor... operands) {
        return torch.einsum(equation, new TensorVector(operands));
    }

    /** The engine's list of tensors. */
    public static TensorVector vector(List<Tensor> tensors) {
        return new TensorVector(tensors.toArray(Tensor[]::new));
    }

    /** The engine's optional tensor. */
    public static TensorOptional optional(@Nullable Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(tensor);
    }

    /** Divided by the Euclidean norm along the last dimension, where that is not below 1e-12 (as torch's {@code normalize}). */
    public static Tensor normalize(Tensor tensor) {
        return normalize(tensor, 1e-12);
    }

    /** Divided by the Euclidean norm along the last dimension, at least {@code epsilon}. */
    public static Tensor normalize(Tensor tensor, double epsilon) {
        return Scope.returning(() -> {
            Tensor norm = tensor.norm(new ScalarOptional(new Scalar(2)), new long[] {-1}, true);
            return tensor.div(norm.clamp_min(new Scalar(epsilon)));
        });
    }

    private static Tensor read(Tensor tensor, ScalarType type) {
        return tensor.detach().cpu().to(type).contiguous();
    }

    private static Tensor empty(ScalarType type, int values, long[] shape) {
        if (Shapes.count(shape) != values) {
            throw new InputException("tensor of shape " + Arrays.toString(shape) + ": expected " + Shapes.count(shape)
                    + " values, got " + values);
        }
        return torch.empty(shape, new TensorOptions(type), new MemoryFormatOptional());
    }
}
