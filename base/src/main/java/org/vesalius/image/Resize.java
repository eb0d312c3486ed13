package org.vesalius.image;

import org.vesalius.io.InputException;

/**
 * Separable resampling with the filter stretched by the shrink factor, so that shrinking does not alias; equals Pillow's {@code Image.resize} within one grey level of 255 (Pillow rounds to 8 bit between
 * its passes, this does not). Java2D and OpenCV's linear filters do not antialias and are off by about nine levels on hard images.
 */
public final class Resize {
    private Resize() {}

    /** The kernel. */
    public enum Filter {
        /** The nearest pixel; for masks and labels. */
        NEAREST(0),
        /** The mean of the pixels under the target pixel. */
        BOX(0.5),
        /** A triangle: Pillow's BILINEAR, torchvision's default with antialias. */
        BILINEAR(1),
        /** Cubic with a = -0.5. */
        BICUBIC(2),
        /** Windowed sinc of three lobes. */
        LANCZOS(3);

        final double support;

        Filter(double support) {
            this.support = support;
        }

        double weight(double x) {
            double a = Math.abs(x);
            return switch (this) {
                case NEAREST, BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
                case BILINEAR -> a < 1 ? 1 - a : 0;
                case BICUBIC -> cubic(a);
                case LANCZOS -> a < 3 ? sinc(x) * sinc(x / 3) : 0;
            };
        }

        private static double cubic(double a) {
            if (a < 1) {
                return (1.5 * a - 2.5) * a * a + 1;
            }
            return a < 2 ? ((-0.5 * a + 2.5) * a - 4) * a + 2 : 0;
        }

        private static double sinc(double x) {
            return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
        }
    }

    /** The whole image in {@code width} x {@code height} pixels. */
    public static Image resize(Image image, int width, int height, Filter filter) {
        return resize(image, width, height, filter, 0, 0, width, height);
    }

    /**
     * The window {@code (x, y, windowWidth, windowHeight)} of what {@code resize(image, width, height, filter)} gives, without computing the rest; the window must lie inside.
     */
    static Image resize(
            Image image, int width, int height, Filter filter, int x, int y, int windowWidth, int windowHeight) {
        if (width < 1 || height < 1) {
            throw InputException.of(
                    "resize", "a size of at least 1 x 1", width + " x " + height, "give the size of the result");
        }
        if (width == image.width() && height == image.height()) {
            return windowWidth == width && windowHeight == height ? image : image.crop(x, y, windowWidth, windowHeight);
        }
        if (filter == Filter.NEAREST) {
            return nearest(image, width, height, x, y, windowWidth, windowHeight);
        }
        Taps columns = new Taps(image.width(), width, x, windowWidth, filter);
        Taps rows = new Taps(image.height(), height, y, windowHeight, filter);
        if (filter == Filter.BICUBIC || filter == Filter.LANCZOS) {
            // these overshoot, and where both passes are clamped their order shows: Pillow's is this
            return clamp(vertical(clamp(horizontal(image, columns)), rows));
        }
        // rows first reads memory in order, and is several times faster
        return horizontal(vertical(image, rows), columns);
    }

    /** For each target position the first source position, and the weights of it and those after it. */
    private static final class Taps {
        final int count;
        final int[] first;
        final int[] length;
        final float[] weights;
        final int stride;

        Taps(int source, int target, int from, int count, Filter filter) {
            double scale = (double) source / target;
            double stretch = Math.max(1, scale);
            double support = filter.support * stretch;
            this.count = count;
            this.first = new int[count];
            this.length = new int[count];
            this.stride = (int) Math.ceil(support) * 2 + 1;
            this.weights = new float[Math.multiplyExact(count, stride)];
            for (int i = 0; i < count; i++) {
                double centre = (from + i + 0.5) * scale;
                first[i] = Math.max(0, (int) (centre - support + 0.5));
                length[i] = Math.min(source, (int) (centre + support + 0.5)) - first[i];
                fill(i, centre, stretch, filter);
            }
        }

        private void fill(int i, double centre, double stretch, Filter filter) {
            double[] exact = new double[length[i]];
            double sum = 0;
            for (int k = 0; k < exact.length; k++) {
                exact[k] = filter.weight((first[i] + k - centre + 0.5) / stretch);
                sum += exact[k];
            }
            for (int k = 0; k < exact.length; k++) {
                weights[i * stride + k] = (float) (exact[k] / sum);
            }
        }
    }

    private static Image vertical(Image image, Taps taps) {
        int row = image.width() * image.channels();
        float[] in = image.samples();
        float[] out = new float[Math.multiplyExact(row, taps.count)];
        for (int y = 0; y < taps.count; y++) {
            for (int k = 0; k < taps.length[y]; k++) {
                add(in, (taps.first[y] + k) * row, taps.weights[y * taps.stride + k], out, y * row, row);
            }
        }
        return image.like(image.width(), taps.count, out);
    }

    // the one hot loop of the vertical pass: it must stay this plain to be vectorised
    private static void add(float[] in, int from, float weight, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] += weight * in[from + i];
        }
    }

    private static Image horizontal(Image image, Taps taps) {
        float[] out = new float[Math.multiplyExact(taps.count * image.channels(), image.height())];
        int y = 0;
        if (image.channels() == 1) {
            for (; y + 4 <= image.height(); y += 4) {
                fourGreyRows(image.samples(), y * image.width(), image.width(), out, y * taps.count, taps);
            }
        }
        for (; y < image.height(); y++) {
            if (image.channels() == 1) {
                greyRow(image.samples(), y * image.width(), out, y * taps.count, taps);
            } else {
                rgbRow(image.samples(), y * image.width() * 3, out, y * taps.count * 3, taps);
            }
        }
        return image.like(taps.count, image.height(), out);
    }

    /** As {@link #greyRow} to the last bit: one row waits for each of its sums, four rows wait together. */
    private static void fourGreyRows(float[] in, int row, int width, float[] out, int to, Taps taps) {
        float[] weights = taps.weights;
        for (int x = 0; x < taps.count; x++) {
            int weight = x * taps.stride;
            int end = weight + taps.length[x];
            int from = row + taps.first[x];
            float first = 0;
            float second = 0;
            float third = 0;
            float fourth = 0;
            for (; weight < end; weight++, from++) {
                float w = weights[weight];
                first += w * in[from];
                second += w * in[from + width];
                third += w * in[from + 2 * width];
                fourth += w * in[from + 3 * width];
            }
            out[to + x] = first;
            out[to + taps.count + x] = second;
            out[to + 2 * taps.count + x] = third;
            out[to + 3 * taps.count + x] = fourth;
        }
    }

    private static void greyRow(float[] in, int row, float[] out, int to, Taps taps) {
        for (int x = 0; x < taps.count; x++) {
            int from = row + taps.first[x];
            int weight = x * taps.stride;
            int length = taps.length[x];
            float sum = 0;
            for (int k = 0; k < length; k++) {
                sum += taps.weights[weight + k] * in[from + k];
            }
            out[to + x] = sum;
        }
    }

    private static void rgbRow(float[] in, int row, float[] out, int to, Taps taps) {
        for (int x = 0; x < taps.count; x++, to += 3) {
            int from = row + taps.first[x] * 3;
            int weight = x * taps.stride;
            int length = taps.length[x];
            float red = 0;
            float green = 0;
            float blue = 0;
            for (int k = 0; k < length; k++, from += 3) {
                float w = taps.weights[weight + k];
                red += w * in[from];
                green += w * in[from + 1];
                blue += w * in[from + 2];
            }
            out[to] = red;
            out[to + 1] = green;
            out[to + 2] = blue;
        }
    }

    private static Image nearest(Image image, int width, int height, int x, int y, int windowWidth, int windowHeight) {
        int channels = image.channels();
        float[] out = new float[windowWidth * windowHeight * channels];
        double scaleX = (double) image.width() / width;
        double scaleY = (double) image.height() / height;
        int to = 0;
        for (int j = y; j < y + windowHeight; j++) {
            int row = Math.min(image.height() - 1, (int) ((j + 0.5) * scaleY)) * image.width();
            for (int i = x; i < x + windowWidth; i++, to += channels) {
                int column = Math.min(image.width() - 1, (int) ((i + 0.5) * scaleX));
                System.arraycopy(image.samples(), (row + column) * channels, out, to, channels);
            }
        }
        return image.like(windowWidth, windowHeight, out);
    }

    private static Image clamp(Image image) {
        float[] samples = image.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.min(image.peak(), Math.max(0, samples[i]));
        }
        return image;
    }
}
