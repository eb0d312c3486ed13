package org.vesalius.image;

import java.util.random.RandomGenerator;
import org.vesalius.io.InputException;

/**
 * Random changes of a training image, before {@link Transform}; the same generator state gives the same image. Start from {@link #NONE}.
 *
 * @param cropMin the smallest part of the area that a random crop keeps, 1 = no crop; aspect ratio 3/4 to 4/3 of the image's own
 * @param flip the probability of a mirror image (left and right matter in a chest film: 0 unless the paper says so)
 * @param rotateDegrees the largest turn either way
 * @param translate the largest shift either way, as a part of each side
 * @param zoom the largest scaling either way: 0.05 = 0.95 to 1.05
 * @param brightness the factor is drawn from 1 - brightness to 1 + brightness
 * @param contrast likewise, around the mean
 * @param blurSigma the largest standard deviation of a Gaussian blur in pixels (drawn from 0.1 on)
 * @param blurChance the probability of that blur
 */
public record Augment(
        double cropMin,
        double flip,
        double rotateDegrees,
        double translate,
        double zoom,
        double brightness,
        double contrast,
        double blurSigma,
        double blurChance) {

    /** Leaves images as they are. */
    public static final Augment NONE = new Augment(1, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final double MAX_ASPECT = 4.0 / 3;
    private static final double MIN_BLUR = 0.1;

    /** Checks ranges. */
    public Augment {
        if (!(cropMin > 0
                && cropMin <= 1
                && flip >= 0
                && flip <= 1
                && rotateDegrees >= 0
                && rotateDegrees <= 180
                && translate >= 0
                && translate <= 1
                && zoom >= 0
                && zoom < 1
                && brightness >= 0
                && brightness <= 1
                && contrast >= 0
                && contrast <= 1
                && blurSigma >= 0
                && blurChance >= 0
                && blurChance <= 1)) {
            throw InputException.of(
                    "augmentation",
                    "cropMin in (0, 1], angles in [0, 180], blurSigma from 0, all else in [0, 1]",
                    "cropMin " + cropMin + ", flip " + flip + ", rotateDegrees " + rotateDegrees + ", translate "
                            + translate + ", zoom " + zoom + ", brightness " + brightness + ", contrast " + contrast
                            + ", blurSigma " + blurSigma + ", blurChance " + blurChance,
                    "correct the plan");
        }
    }

    /** With a random crop that keeps at least this part of the area. */
    public Augment crop(double minArea) {
        return new Augment(minArea, flip, rotateDegrees, translate, zoom, brightness, contrast, blurSigma, blurChance);
    }

    /** With a mirror image at this probability. */
    public Augment flipped(double probability) {
        return new Augment(
                cropMin, probability, rotateDegrees, translate, zoom, brightness, contrast, blurSigma, blurChance);
    }

    /** With random turns, shifts and scalings. */
    public Augment affine(double degrees, double shift, double scaling) {
        return new Augment(cropMin, flip, degrees, shift, scaling, brightness, contrast, blurSigma, blurChance);
    }

    /** With random brightness and contrast. */
    public Augment jitter(double ofBrightness, double ofContrast) {
        return new Augment(
                cropMin, flip, rotateDegrees, translate, zoom, ofBrightness, ofContrast, blurSigma, blurChance);
    }

    /** With a random blur. */
    public Augment blurred(double maxSigma, double probability) {
        return new Augment(cropMin, flip, rotateDegrees, translate, zoom, brightness, contrast, maxSigma, probability);
    }

    /** A changed copy (or the image itself when nothing changes) and where its pixels come from. */
    public Augmented apply(Image image, RandomGenerator random) {
        Warp warp = warp(image, random);
        Image moved = warp.equals(Warp.identity(image.width(), image.height())) ? image : Warps.bilinear(image, warp);
        double gain = 1 + symmetric(random, brightness);
        double spread = 1 + symmetric(random, contrast);
        if (gain != 1 || spread != 1) {
            moved = tone(moved, gain, spread);
        }
        if (blurSigma > 0 && random.nextDouble() < blurChance) {
            moved = Blur.gaussian(moved, MIN_BLUR + random.nextDouble() * Math.max(0, blurSigma - MIN_BLUR));
        }
        return new Augmented(moved, warp);
    }

    private Warp warp(Image image, RandomGenerator random) {
        int w = image.width();
        int h = image.height();
        double area = cropMin < 1 ? cropMin + random.nextDouble() * (1 - cropMin) : 1;
        double aspect = cropMin < 1 ? Math.exp(symmetric(random, Math.log(MAX_ASPECT))) : 1;
        int cropW = (int) Math.clamp(Math.round(w * Math.sqrt(area * aspect)), 1L, w);
        int cropH = (int) Math.clamp(Math.round(h * Math.sqrt(area / aspect)), 1L, h);
        int left = cropW < w ? random.nextInt(w - cropW + 1) : 0;
        int top = cropH < h ? random.nextInt(h - cropH + 1) : 0;
        boolean mirror = flip > 0 && random.nextDouble() < flip;
        double angle = Math.toRadians(symmetric(random, rotateDegrees));
        double scale = 1 + symmetric(random, zoom);
        double shiftX = symmetric(random, translate) * cropW;
        double shiftY = symmetric(random, translate) * cropH;
        // target -> centred, shifted back, mirrored, turned and scaled about the centre -> source
        double sign = mirror ? -1 : 1;
        double a = sign * Math.cos(angle) / scale;
        double b = Math.sin(angle) / scale;
        double d = 0 - sign * Math.sin(angle) / scale;
        double e = Math.cos(angle) / scale;
        double dx = cropW / 2.0 + shiftX;
        double dy = cropH / 2.0 + shiftY;
        double c = left + cropW / 2.0 - a * dx - b * dy;
        double f = top + cropH / 2.0 - d * dx - e * dy;
        return new Warp(a, b, c, d, e, f, w, h, cropW, cropH);
    }

    private static double symmetric(RandomGenerator random, double limit) {
        return limit > 0 ? (random.nextDouble() * 2 - 1) * limit : 0;
    }

    private static Image tone(Image image, double gain, double spread) {
        float[] in = image.samples();
        double sum = 0;
        for (float v : in) {
            sum += v;
        }
        float factor = (float) (gain * spread);
        float shift = (float) (gain * (1 - spread) * sum / in.length);
        float[] out = new float[in.length];
        for (int i = 0; i < in.length; i++) {
            out[i] = Math.min(image.peak(), Math.max(0, in[i] * factor + shift));
        }
        return image.like(image.width(), image.height(), out);
    }
}
