package org.vesalius.identity;

/**
 * A connected piece that may be a letter, or several that touch.
 *
 * @param contrast mean height over the background
 * @param sharpness how much of the contrast is gone one pixel outside, 0 to 1
 * @param tone of its ink: that of its strongest pixel
 */
record Glyph(Region box, int area, double contrast, double sharpness, double tone) {
    static final int MIN_HEIGHT = 5;
    static final int MAX_HEIGHT = 40;
    private static final int MIN_AREA = 7;
    private static final double MIN_SHARPNESS = 0.3;

    /** How many letters this may be. */
    int letters() {
        return Math.max(1, (int) Math.round(box.width() / (0.75 * box.height())));
    }

    /** The share of its rectangle that is ink. */
    double fill() {
        return area / ((double) box.width() * box.height());
    }

    /** Whether it has the size and the edges of letters. */
    boolean looksLikeLetters() {
        double w = box.width();
        double h = box.height();
        double tall = Math.max(w, h);
        if (tall < MIN_HEIGHT || Math.min(w, h) > MAX_HEIGHT || tall > 20 * MAX_HEIGHT || area < MIN_AREA) {
            return false;
        }
        boolean narrow = Math.min(w, h) <= 0.45 * tall;
        return fill() > 0.1 && (fill() < 0.9 || narrow) && sharpness >= MIN_SHARPNESS;
    }
}
