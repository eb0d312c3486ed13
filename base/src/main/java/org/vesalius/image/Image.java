package org.vesalius.image;

import java.util.Arrays;
import org.vesalius.io.InputException;

/**
 * A picture of one (grey) or three (red, green, blue) channels as floats from 0 to {@link #peak()}. Samples lie row by row, channels interleaved, {@code samples[(y * width + x) * channels + c]}; the array
 * is shared, not copied, so whoever hands it over no longer writes to it.
 */
public final class Image {
    // ITU-R BT.601 luma in 1/65536, as Pillow's "L"
    private static final float RED = 19595f / 65536;
    private static final float GREEN = 38470f / 65536;
    private static final float BLUE = 7471f / 65536;

    private final int width;
    private final int height;
    private final int channels;
    private final float peak;
    private final float[] samples;

    private Image(int width, int height, int channels, float peak, float[] samples) {
        if (width < 1 || height < 1 || samples.length != (long) width * height * channels) {
            throw InputException.of(
                    "image",
                    width + " x " + height + " x " + channels + " samples, at least one pixel",
                    Integer.toString(samples.length),
                    "give width, height and samples that belong together");
        }
        if (!(peak > 0)) {
            throw InputException.of("image", "a peak above 0", Float.toString(peak), "give the value that means white");
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.peak = peak;
        this.samples = samples;
    }

    /** One channel; {@code peak} is the value of white. */
    public static Image grey(int width, int height, float peak, float[] samples) {
        return new Image(width, height, 1, peak, samples);
    }

    /** Three interleaved channels; {@code peak} is the value of full colour. */
    public static Image rgb(int width, int height, float peak, float[] samples) {
        return new Image(width, height, 3, peak, samples);
    }

    /** The same layout and peak with other samples of any size. */
    Image like(int newWidth, int newHeight, float[] newSamples) {
        return new Image(newWidth, newHeight, channels, peak, newSamples);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** 1 for grey, 3 for red, green, blue. */
    public int channels() {
        return channels;
    }

    /** The value of white: 255, 4095, 65535, …. */
    public float peak() {
        return peak;
    }

    /** The samples themselves, not a copy. */
    public float[] samples() {
        return samples;
    }

    /** One sample; the position must lie inside. */
    public float at(int x, int y, int channel) {
        return samples[(y * width + x) * channels + channel];
    }

    /** One channel by the weights of BT.601 (Pillow's "L"); a grey image is returned as it is. */
    public Image toGrey() {
        if (channels == 1) {
            return this;
        }
        float[] grey = new float[width * height];
        for (int i = 0, s = 0; i < grey.length; i++, s += 3) {
            grey[i] = RED * samples[s] + GREEN * samples[s + 1] + BLUE * samples[s + 2];
        }
        return grey(width, height, peak, grey);
    }

    /** Three channels; those of a grey image are equal. */
    public Image toRgb() {
        if (channels == 3) {
            return this;
        }
        float[] rgb = new float[Math.multiplyExact(samples.length, 3)];
        for (int i = 0, s = 0; i < samples.length; i++, s += 3) {
            rgb[s] = rgb[s + 1] = rgb[s + 2] = samples[i];
        }
        return rgb(width, height, peak, rgb);
    }

    /** The same picture with another value of white. */
    public Image withPeak(float newPeak) {
        if (newPeak == peak) {
            return this;
        }
        float factor = newPeak / peak;
        float[] scaled = new float[samples.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = samples[i] * factor;
        }
        return new Image(width, height, channels, newPeak, scaled);
    }

    /** The part that begins at {@code (x, y)}, which must lie inside. */
    public Image crop(int x, int y, int cropWidth, int cropHeight) {
        if (x < 0
                || y < 0
                || cropWidth < 1
                || cropHeight < 1
                || (long) x + cropWidth > width
                || (long) y + cropHeight > height) {
            throw InputException.of(
                    "crop",
                    "a part of " + width + " x " + height + " pixels",
                    cropWidth + " x " + cropHeight + " at (" + x + ", " + y + ")",
                    "keep it inside");
        }
        int row = cropWidth * channels;
        float[] part = new float[row * cropHeight];
        for (int j = 0; j < cropHeight; j++) {
            System.arraycopy(samples, ((y + j) * width + x) * channels, part, j * row, row);
        }
        return like(cropWidth, cropHeight, part);
    }

    /** Mirrored left to right. */
    public Image flip() {
        float[] mirrored = new float[samples.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = (y * width + width - 1 - x) * channels;
                System.arraycopy(samples, from, mirrored, (y * width + x) * channels, channels);
            }
        }
        return like(width, height, mirrored);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image image
                && width == image.width
                && height == image.height
                && channels == image.channels
                && peak == image.peak
                && Arrays.equals(samples, image.samples);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(samples);
    }

    @Override
    public String toString() {
        return "Image[" + width + " x " + height + " x " + channels + ", peak " + peak + "]";
    }
}
