package org.vesalius.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Learned tokens for the first layers of two frozen towers, those of the images being linear maps of those of the texts: Khattak et al., "MaPLe: Multi-modal Prompt Learning", CVPR 2023, arXiv 2210.03117. The first layer's begin at the vectors of words, of
 * which {@code offset} is the difference, so that nothing needs to be known of the towers' weights when this is made. Keys: {@code offset} [tokens, text width], {@code text.1} and so on [tokens, text width], {@code image.0.weight} [image width, text width],
 * {@code image.0.bias}, {@code image.1.…}.
 */
public final class DeepPrompts {
    private static final Init NORMAL = Init.normal(0.02);

    /**
     * How many.
     *
     * @param tokens learned tokens in a layer
     * @param depth the layers that have them
     */
    public record Spec(int tokens, int depth, int textWidth, int imageWidth) {}

    private final Supplier<Tensor> words;
    private final Tensor offset;
    private final List<Tensor> deeper = new ArrayList<>();
    private final List<Linear> toImage = new ArrayList<>();

    /** Registered in {@code params}; {@code words} gives the vectors [tokens, text width] that the first layer's begin at. */
    public DeepPrompts(Params params, Spec spec, Supplier<Tensor> words) {
        this.words = words;
        offset = params.parameter("offset", Init.zeros(), spec.tokens(), spec.textWidth());
        for (int layer = 0; layer < spec.depth(); layer++) {
            if (layer > 0) {
                deeper.add(params.at("text").parameter("" + layer, NORMAL, spec.tokens(), spec.textWidth()));
            }
            toImage.add(Linear.of(params.at("image").at(layer), spec.textWidth(), spec.imageWidth()));
        }
    }

    /** One [tokens, text width] for each layer that has them. */
    public List<Tensor> text() {
        return Scope.returningAll(() -> {
            List<Tensor> all = new ArrayList<>();
            all.add(offset.add(Shapes.check("words", words.get(), Shapes.of(offset))));
            all.addAll(deeper);
            return all;
        });
    }

    /** One [tokens, image width] for each layer that has them. */
    public List<Tensor> image() {
        return Scope.returningAll(() -> {
            List<Tensor> text = text();
            List<Tensor> all = new ArrayList<>();
            for (int layer = 0; layer < toImage.size(); layer++) {
                all.add(toImage.get(layer).forward(text.get(layer)));
            }
            return all;
        });
    }
}
