package org.vesalius.infer;

import org.vesalius.image.Image;

/** A similarity map for people: its greatest place, and the image with the map over it. */
public final class MapPicture {
    private static final float MOST_RED = 0.6f;

    private MapPicture() {}

    /** The greatest similarity and its place in pixels of the image. */
    public record Place(int x, int y, double similarity, double mean, int width, int height) {}

    /** The place of the greatest of {@code values}, which lie on the pixels of an image row by row; NaN where the model did not see it. */
    public static Place place(float[] values, int width, int height) {
        int best = -1;
        double sum = 0;
        int seen = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isNaN(values[i])) {
                best = best < 0 || values[i] > values[best] ? i : best;
                sum += values[i];
                seen++;
            }
        }
        return new Place(best % width, best / width, values[best], sum / seen, width, height);
    }

    /** The image with red where the similarity is in the upper half of its range. */
    public static Image over(Image image, float[] values) {
        Image grey = image.toGrey().withPeak(255);
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        float[] rgb = new float[3 * values.length];
        for (int i = 0; i < values.length; i++) {
            float share = Float.isNaN(values[i]) || most <= least ? 0 : (values[i] - least) / (most - least);
            float red = Math.max(0, 2 * share - 1) * MOST_RED;
            float base = grey.samples()[i];
            rgb[3 * i] = base * (1 - red) + 255 * red;
            rgb[3 * i + 1] = base * (1 - red);
            rgb[3 * i + 2] = base * (1 - red);
        }
        return Image.rgb(image.width(), image.height(), 255, rgb);
    }
}
