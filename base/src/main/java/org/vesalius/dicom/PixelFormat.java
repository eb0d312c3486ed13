package org.vesalius.dicom;

import java.util.Locale;
import org.vesalius.io.InputException;

/** What a data set says about its pixels (PS3.3 C.7.6.3). */
record PixelFormat(
        int columns,
        int rows,
        int frames,
        int samples,
        int allocated,
        int stored,
        int highBit,
        boolean signed,
        boolean planar,
        String photometric) {

    private static final long MAX_VALUES = 1L << 29;

    static PixelFormat of(DicomFile file) {
        DataSet data = file.data();
        String what = file.what();
        if (data.element(Tag.PIXEL_DATA) == null) {
            boolean floats = data.has(Tag.FLOAT_PIXEL_DATA) || data.has(Tag.DOUBLE_FLOAT_PIXEL_DATA);
            throw InputException.of(
                    what, "pixel data", floats ? "floating point pixel data" : "none", "leave it out: it is no image");
        }
        int allocated = data.integer(Tag.BITS_ALLOCATED, 0);
        int stored = data.integer(Tag.BITS_STORED, allocated);
        int samples = data.integer(Tag.SAMPLES_PER_PIXEL, 1);
        String photometric = data.string(Tag.PHOTOMETRIC_INTERPRETATION)
                .orElse(samples == 3 ? "RGB" : "MONOCHROME2")
                .toUpperCase(Locale.ROOT);
        PixelFormat format = new PixelFormat(
                data.integer(Tag.COLUMNS, 0),
                data.integer(Tag.ROWS, 0),
                Math.max(1, data.integer(Tag.NUMBER_OF_FRAMES, 1)),
                samples,
                allocated,
                stored,
                data.integer(Tag.HIGH_BIT, stored - 1),
                data.integer(Tag.PIXEL_REPRESENTATION, 0) == 1,
                data.integer(Tag.PLANAR_CONFIGURATION, 0) == 1,
                photometric);
        format.check(what);
        return format;
    }

    private void check(String what) {
        if (columns < 1 || rows < 1) {
            throw InputException.of(
                    what, "rows and columns of at least 1", rows + " x " + columns, "leave it out or get it again");
        }
        boolean width = allocated == 1 || allocated == 8 || allocated == 16 || allocated == 32;
        if (!width || stored < 1 || stored > allocated || highBit < stored - 1 || highBit >= allocated) {
            throw InputException.of(
                    what,
                    "1, 8, 16 or 32 bits allocated and no more stored",
                    allocated + " allocated, " + stored + " stored, high bit " + highBit,
                    "leave it out or convert it");
        }
        if (samples != 1 && samples != 3) {
            throw InputException.of(what, "1 or 3 samples a pixel", samples + "", "leave it out or convert it");
        }
        if ((long) columns * rows * samples > MAX_VALUES) {
            throw InputException.of(
                    what, "at most " + MAX_VALUES + " values a frame", rows + " x " + columns, "split the image");
        }
    }

    int pixels() {
        return columns * rows;
    }

    /** Values of one frame, once chroma is full size. */
    int values() {
        return pixels() * samples;
    }

    boolean isMonochrome() {
        return photometric.startsWith("MONOCHROME");
    }

    /** Whether pairs of pixels share their chroma in uncompressed data of so many bytes: some writers name it so and keep all, which then is there. */
    boolean hasHalfChroma(int bytes) {
        long full = ((long) values() * allocated * frames + 7) / 8;
        return samples == 3 && photometric.endsWith("_422") && bytes < full;
    }

    /** Of one uncompressed frame, where all of them are so many bytes. */
    long frameBits(int bytes) {
        if (hasHalfChroma(bytes)) {
            return (columns + 1L) / 2 * 4 * rows * allocated;
        }
        return (long) values() * allocated;
    }
}
