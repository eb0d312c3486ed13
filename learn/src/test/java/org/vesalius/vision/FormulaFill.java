package org.vesalius.vision;

import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** The weights and input that the reference outputs were made with: formulas, so that no weights need to be kept ({@code vision_towers.json}, "weights" and "input"). */
final class FormulaFill {
    private static final int RESTART = 256;

    private FormulaFill() {}

    static void fill(Params params) {
        int index = 0;
        for (var entry : params.state().entrySet()) {
            try (var _ = Scope.open()) {
                long[] shape = Shapes.of(entry.getValue());
                params.set(entry.getKey(), Tensors.of(values(entry.getKey(), shape, index++), shape));
            }
        }
    }

    private static float[] values(String name, long[] shape, int index) {
        int count = Math.toIntExact(Shapes.count(shape));
        float[] values = new float[count];
        if (name.endsWith("num_batches_tracked") || name.endsWith("relative_position_index")) {
            return values;
        }
        double fan = shape.length >= 2 ? Math.sqrt(2 / ((double) count / shape[0])) : 0;
        boolean variance = name.endsWith(".running_var");
        boolean scale = shape.length == 1 && name.endsWith(".weight") && !name.endsWith(".running_mean");
        waves(0.7, 1.3 * index + 0.2, count, (n, w) -> {
            double value =
                    variance ? 1 + 0.5 * Math.abs(w) : shape.length >= 2 ? w * fan : scale ? 1 + 0.1 * w : 0.1 * w;
            values[n] = (float) value;
        });
        return values;
    }

    static Tensor input(long... shape) {
        int count = Math.toIntExact(Shapes.count(shape));
        double[] slow = new double[count];
        waves(0.01, 0.3, count, (n, w) -> slow[n] = w);
        float[] values = new float[count];
        waves(0.37, 0, count, (n, w) -> values[n] = (float) (slow[n] + 0.5 * w));
        return Tensors.of(values, shape);
    }

    @FunctionalInterface
    private interface Sink {
        void accept(int n, double w);
    }

    /** sin(step·n + start) for n = 0, 1, …: turned from one to the next, and computed afresh before rounding can add up. */
    private static void waves(double step, double start, int count, Sink sink) {
        double turnSin = Math.sin(step);
        double turnCos = Math.cos(step);
        double sin = 0;
        double cos = 0;
        for (int n = 0; n < count; n++) {
            if (n % RESTART == 0) {
                sin = Math.sin(step * n + start);
                cos = Math.cos(step * n + start);
            }
            sink.accept(n, sin);
            double next = sin * turnCos + cos * turnSin;
            cos = cos * turnCos - sin * turnSin;
            sin = next;
        }
    }
}
