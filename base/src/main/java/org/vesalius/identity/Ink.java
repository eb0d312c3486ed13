package org.vesalius.identity;

/** What may be ink in a plane: how far each pixel rises above the background, and the tones of the picture, larger where the ink is stronger. */
final class Ink {
    final int width;
    final int height;
    final float[] over;
    final float[] tones;

    Ink(int width, int height, float[] over, float[] tones) {
        this.width = width;
        this.height = height;
        this.over = over;
        this.tones = tones;
    }

    /** With rows and columns exchanged. */
    Ink turned() {
        return new Ink(
                /* width= */ height,
                /* height= */ width,
                Plane.turned(over, width, height),
                Plane.turned(tones, width, height));
    }
}
