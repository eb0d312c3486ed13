package org.vesalius.evaluate;

import java.util.List;
import org.vesalius.image.Image;
import org.vesalius.image.Resize;

/** No model at all: the grey values of the picture at 32 x 32. A probe on it says how much of a task needs no learning of pictures. */
public final class PixelScorer implements Scorer {
    private static final int SIDE = 32;

    @Override
    public Subject subject() {
        return new Subject("32x32 pixels", "pixels-32@1");
    }

    @Override
    public String transform() {
        return "grey, squashed to 32 x 32, bilinear, 0 to 1";
    }

    @Override
    public float[][] embedImages(List<Image> images) {
        return images.stream()
                .map(image -> Resize.resize(image.toGrey().withPeak(1), SIDE, SIDE, Resize.Filter.BILINEAR)
                        .samples())
                .toArray(float[][]::new);
    }
}
