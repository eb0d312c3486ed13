package org.vesalius.tensor;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.io.InputException;

/** Where tensors live. */
public enum Device {
    /** The processor. */
    CPU,
    /** The first CUDA device; needs the GPU classifier of the engine. */
    CUDA;

    /** CUDA when the engine was built with it and a device answers, else the processor. */
    public static Device best() {
        return CUDA.available() ? CUDA : CPU;
    }

    /** The device a user names: {@code cpu}, {@code cuda}, or {@code auto}. */
    public static Device named(String name) {
        return switch (name) {
            case "auto" -> best();
            case "cpu" -> CPU;
            case "cuda" -> {
                if (!CUDA.available()) {
                    throw InputException.of(
                            "device cuda", "a CUDA engine and device", "neither", "use --device cpu or auto");
                }
                yield CUDA;
            }
            default -> throw InputException.unknown("device", name, List.of("auto", "cpu", "cuda"));
        };
    }

    /** Whether tensors can be put there. */
    public boolean available() {
        return this == CPU || torch.cuda_is_available();
    }

    /** {@code tensor} on this device: itself when it is there already. */
    public Tensor move(Tensor tensor) {
        return tensor.is_cuda() == (this == CUDA) ? tensor : this == CUDA ? tensor.cuda() : tensor.cpu();
    }

    /** The device of {@code tensor}. */
    public static Device of(Tensor tensor) {
        return tensor.is_cuda() ? CUDA : CPU;
    }
}
