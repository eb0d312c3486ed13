package org.vesalius.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Two-dimensional convolution with square kernels. Keys: {@code weight} [out, in/groups, kernel, kernel], {@code bias} [out] when it has one. */
public final class Conv2d {
    /** What a convolution is; begin with {@link #of} and change what differs. */
    public record Spec(
            int in, int out, int kernel, int stride, int padding, int dilation, int groups, boolean bias, Init init) {
        /** Stride 1, "same" padding for odd kernels, with bias, filled uniform in ±1/√fanIn. */
        public static Spec of(int in, int out, int kernel) {
            return new Spec(in, out, kernel, 1, kernel / 2, 1, 1, true, new Init.FanInUniform());
        }

        /** Every n-th position. */
        public Spec stride(int n) {
            return new Spec(in, out, kernel, n, padding, dilation, groups, bias, init);
        }

        /** n zeros on each side. */
        public Spec padding(int n) {
            return new Spec(in, out, kernel, stride, n, dilation, groups, bias, init);
        }

        /** Kernel elements n apart. */
        public Spec dilation(int n) {
            return new Spec(in, out, kernel, stride, padding, n, groups, bias, init);
        }

        /** n separate groups of channels. */
        public Spec groups(int n) {
            return new Spec(in, out, kernel, stride, padding, dilation, n, bias, init);
        }

        /** Without bias, as before a normalisation. */
        public Spec withoutBias() {
            return new Spec(in, out, kernel, stride, padding, dilation, groups, false, init);
        }

        /** Weight filled by {@code fill}. */
        public Spec init(Init fill) {
            return new Spec(in, out, kernel, stride, padding, dilation, groups, bias, fill);
        }
    }

    private final Spec spec;
    private final Tensor weight;
    private final @Nullable Tensor bias;

    private Conv2d(Spec spec, Tensor weight, @Nullable Tensor bias) {
        this.spec = spec;
        this.weight = weight;
        this.bias = bias;
    }

    /** Registers the parameters of {@code spec}. */
    public static Conv2d of(Params params, Spec spec) {
        int fanIn = spec.in() / spec.groups();
        Tensor weight = params.parameter("weight", spec.init(), spec.out(), fanIn, spec.kernel(), spec.kernel());
        double bound = 1 / Math.sqrt((double) fanIn * spec.kernel() * spec.kernel());
        return new Conv2d(
                spec, weight, spec.bias() ? params.parameter("bias", new Init.Uniform(bound), spec.out()) : null);
    }

    /** [B, in, H, W] to [B, out, H', W']. */
    public Tensor forward(Tensor xBCHW) {
        // the functional call: the bindings' Conv2dOptions lose their padding
        return Scope.returning(() -> torch.conv2d(
                xBCHW,
                weight,
                Tensors.optional(bias),
                new long[] {spec.stride(), spec.stride()},
                new long[] {spec.padding(), spec.padding()},
                new long[] {spec.dilation(), spec.dilation()},
                spec.groups()));
    }
}
