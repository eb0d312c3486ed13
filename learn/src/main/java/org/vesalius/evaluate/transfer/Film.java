package org.vesalius.evaluate.transfer;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;

/**
 * A text scales and shifts each channel of a map (Perez et al., "FiLM: Visual Reasoning with a General Conditioning Layer", AAAI 2018, arXiv 1709.07871); at first it changes nothing. Keys: {@code text.*}.
 * Shapes: B pictures, T the text's size, C channels.
 */
final class Film {
    private final @Nullable Linear linear;
    private final int channels;

    /** {@code textSize} 0: the map stays as it is. */
    Film(Params params, int textSize, int channels) {
        this.channels = channels;
        linear =
                textSize == 0 ? null : Linear.of(params.at("text"), textSize, 2 * channels, Init.zeros(), Init.zeros());
    }

    Tensor forward(Tensor mapBCHW, Tensor textBT) {
        Linear known = linear;
        if (known == null) {
            return mapBCHW;
        }
        return Scope.returning(() -> {
            Tensor both = known.forward(textBT).unsqueeze(2).unsqueeze(3);
            Tensor scale = both.narrow(1, 0, channels).add(new Scalar(1));
            return mapBCHW.mul(scale).add(both.narrow(1, channels, channels));
        });
    }
}
