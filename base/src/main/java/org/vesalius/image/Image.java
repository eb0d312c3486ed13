package org.vesalius.image;

/** A picture: samples row by row, channels interleaved, from 0 (black) to {@link #peak()} (white). */
public final class Image {
    private final int width;
    private final int height;
    private final int channels;
    private final float peak;
    private final float[] samples;

    private Image(int width, int height, int channels, float peak, float[] samples) {
        if (width < 1 || height < 1 || samples.length != width * height * channels) {
            throw new IllegalArgumentException("samples: expected " + width + " x " + height + " x " + channels
                    + " of them, got " + samples.length);
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.peak = peak;
        this.samples = samples;
    }

    /** One channel; the samples are not copied. */
    public static Image grey(int width, int height, float peak, float[] samples) {
        return new Image(width, height, 1, peak, samples);
    }

    /** Three channels, interleaved; the samples are not copied. */
    public static Image rgb(int width, int height, float peak, float[] samples) {
        return new Image(width, height, 3, peak, samples);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** 1 (grey) or 3 (red, green, blue). */
    public int channels() {
        return channels;
    }

    /** The value of white: 255, 4095, 65535. */
    public float peak() {
        return peak;
    }

    /** The samples themselves, not a copy. */
    public float[] samples() {
        return samples;
    }
}
