package org.vesalius.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * Normalises each channel over batch and space; in training by the batch's statistics, which also move the running ones by 0.1, otherwise, and where its scale is frozen, by the running ones. ε is 1e-5. Keys as torchvision: {@code
 * weight}, {@code bias} where it scales, {@code running_mean}, {@code running_var}, {@code num_batches_tracked}.
 */
public final class BatchNorm {
    private static final double MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;

    private final Params params;
    private final @Nullable Tensor weight;
    private final @Nullable Tensor bias;
    private final Tensor runningMean;
    private final Tensor runningVar;
    private final Tensor batches;

    private BatchNorm(Params params, int channels, boolean scaled) {
        this.params = params;
        weight = scaled ? params.parameter("weight", Init.ones(), channels) : null;
        bias = scaled ? params.parameter("bias", Init.zeros(), channels) : null;
        runningMean = params.buffer("running_mean", Init.zeros(), channels);
        runningVar = params.buffer("running_var", Init.ones(), channels);
        try (var _ = Scope.open()) {
            batches = params.buffer("num_batches_tracked", Tensors.ofLongs(new long[] {0}));
        }
    }

    /** Scale 1 and shift 0, both learned. */
    public static BatchNorm of(Params params, int channels) {
        return new BatchNorm(params, channels, true);
    }

    /** Neither scales nor shifts. */
    public static BatchNorm unscaled(Params params, int channels) {
        return new BatchNorm(params, channels, false);
    }

    /** [B, C] or [B, C, H, W] to the same shape. */
    public Tensor forward(Tensor xBC) {
        return Scope.returning(() -> {
            boolean training = params.training() && (weight == null || weight.requires_grad());
            if (training) {
                try (var _ = Gradients.off()) {
                    batches.add_(new Scalar(1));
                }
            }
            return torch.batch_norm(
                    xBC,
                    Tensors.optional(weight),
                    Tensors.optional(bias),
                    Tensors.optional(runningMean),
                    Tensors.optional(runningVar),
                    training,
                    MOMENTUM,
                    EPSILON,
                    true);
        });
    }
}
