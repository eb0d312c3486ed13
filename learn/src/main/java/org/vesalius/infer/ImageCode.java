package org.vesalius.infer;

import org.vesalius.image.Geometry;

/** What a model makes of one image, in Java memory: enough to compare it with any text without running the towers again. Shapes: N patches, D joint size. */
public final class ImageCode {
    private final float[] globalD;
    private final float[] patchesND;
    private final float[] rawND;
    private final int gridHeight;
    private final int gridWidth;
    private final Geometry geometry;

    /** Arrays are not copied; all vectors have length 1. */
    public ImageCode(float[] globalD, float[] patchesND, int gridHeight, int gridWidth, Geometry geometry) {
        this(globalD, patchesND, new float[0], gridHeight, gridWidth, geometry);
    }

    /** As above, with the patches as the model's questions see them, whatever their length. */
    ImageCode(float[] globalD, float[] patchesND, float[] rawND, int gridHeight, int gridWidth, Geometry geometry) {
        this.rawND = rawND;
        this.globalD = globalD;
        this.patchesND = patchesND;
        this.gridHeight = gridHeight;
        this.gridWidth = gridWidth;
        this.geometry = geometry;
    }

    /** The image's vector of length 1. */
    public float[] global() {
        return globalD;
    }

    /** The patches as questions see them; empty where the model asks none. */
    float[] raw() {
        return rawND;
    }

    /** Rows of patches. */
    public int gridHeight() {
        return gridHeight;
    }

    /** Columns of patches. */
    public int gridWidth() {
        return gridWidth;
    }

    /** From the source image to the square that the model saw. */
    public Geometry geometry() {
        return geometry;
    }

    /** The cosine of the whole image with a text. */
    public double cosine(TextCode text) {
        return dot(globalD, 0, text.global());
    }

    /** The cosine of each patch with a text. */
    public SimilarityMap map(TextCode code) {
        float[] text = code.local();
        float[] values = new float[gridHeight * gridWidth];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float) dot(patchesND, n * text.length, text);
        }
        return new SimilarityMap(gridHeight, gridWidth, values, geometry);
    }

    private static double dot(float[] a, int from, float[] b) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += (double) a[from + i] * b[i];
        }
        return sum;
    }
}
