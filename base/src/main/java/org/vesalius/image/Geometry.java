package org.vesalius.image;

import org.vesalius.io.InputException;

/**
 * Where the pixels of a target image come from: {@code target = source * scale + offset} on each axis, in continuous pixel coordinates (pixel {@code i} covers {@code [i, i + 1)}). A negative scale
 * mirrors. Resizing, cropping, padding and flipping are all of this form, so any chain of them can be undone.
 */
public record Geometry(
        double scaleX,
        double scaleY,
        double offsetX,
        double offsetY,
        int sourceWidth,
        int sourceHeight,
        int targetWidth,
        int targetHeight) {

    /** Scales must be finite and not 0, sizes at least 1. */
    public Geometry {
        if (scaleX == 0 || scaleY == 0 || !Double.isFinite(scaleX + scaleY + offsetX + offsetY)) {
            throw InputException.of(
                    "geometry",
                    "finite numbers and scales other than 0",
                    scaleX + ", " + scaleY + ", " + offsetX + ", " + offsetY,
                    "an image cannot be squeezed to nothing");
        }
        if (sourceWidth < 1 || sourceHeight < 1 || targetWidth < 1 || targetHeight < 1) {
            throw InputException.of(
                    "geometry",
                    "sizes of at least 1",
                    sourceWidth + " x " + sourceHeight + " to " + targetWidth + " x " + targetHeight,
                    "give the sizes of both images");
        }
    }

    /** Nothing moves. */
    public static Geometry identity(int width, int height) {
        return new Geometry(1, 1, 0, 0, width, height, width, height);
    }

    /** The whole source stretched over the whole target. */
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

    /** A window on the source that begins at {@code (x, y)}; what lies outside of the source is padding. */
    public static Geometry window(int sourceWidth, int sourceHeight, int x, int y, int width, int height) {
        return new Geometry(1, 1, -x, -y, sourceWidth, sourceHeight, width, height);
    }

    /** Mirrored left to right. */
    public static Geometry flip(int width, int height) {
        return new Geometry(-1, 1, width, 0, width, height, width, height);
    }

    /** This step, then the {@code next}, whose source must be this target. */
    public Geometry then(Geometry next) {
        if (next.sourceWidth != targetWidth || next.sourceHeight != targetHeight) {
            throw InputException.of(
                    "geometry",
                    "a next step from " + targetWidth + " x " + targetHeight,
                    next.sourceWidth + " x " + next.sourceHeight,
                    "chain the steps in their order");
        }
        return new Geometry(
                scaleX * next.scaleX,
                scaleY * next.scaleY,
                offsetX * next.scaleX + next.offsetX,
                offsetY * next.scaleY + next.offsetY,
                sourceWidth,
                sourceHeight,
                next.targetWidth,
                next.targetHeight);
    }

    /** The way back. */
    public Geometry inverse() {
        return new Geometry(
                1 / scaleX,
                1 / scaleY,
                -offsetX / scaleX,
                -offsetY / scaleY,
                targetWidth,
                targetHeight,
                sourceWidth,
                sourceHeight);
    }

    /** A source x on the target. */
    public double toTargetX(double x) {
        return x * scaleX + offsetX;
    }

    /** A source y on the target. */
    public double toTargetY(double y) {
        return y * scaleY + offsetY;
    }

    /** A target x on the source. */
    public double toSourceX(double x) {
        return (x - offsetX) / scaleX;
    }

    /** A target y on the source. */
    public double toSourceY(double y) {
        return (y - offsetY) / scaleY;
    }

    /** A source box on the target; it may reach over the target's edge ({@link Box#clip}). */
    public Box toTarget(Box box) {
        return mapped(box, toTargetX(box.x()), toTargetX(box.right()), toTargetY(box.y()), toTargetY(box.bottom()));
    }

    /** A target box on the source; it may reach over the source's edge where the target is padding. */
    public Box toSource(Box box) {
        return mapped(box, toSourceX(box.x()), toSourceX(box.right()), toSourceY(box.y()), toSourceY(box.bottom()));
    }

    private static Box mapped(Box box, double x0, double x1, double y0, double y1) {
        return box.at(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0));
    }

    /** Whether the centre of a target pixel shows the source, not padding. */
    public boolean covers(int targetX, int targetY) {
        double x = toSourceX(targetX + 0.5);
        double y = toSourceY(targetY + 0.5);
        return x >= 0 && x < sourceWidth && y >= 0 && y < sourceHeight;
    }

    /** The part of the target that shows the source; the rest is padding. */
    public Box covered() {
        return toTarget(new Box(0, 0, sourceWidth, sourceHeight, "")).clip(targetWidth, targetHeight);
    }

    /** The part of the source that the target shows; the rest was cut off. */
    public Box visible() {
        return toSource(new Box(0, 0, targetWidth, targetHeight, "")).clip(sourceWidth, sourceHeight);
    }
}
