package org.vesalius.image;

import org.vesalius.io.InputException;

/** What a model sees of an image, and where it came from. */
public final class Transformed {
    private final float[] chw;
    private final int channels;
    private final int size;
    private final Geometry geometry;

    Transformed(float[] chw, int channels, int size, Geometry geometry) {
        if (chw.length != channels * size * size) {
            throw InputException.of(
                    "transformed image",
                    channels + " x " + size + " x " + size + " samples",
                    Integer.toString(chw.length),
                    "give one plane a channel");
        }
        this.chw = chw;
        this.channels = channels;
        this.size = size;
        this.geometry = geometry;
    }

    /** Normalised samples, plane by plane: channels x size x size; not a copy. */
    public float[] chw() {
        return chw;
    }

    /** 1 or 3. */
    public int channels() {
        return channels;
    }

    /** The side of the square. */
    public int size() {
        return size;
    }

    /** From the image to the square. */
    public Geometry geometry() {
        return geometry;
    }
}
