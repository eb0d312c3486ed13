package org.vesalius.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import org.vesalius.nn.Activation;

/** Which image tower, and how large. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ImageEncoder.SmallCnn.class, name = "small-cnn"),
    @JsonSubTypes.Type(value = ImageEncoder.ResNet.class, name = "resnet"),
    @JsonSubTypes.Type(value = ImageEncoder.DenseNet.class, name = "densenet"),
    @JsonSubTypes.Type(value = ImageEncoder.Vit.class, name = "vit"),
    @JsonSubTypes.Type(value = ImageEncoder.ClipVit.class, name = "clip-vit"),
    @JsonSubTypes.Type(value = ImageEncoder.ClipResNet.class, name = "clip-resnet"),
    @JsonSubTypes.Type(value = ImageEncoder.PooledResNet.class, name = "pooled-resnet"),
    @JsonSubTypes.Type(value = ImageEncoder.Swin.class, name = "swin"),
    @JsonSubTypes.Type(value = ImageEncoder.None.class, name = "none")
})
public sealed interface ImageEncoder {
    /**
     * Plain convolutions with batch normalisation, one width and one stride a layer.
     *
     * @param strides up to 2 with kernels of 3x3; one above cuts the map into patches of that side
     * @param contrast side of the window of a local contrast normalisation beside the image, or 0
     * @param coordinates whether the last layer sees its place on the grid, without which left and right look the same
     */
    record SmallCnn(List<Integer> widths, List<Integer> strides, int contrast, boolean coordinates)
            implements ImageEncoder {
        public SmallCnn {
            widths = List.copyOf(widths);
            strides = List.copyOf(strides);
        }
    }

    /** ResNet of {@code depth} 18, 34 or 50 (He et al. 2016); the patches are the cells of stage {@code tap}, 1 to 4. */
    record ResNet(int depth, int tap) implements ImageEncoder {
        public ResNet {
            tap = tap == 0 ? 4 : tap; // settings need not name it
        }

        /** Patches from the last stage. */
        public ResNet(int depth) {
            this(depth, 4);
        }
    }

    /** DenseNet of {@code depth} 121 (Huang et al. 2017). */
    record DenseNet(int depth) implements ImageEncoder {}

    /** Vision transformer (Dosovitskiy et al. 2021): side of a patch in pixels, width, layers and heads. */
    record Vit(int patch, int width, int depth, int heads) implements ImageEncoder {}

    /**
     * CLIP's vision transformer (Radford et al. 2021), which projects to the joint size itself.
     *
     * @param activation OpenAI's is the quick GELU, that of most others GELU
     */
    record ClipVit(int patch, int width, int depth, int heads, Activation activation) implements ImageEncoder {
        public ClipVit {
            activation = Objects.requireNonNullElse(activation, Activation.QUICK_GELU); // settings need not name it
        }

        /** With OpenAI's activation. */
        public ClipVit(int patch, int width, int depth, int heads) {
            this(patch, width, depth, heads, Activation.QUICK_GELU);
        }
    }

    /**
     * CLIP's residual network (Radford et al. 2021), which pools by attention and projects to the joint size itself.
     *
     * @param blocks of each of the four stages
     * @param width of its stem, a multiple of 2; heads of the attention are 64 wide
     */
    record ClipResNet(List<Integer> blocks, int width) implements ImageEncoder {
        public ClipResNet {
            blocks = List.copyOf(blocks);
        }
    }

    /** ResNet of {@code depth} 18, 34 or 50 that pools its last map by attention of so many heads, each cell at a learned place (PRIOR, Cheng et al. 2023). */
    record PooledResNet(int depth, int heads) implements ImageEncoder {}

    /** Swin-T (Liu et al. 2021), the only size. */
    record Swin() implements ImageEncoder {}

    /** None: a text encoder on its own, whose vectors are of the joint size. */
    record None() implements ImageEncoder {}
}
