package org.vesalius.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.vesalius.io.InputException;

/** Damage as pictures meet it outside of a study, at three stated severities; the size stays, and the same picture is always damaged in the same way. */
public enum Corruption {
    /** Gaussian noise of this part of white as deviation. */
    NOISE(.05, .1, .2),
    /** Gaussian blur of this part of the shorter side as deviation. */
    BLUR(.01, .02, .04),
    /** Grey values drawn towards their mean by this factor. */
    CONTRAST(.7, .5, .3),
    /** JPEG at this quality of 100. */
    JPEG(50, 20, 5),
    /** The middle part of this share of each side, at the old size again. */
    CROP(.9, .8, .7),
    /** Turned clockwise by so many degrees; what comes in is black. */
    ROTATION(5, 10, 20),
    /** Shrunk by this factor and back. */
    DOWNSCALE(2, 4, 8);

    /** The highest severity; the lowest is 1. */
    public static final int SEVEREST = 3;

    private final double mild;
    private final double middling;
    private final double severe;

    Corruption(double mild, double middling, double severe) {
        this.mild = mild;
        this.middling = middling;
        this.severe = severe;
    }

    /** As on the command line. */
    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All strengths, the mildest first. */
    public String strengths() {
        return List.of(mild, middling, severe).toString();
    }

    /** What a severity from 1 to 3 means, in the unit of the corruption. */
    public double strength(int severity) {
        return switch (severity) {
            case 1 -> mild;
            case 2 -> middling;
            case SEVEREST -> severe;
            default ->
                throw InputException.of(
                        "severity", "1 to " + SEVEREST, Integer.toString(severity), "choose one of them");
        };
    }

    /** A damaged copy of the same size. */
    public Image apply(Image image, int severity) {
        double strength = strength(severity);
        int w = image.width();
        int h = image.height();
        return switch (this) {
            case NOISE -> noise(image, strength);
            case BLUR -> Blur.gaussian(image, strength * Math.min(w, h));
            case CONTRAST -> contrast(image, strength);
            case JPEG -> jpeg(image, strength / 100);
            case CROP -> {
                int cropW = Math.max(1, (int) Math.round(w * strength));
                int cropH = Math.max(1, (int) Math.round(h * strength));
                Image middle = image.crop((w - cropW) / 2, (h - cropH) / 2, cropW, cropH);
                yield Resize.resize(middle, w, h, Resize.Filter.BILINEAR);
            }
            case ROTATION -> Warps.bilinear(image, turn(w, h, Math.toRadians(strength)));
            case DOWNSCALE -> {
                int smallW = Math.max(1, (int) Math.round(w / strength));
                int smallH = Math.max(1, (int) Math.round(h / strength));
                Image small = Resize.resize(image, smallW, smallH, Resize.Filter.BILINEAR);
                yield Resize.resize(small, w, h, Resize.Filter.BILINEAR);
            }
        };
    }

    private static Image noise(Image image, double strength) {
        SplittableRandom random = new SplittableRandom(Arrays.hashCode(image.samples()));
        float[] out = image.samples().clone();
        for (int i = 0; i < out.length; i++) {
            double noisy = out[i] + random.nextGaussian() * strength * image.peak();
            out[i] = (float) Math.clamp(noisy, 0, image.peak());
        }
        return image.like(image.width(), image.height(), out);
    }

    private static Image contrast(Image image, double factor) {
        double sum = 0;
        for (float value : image.samples()) {
            sum += value;
        }
        double mean = sum / image.samples().length;
        float[] out = new float[image.samples().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (mean + factor * (image.samples()[i] - mean));
        }
        return image.like(image.width(), image.height(), out);
    }

    /** Target pixels to source ones about the middle. */
    private static Warp turn(int w, int h, double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double c = w / 2.0 - cos * w / 2 - sin * h / 2;
        double f = h / 2.0 + sin * w / 2 - cos * h / 2;
        return new Warp(cos, sin, c, 0 - sin, cos, f, w, h, w, h);
    }

    private static Image jpeg(Image image, double quality) {
        boolean grey = image.channels() == 1;
        int w = image.width();
        int h = image.height();
        int kind = grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage picture = new BufferedImage(w, h, kind);
        int[] pixel = new int[3];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                for (int c = 0; c < image.channels(); c++) {
                    pixel[c] = Math.clamp(Math.round(image.at(x, y, c) / image.peak() * 255), 0, 255);
                }
                picture.getRaster().setPixel(x, y, pixel);
            }
        }
        try {
            Image decoded = ImageFiles.decode(encode(picture, quality), "picture after JPEG");
            return (grey ? decoded.toGrey() : decoded.toRgb()).withPeak(image.peak());
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
    }

    private static byte[] encode(BufferedImage picture, double quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality((float) quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
