package org.vesalius.image;

import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * A rectangle on an image, in pixels from the upper left corner of the upper left pixel (pixel {@code i} covers {@code [i, i + 1)}); of the original image unless said.
 *
 * @param label what is there, such as {@code "Nodule"}
 * @param text the phrase that the box stands for, if there is one
 * @param annotator who drew it, if known
 */
public record Box(
        double x,
        double y,
        double width,
        double height,
        String label,
        @Nullable String text,
        @Nullable String annotator) {

    /** Sides must be finite and not negative. */
    public Box {
        if (!(width >= 0 && height >= 0 && Double.isFinite(x + y + width + height))) {
            throw InputException.of(
                    "box", "finite numbers and sides of at least 0", width + " x " + height, "correct the box");
        }
    }

    /** Without phrase and annotator. */
    public Box(double x, double y, double width, double height, String label) {
        this(x, y, width, height, label, null, null);
    }

    /** The first x that lies right of it. */
    public double right() {
        return x + width;
    }

    /** The first y that lies below it. */
    public double bottom() {
        return y + height;
    }

    /** In square pixels. */
    public double area() {
        return width * height;
    }

    /** Whether a point lies in it; the right and lower edges are outside. */
    public boolean contains(double px, double py) {
        return px >= x && px < right() && py >= y && py < bottom();
    }

    /** The same meaning at another place. */
    public Box at(double newX, double newY, double newWidth, double newHeight) {
        return new Box(newX, newY, newWidth, newHeight, label, text, annotator);
    }

    /** The part inside a {@code frameWidth} x {@code frameHeight} image; empty (area 0) when there is none. */
    public Box clip(double frameWidth, double frameHeight) {
        double left = Math.clamp(x, 0, frameWidth);
        double top = Math.clamp(y, 0, frameHeight);
        return at(left, top, Math.clamp(right(), 0, frameWidth) - left, Math.clamp(bottom(), 0, frameHeight) - top);
    }

    /** Intersection over union, 0 when both are empty. */
    public double iou(Box other) {
        double w = Math.min(right(), other.right()) - Math.max(x, other.x);
        double h = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
        double both = w > 0 && h > 0 ? w * h : 0;
        double either = area() + other.area() - both;
        return either > 0 ? both / either : 0;
    }
}
