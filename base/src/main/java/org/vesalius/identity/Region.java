package org.vesalius.identity;

/** A rectangle of pixels. */
record Region(int x, int y, int width, int height) {
    int right() {
        return x + width;
    }

    int bottom() {
        return y + height;
    }

    long area() {
        return (long) width * height;
    }

    /** The smallest that holds both. */
    Region with(Region other) {
        int left = Math.min(x, other.x);
        int top = Math.min(y, other.y);
        return new Region(left, top, Math.max(right(), other.right()) - left, Math.max(bottom(), other.bottom()) - top);
    }

    /** Larger by so much on every side, within the picture. */
    Region grown(int by, int pictureWidth, int pictureHeight) {
        int left = Math.max(0, x - by);
        int top = Math.max(0, y - by);
        return new Region(
                left, top, Math.min(pictureWidth, right() + by) - left, Math.min(pictureHeight, bottom() + by) - top);
    }

    /** With rows and columns exchanged. */
    Region turned() {
        return new Region(y, x, height, width);
    }

    boolean meets(Region other) {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
}
