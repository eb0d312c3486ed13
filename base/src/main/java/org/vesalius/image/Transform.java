package org.vesalius.image;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.vesalius.io.InputException;

/**
 * The evaluation transform of a model: resize to a square, then normalise. It is stored in the run manifest and applied again at inference, so that the two cannot drift apart.
 *
 * @param size the side of the square
 * @param channels 1 or 3; grey images are repeated, colour ones turned to grey, as needed
 * @param mean per channel, on the scale where white is 1
 * @param std per channel, on the scale where white is 1
 */
public record Transform(int size, Fit fit, Resize.Filter filter, int channels, List<Double> mean, List<Double> std) {

    /** How a rectangle becomes a square. */
    public enum Fit {
        /** The short side is resized to the size, then the centre is cut out (torchvision's Resize + CenterCrop). */
        SHORT_SIDE_CROP,
        /** The long side is resized to the size, the rest is black on both sides. */
        PAD_SQUARE,
        /** Both sides are resized to the size; the aspect ratio is lost. */
        SQUASH
    }

    /** Checks that sizes and lists agree. */
    public Transform {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (size < 1
                || (channels != 1 && channels != 3)
                || mean.size() != channels
                || std.size() != channels
                || std.stream().anyMatch(s -> !(s > 0))) {
            throw InputException.of(
                    "transform",
                    "size of at least 1, 1 or 3 channels, one mean and one std above 0 for each",
                    "size " + size + ", " + channels + " channels, mean " + mean + ", std " + std,
                    "correct the plan");
        }
    }

    /** Grey, mean and deviation 0.5, padded so that nothing is cut off. */
    public static Transform grey(int size) {
        return new Transform(size, Fit.PAD_SQUARE, Resize.Filter.BILINEAR, 1, List.of(0.5), List.of(0.5));
    }

    /** Three channels with ImageNet's statistics, short side then centre crop. */
    public static Transform imagenet(int size) {
        return new Transform(
                size,
                Fit.SHORT_SIDE_CROP,
                Resize.Filter.BILINEAR,
                3,
                List.of(0.485, 0.456, 0.406),
                List.of(0.229, 0.224, 0.225));
    }

    /** OpenAI CLIP's: bicubic, short side then centre crop, its own statistics. */
    public static Transform clip(int size) {
        return new Transform(
                size,
                Fit.SHORT_SIDE_CROP,
                Resize.Filter.BICUBIC,
                3,
                List.of(0.48145466, 0.4578275, 0.40821073),
                List.of(0.26862954, 0.26130258, 0.27577711));
    }

    /** The same with another way to the square. */
    public Transform with(Fit newFit) {
        return new Transform(size, newFit, filter, channels, mean, std);
    }

    /** The same with equal statistics in all channels. */
    public Transform with(double newMean, double newStd) {
        return new Transform(
                size,
                fit,
                filter,
                channels,
                Collections.nCopies(channels, newMean),
                Collections.nCopies(channels, newStd));
    }

    /** The normalised square, with the way back to the image. */
    public Transformed apply(Image image) {
        Geometry geometry = geometry(image.width(), image.height());
        Image source = channels == 1 ? image.toGrey() : image;
        Box shown = geometry.covered();
        int left = (int) Math.round(shown.x());
        int top = (int) Math.round(shown.y());
        int width = (int) Math.round(shown.width());
        int height = (int) Math.round(shown.height());
        Image resized = Resize.resize(
                source,
                (int) Math.round(image.width() * geometry.scaleX()),
                (int) Math.round(image.height() * geometry.scaleY()),
                filter,
                left - (int) Math.round(geometry.offsetX()),
                top - (int) Math.round(geometry.offsetY()),
                width,
                height);
        float[] chw = new float[channels * size * size];
        for (int c = 0; c < channels; c++) {
            fill(chw, c, resized, left, top);
        }
        return new Transformed(chw, channels, size, geometry);
    }

    private void fill(float[] chw, int channel, Image part, int left, int top) {
        float scale = (float) (1 / (part.peak() * std.get(channel)));
        float shift = (float) (-mean.get(channel) / std.get(channel));
        int plane = channel * size * size;
        if (part.width() < size || part.height() < size) {
            Arrays.fill(chw, plane, plane + size * size, shift);
        }
        float[] in = part.samples();
        int step = part.channels();
        for (int y = 0; y < part.height(); y++) {
            int to = plane + (top + y) * size + left;
            int from = y * part.width() * step + (step == 1 ? 0 : channel);
            for (int x = 0; x < part.width(); x++, from += step) {
                chw[to + x] = in[from] * scale + shift;
            }
        }
    }

    /** Where the pixels of an image of this size go. */
    public Geometry geometry(int width, int height) {
        return switch (fit) {
            case SQUASH -> Geometry.resize(width, height, size, size);
            case SHORT_SIDE_CROP -> square(width, height, (double) size / Math.min(width, height));
            case PAD_SQUARE -> square(width, height, (double) size / Math.max(width, height));
        };
    }

    private Geometry square(int width, int height, double scale) {
        // torchvision truncates the other side; Pillow's pad rounds: both are within a pixel, and the geometry says
        // which
        int w = Math.max(1, fit == Fit.PAD_SQUARE ? (int) Math.round(width * scale) : (int) (width * scale + 1e-9));
        int h = Math.max(1, fit == Fit.PAD_SQUARE ? (int) Math.round(height * scale) : (int) (height * scale + 1e-9));
        int x = (int) Math.rint((w - size) / 2.0);
        int y = (int) Math.rint((h - size) / 2.0);
        return Geometry.resize(width, height, w, h).then(Geometry.window(w, h, x, y, size, size));
    }
}
