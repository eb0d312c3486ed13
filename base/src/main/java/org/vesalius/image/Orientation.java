package org.vesalius.image;

/** EXIF orientation. */
final class Orientation {
    private Orientation() {}

    /** The image as it should be seen; {@code orientation} is EXIF's 1 to 8. */
    static Image upright(Image image, int orientation) {
        if (orientation <= 1) {
            return image;
        }
        boolean swapped = orientation >= 5;
        int width = swapped ? image.height() : image.width();
        int height = swapped ? image.width() : image.height();
        int channels = image.channels();
        float[] out = new float[image.samples().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = source(x, y, image.width(), image.height(), orientation) * channels;
                System.arraycopy(image.samples(), from, out, (y * width + x) * channels, channels);
            }
        }
        return image.like(width, height, out);
    }

    private static int source(int x, int y, int width, int height, int orientation) {
        int right = width - 1;
        int bottom = height - 1;
        return switch (orientation) {
            case 2 -> y * width + right - x;
            case 3 -> (bottom - y) * width + right - x;
            case 4 -> (bottom - y) * width + x;
            case 5 -> x * width + y;
            case 6 -> (bottom - x) * width + y;
            case 7 -> (bottom - x) * width + right - y;
            default -> x * width + right - y;
        };
    }
}
