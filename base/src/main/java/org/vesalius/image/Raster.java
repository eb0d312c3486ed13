package org.vesalius.image;

/** Decoded component samples of a code stream, before any colour step, and what the stream says of them. */
public final class Raster {
    private final int width;
    private final int height;
    private final int components;
    private final int precision;
    private final boolean signed;
    private final int[] samples;

    Raster(int width, int height, int components, int precision, boolean signed, int[] samples) {
        this.width = width;
        this.height = height;
        this.components = components;
        this.precision = precision;
        this.signed = signed;
        this.samples = samples;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Samples a pixel. */
    public int components() {
        return components;
    }

    /** Bits a sample. */
    public int precision() {
        return precision;
    }

    /** Whether samples can be negative. */
    public boolean signed() {
        return signed;
    }

    /** Row by row, components interleaved; not a copy. */
    public int[] samples() {
        return samples;
    }
}
