package org.vesalius.infer;

/** A text's vectors of length 1: {@code global} in the space of images, {@code local} in that of patches; the same where both spaces are one. Arrays are not copied. */
public final class TextCode {
    private final float[] global;
    private final float[] local;

    /** See the class. */
    public TextCode(float[] global, float[] local) {
        this.global = global;
        this.local = local;
    }

    /** To be compared with images. */
    public float[] global() {
        return global;
    }

    /** To be compared with patches. */
    public float[] local() {
        return local;
    }
}
