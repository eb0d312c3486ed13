package org.vesalius.dicom;

import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Image;
import org.vesalius.image.Ybr;
import org.vesalius.io.InputException;

/** The pixels of a DICOM file, frame by frame. */
public final class DicomPixels {
    private static final int WHITE = 255;
    private static final int MAX_TABLE_BITS = 16;

    private DicomPixels() {}

    /** Whether the first bytes (at least 132 of them, if the file has so many) may be a DICOM file's. */
    public static boolean looksLike(byte[] head) {
        return DicomFile.looksLike(head);
    }

    /** The first frame of a file in memory, as it is meant to be seen; {@code what} names it in errors. */
    public static Image image(byte[] file, String what) {
        return image(DicomFile.read(file, what));
    }

    /** How many frames the file says it has; refuses a file without pixels. */
    public static int frames(DicomFile file) {
        return PixelFormat.of(file).frames();
    }

    /** The stored values of a frame, counted from 0. */
    public static StoredPixels stored(DicomFile file, int frame) {
        PixelFormat format = PixelFormat.of(file);
        if (frame < 0 || frame >= format.frames()) {
            throw InputException.of(
                    file.what(), "a frame from 0 to " + (format.frames() - 1), frame + "", "choose another frame");
        }
        Element pixels = file.data().element(Tag.PIXEL_DATA);
        if (pixels == null) {
            throw new IllegalStateException("the format was made from pixels");
        }
        if (!file.syntax().isEncapsulated() && pixels.fragments.isEmpty()) {
            return CodeStreams.cells(format, Native.decode(pixels.value(), format, frame, file.what()));
        }
        return CodeStreams.decode(Fragments.frame(file, pixels, format, frame), format, file);
    }

    /** The first frame, as it is meant to be seen. */
    public static Image image(DicomFile file) {
        return image(file, 0);
    }

    /**
     * A frame as it is meant to be seen, with peak 255: for grey the modality table or rescale, then the VOI table or window (the range of the modality values where there is none), then the inversion of
     * {@code MONOCHROME1}; for colour RGB.
     */
    public static Image image(DicomFile file, int frame) {
        StoredPixels stored = stored(file, frame);
        return switch (stored.photometric()) {
            case "MONOCHROME1", "MONOCHROME2" -> grey(file, stored, frame);
            case "PALETTE COLOR" -> palette(file, stored);
            case "RGB" -> rgb(stored, false);
            case "YBR_FULL", "YBR_FULL_422" -> rgb(stored, true);
            default ->
                throw InputException.of(
                        file.what(),
                        "grey, RGB, YBR_FULL or palette pixels",
                        "another photometric interpretation",
                        "convert it with another program first");
        };
    }

    /** The first frame's values in the unit of the modality (Hounsfield units for CT), row by row; of grey files only. */
    public static float[] modality(DicomFile file, int frame) {
        StoredPixels stored = stored(file, frame);
        if (stored.samples() != 1) {
            throw InputException.of(file.what(), "grey pixels", "colour", "use the image instead");
        }
        return mapped(stored, GreyPipeline.of(file.data(), frame)::modality);
    }

    private static Image grey(DicomFile file, StoredPixels stored, int frame) {
        GreyPipeline pipeline = GreyPipeline.of(file.data(), frame);
        boolean inverted = stored.photometric().equals("MONOCHROME1");
        double white = inverted ? -WHITE : WHITE;
        double black = inverted ? WHITE : 0;
        DoubleUnaryOperator grey = pipeline::grey;
        if (!pipeline.hasWindow()) {
            grey = range(file.data(), stored, pipeline);
        }
        DoubleUnaryOperator last = grey;
        float[] out = mapped(stored, v -> black + white * last.applyAsDouble(pipeline.modality(v)));
        return Image.grey(stored.width(), stored.height(), WHITE, out);
    }

    /** Smallest to largest modality value, padding left aside. */
    private static DoubleUnaryOperator range(DataSet data, StoredPixels stored, GreyPipeline pipeline) {
        double from = data.number(Tag.PIXEL_PADDING_VALUE, Double.NaN);
        double to = data.number(Tag.PIXEL_PADDING_RANGE_LIMIT, from);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < stored.values().length; i++) {
            double value = stored.value(i);
            boolean padding = value >= Math.min(from, to) && value <= Math.max(from, to);
            low = padding ? low : Math.min(low, value);
            high = padding ? high : Math.max(high, value);
        }
        if (!(low < high)) {
            return _ -> 0;
        }
        double a = pipeline.modality(low);
        double b = pipeline.modality(high);
        double least = Math.min(a, b);
        double span = Math.abs(b - a);
        return v -> span > 0 ? Math.clamp((v - least) / span, 0, 1) : 0;
    }

    /** Through a table of all stored values where there are fewer of them than pixels. */
    private static float[] mapped(StoredPixels stored, DoubleUnaryOperator function) {
        int[] values = stored.values();
        float[] out = new float[values.length];
        if (stored.bits() > MAX_TABLE_BITS || 1 << stored.bits() > values.length) {
            for (int i = 0; i < out.length; i++) {
                out[i] = (float) function.applyAsDouble(stored.value(i));
            }
            return out;
        }
        int size = 1 << stored.bits();
        int least = stored.signed() ? -size / 2 : 0;
        float[] table = new float[size];
        for (int i = 0; i < size; i++) {
            table[i] = (float) function.applyAsDouble(i + least);
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = table[values[i] - least];
        }
        return out;
    }

    private static Image palette(DicomFile file, StoredPixels stored) {
        DataSet data = file.data();
        Lut[] colours = {
            table(file, Lut.of(data, Tag.RED_PALETTE_DESCRIPTOR, Tag.RED_PALETTE_DATA, stored.signed())),
            table(file, Lut.of(data, Tag.GREEN_PALETTE_DESCRIPTOR, Tag.GREEN_PALETTE_DATA, stored.signed())),
            table(file, Lut.of(data, Tag.BLUE_PALETTE_DESCRIPTOR, Tag.BLUE_PALETTE_DATA, stored.signed()))
        };
        float[] out = new float[stored.values().length * 3];
        for (int i = 0; i < stored.values().length; i++) {
            for (int c = 0; c < 3; c++) {
                out[3 * i + c] = (float) (WHITE * colours[c].relative(stored.value(i)));
            }
        }
        return Image.rgb(stored.width(), stored.height(), WHITE, out);
    }

    private static Lut table(DicomFile file, @Nullable Lut lut) {
        if (lut == null) {
            boolean segmented = file.data().has(Tag.RED_PALETTE_SEGMENTED_DATA);
            throw InputException.of(
                    file.what(),
                    "a palette",
                    segmented ? "a segmented one" : "none",
                    "convert it with another program first");
        }
        return lut;
    }

    private static Image rgb(StoredPixels stored, boolean ybr) {
        if (stored.samples() != 3) {
            throw InputException.of("colour pixels", "3 samples", stored.samples() + "", "correct the header");
        }
        float[] out = new float[stored.values().length];
        double scale = WHITE / (Math.pow(2, stored.bits()) - 1);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (stored.value(i) * scale);
        }
        if (ybr) {
            Ybr.toRgb(out, WHITE);
        }
        return Image.rgb(stored.width(), stored.height(), WHITE, out);
    }
}
