package org.vesalius.dicom;

/** One frame as it is stored: before any table, palette or colour step, but decompressed and with chroma at full size. */
public final class StoredPixels {
    private final int width;
    private final int height;
    private final int samples;
    private final int bits;
    private final boolean signed;
    private final String photometric;
    private final int[] values;

    StoredPixels(int width, int height, int samples, int bits, boolean signed, String photometric, int[] values) {
        this.width = width;
        this.height = height;
        this.samples = samples;
        this.bits = bits;
        this.signed = signed;
        this.photometric = photometric;
        this.values = values;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** Samples a pixel, interleaved: 1 or 3. */
    public int samples() {
        return samples;
    }

    /** Bits stored. */
    public int bits() {
        return bits;
    }

    /** Whether the values are two's complement. */
    public boolean signed() {
        return signed;
    }

    /** What the samples are, such as {@code MONOCHROME2}, {@code RGB}, {@code YBR_FULL}; of compressed colour what the code stream holds. */
    public String photometric() {
        return photometric;
    }

    /** Row by row, samples interleaved, not a copy; unsigned values of 32 bits keep their bits ({@link #value}). */
    public int[] values() {
        return values;
    }

    /** One value as a number. */
    public double value(int index) {
        return signed ? values[index] : Integer.toUnsignedLong(values[index]);
    }
}
