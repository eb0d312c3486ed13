package org.vesalius.model;

import org.vesalius.nn.Params;
import org.vesalius.vision.ImageTower;
import org.vesalius.vision.SmallCnn;

/** Image towers from their specification. */
final class ImageTowers {
    private ImageTowers() {}

    static ImageTower build(Params params, ModelSpec spec) {
        int channels = spec.transform().channels();
        return switch (spec.image()) {
            case ImageEncoder.SmallCnn cnn -> new SmallCnn(params, channels, cnn.widths());
            default -> throw new UnsupportedOperationException(spec.image() + " arrives with its tower");
        };
    }
}
