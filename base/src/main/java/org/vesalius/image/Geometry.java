package org.vesalius.image;

/** How the pixels of a source lie in a target: {@code target = source * scale + offset}. */
public record Geometry(
        double scaleX,
        double scaleY,
        double offsetX,
        double offsetY,
        int sourceWidth,
        int sourceHeight,
        int targetWidth,
        int targetHeight) {

    /** Nothing changes. */
    public static Geometry identity(int width, int height) {
        return new Geometry(1, 1, 0, 0, width, height, width, height);
    }

    /** A plain resize, without crop or padding. */
    public static Geometry resize(int sourceWidth, int sourceHeight, int targetWidth, int targetHeight) {
        return new Geometry(
                (double) targetWidth / sourceWidth,
                (double) targetHeight / sourceHeight,
                0,
                0,
                sourceWidth,
                sourceHeight,
                targetWidth,
                targetHeight);
    }
}
