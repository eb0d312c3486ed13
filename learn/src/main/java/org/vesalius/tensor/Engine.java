package org.vesalius.tensor;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What the engine is and does on this machine. */
public final class Engine {
    private static final int WARM = 2;
    private static final int TIMED = 5;

    private Engine() {}

    /** Version of libtorch and its bindings, such as {@code 2.10.0-1.5.13}. */
    public static String version() {
        return Objects.requireNonNullElse(torch.class.getPackage().getImplementationVersion(), "unknown");
    }

    /** The instruction set that its kernels use here, such as {@code AVX512}. Loads the engine; fails with a {@link LinkageError} where it has no build. */
    public static String instructionSet() {
        return torch.get_cpu_capability().getString();
    }

    /** Threads that one operation may use. */
    public static int threads() {
        return torch.get_num_threads();
    }

    /** Sets {@link #threads}: results are the same bits only at the same number. */
    public static void threads(int threads) {
        torch.set_num_threads(threads);
    }

    /** Measured speed of a float32 product of two {@code size × size} matrices, in GFLOP/s. */
    public static double matmulGigaflops(int size) {
        try (var _ = Scope.open()) {
            Tensor a = Tensors.of(new float[size * size], size, size);
            for (int i = 0; i < WARM; i++) {
                a.matmul(a);
            }
            long began = System.nanoTime();
            for (int i = 0; i < TIMED; i++) {
                a.matmul(a);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return 2.0 * size * size * size * TIMED / seconds / 1e9;
        }
    }
}
