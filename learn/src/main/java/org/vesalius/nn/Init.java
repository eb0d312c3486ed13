package org.vesalius.nn;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How a new parameter is filled. */
public sealed interface Init {
    /** Zeros. */
    static Init zeros() {
        return new Constant(0);
    }

    /** Ones. */
    static Init ones() {
        return new Constant(1);
    }

    /** Normal with mean 0 and the given standard deviation. */
    static Init normal(double std) {
        return new Normal(std);
    }

    /** One value everywhere. */
    record Constant(double value) implements Init {}

    /** Normal with mean 0. */
    record Normal(double std) implements Init {}

    /** Normal with mean 0, cut at two standard deviations. */
    record TruncatedNormal(double std) implements Init {}

    /** Uniform in ±bound. */
    record Uniform(double bound) implements Init {}

    /** Uniform in ±1/√fanIn: torch's default for the weight of a linear or convolution layer ({@code kaiming_uniform_(a=√5)}). */
    record FanInUniform() implements Init {}

    /** Normal of variance 2/fanOut: torchvision's for convolutions before a ReLU ({@code kaiming_normal_(mode="fan_out")}). */
    record FanOutNormal() implements Init {}

    /** Normal of variance 2/fanIn: torchvision's DenseNet ({@code kaiming_normal_}). */
    record FanInNormal() implements Init {}

    /** Uniform of variance 2/(fanIn + fanOut) (Glorot). */
    record XavierUniform() implements Init {}

    /** Fills {@code tensor} from {@code seed}: the same seed gives the same bits, whatever was filled before. */
    default void fill(Tensor tensor, long seed) {
        try (Generator generator = torch.make_generator_cpu(seed);
                GeneratorOptional drawn = new GeneratorOptional(generator)) {
            switch (this) {
                case Constant(double value) -> tensor.fill_(new Scalar(value));
                case Normal(double std) -> tensor.normal_(0, std, drawn);
                case TruncatedNormal(double std) -> truncated(tensor, std, drawn);
                case Uniform(double bound) -> tensor.uniform_(-bound, bound, drawn);
                case FanInUniform() -> {
                    double bound = 1 / Math.sqrt(fanIn(tensor));
                    tensor.uniform_(-bound, bound, drawn);
                }
                case FanInNormal() -> tensor.normal_(0, Math.sqrt(2.0 / fanIn(tensor)), drawn);
                case FanOutNormal() -> tensor.normal_(0, Math.sqrt(2.0 / fanOut(tensor)), drawn);
                case XavierUniform() -> {
                    double bound = Math.sqrt(6.0 / (fanIn(tensor) + fanOut(tensor)));
                    tensor.uniform_(-bound, bound, drawn);
                }
            }
        }
    }

    private static void truncated(Tensor tensor, double std, GeneratorOptional drawn) {
        // the inverse of the distribution function, as torch's trunc_normal_
        double within = 0.954499736103642; // erf(2/√2): the share of a normal within two standard deviations
        tensor.uniform_(-within, within, drawn).erfinv_().mul_(new Scalar(std * Math.sqrt(2)));
    }

    private static double fanIn(Tensor tensor) {
        return tensor.numel() / (double) tensor.size(0);
    }

    private static double fanOut(Tensor tensor) {
        return tensor.dim() < 2 ? tensor.size(0) : tensor.numel() / (double) tensor.size(1);
    }
}
