package org.vesalius.dicom;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Image;
import org.vesalius.image.Ybr;
import org.vesalius.io.InputException;

/** The pixels of a DICOM file, frame by frame. */
public final class DicomPixels {
    private static final int WHITE = 255;
    private static final int MAX_TABLE_BITS = 16;
    private static final List<Tag> DESCRIPTORS =
            List.of(Tag.RED_PALETTE_DESCRIPTOR, Tag.GREEN_PALETTE_DESCRIPTOR, Tag.BLUE_PALETTE_DESCRIPTOR);
    private static final List<Tag> ENTRIES =
            List.of(Tag.RED_PALETTE_DATA, Tag.GREEN_PALETTE_DATA, Tag.BLUE_PALETTE_DATA);
    private static final List<Tag> SEGMENTS =
            List.of(Tag.RED_PALETTE_SEGMENTED_DATA, Tag.GREEN_PALETTE_SEGMENTED_DATA, Tag.BLUE_PALETTE_SEGMENTED_DATA);
    private static final Set<String> OTHERS = Set.of("YBR_ICT", "YBR_RCT", "HSV", "ARGB", "CMYK", "XYB");

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
        PixelFormat format = format(file, frame);
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
        Image direct = direct(file, frame);
        return direct == null ? image(file, stored(file, frame), frame) : direct;
    }

    /** By way of the stored values, whatever the file holds. */
    static Image image(DicomFile file, StoredPixels stored, int frame) {
        return switch (stored.photometric()) {
            case "MONOCHROME1", "MONOCHROME2" -> {
                DoubleUnaryOperator grey = grey(file.data(), stored, frame);
                yield Image.grey(stored.width(), stored.height(), WHITE, mapped(stored, grey));
            }
            case "PALETTE COLOR" -> palette(file, stored);
            case "RGB" -> rgb(file, stored, _ -> {});
            case "YBR_FULL", "YBR_FULL_422" -> rgb(file, stored, samples -> Ybr.toRgb(samples, WHITE));
            case "YBR_PARTIAL_422", "YBR_PARTIAL_420" -> rgb(file, stored, samples -> Ybr.partialToRgb(samples, WHITE));
            default ->
                throw InputException.of(
                        file.what(),
                        "grey, RGB, YBR_FULL, YBR_PARTIAL or palette pixels",
                        named(stored.photometric()),
                        "convert it with another program first");
        };
    }

    /** Only names of the standard: whatever else stands there may be anything. */
    private static String named(String photometric) {
        return OTHERS.contains(photometric) ? photometric : "another photometric interpretation";
    }

    /** Uncompressed grey with a window, of more pixels than cells have values: each value is mapped once, and the bytes go straight through that table. Null when the frame is not of that kind. */
    private static @Nullable Image direct(DicomFile file, int frame) {
        PixelFormat format = format(file, frame);
        Element pixels = file.data().element(Tag.PIXEL_DATA);
        if (pixels == null || !pixels.fragments.isEmpty() || file.syntax().isEncapsulated()) {
            return null;
        }
        boolean cells = format.allocated() == 8 || format.allocated() == 16;
        boolean grey = format.isMonochrome() && format.samples() == 1;
        boolean many = cells && 1 << format.allocated() <= format.pixels();
        if (!grey || !many || !GreyPipeline.of(file.data(), frame).hasWindow()) {
            return null;
        }
        int[] all = new int[1 << format.allocated()];
        Arrays.setAll(all, i -> i);
        StoredPixels every = CodeStreams.cells(format, all);
        float[] table = mapped(every, grey(file.data(), every, frame));
        float[] out = Native.mapped(pixels.value(), format, frame, table, file.what());
        return Image.grey(format.columns(), format.rows(), WHITE, out);
    }

    private static PixelFormat format(DicomFile file, int frame) {
        PixelFormat format = PixelFormat.of(file);
        if (frame < 0 || frame >= format.frames()) {
            throw InputException.of(
                    file.what(), "a frame from 0 to " + (format.frames() - 1), frame + "", "choose another frame");
        }
        return format;
    }

    /** The first frame's values in the unit of the modality (Hounsfield units for CT), row by row; of grey files only. */
    public static float[] modality(DicomFile file, int frame) {
        StoredPixels stored = stored(file, frame);
        if (stored.samples() != 1) {
            throw InputException.of(file.what(), "grey pixels", "colour", "use the image instead");
        }
        return mapped(stored, GreyPipeline.of(file.data(), frame)::modality);
    }

    /** From stored values to 0 … 255. */
    private static DoubleUnaryOperator grey(DataSet data, StoredPixels stored, int frame) {
        GreyPipeline pipeline = GreyPipeline.of(data, frame);
        boolean inverted = stored.photometric().equals("MONOCHROME1");
        double white = inverted ? -WHITE : WHITE;
        double black = inverted ? WHITE : 0;
        DoubleUnaryOperator grey = pipeline.hasWindow() ? pipeline::grey : range(data, stored, pipeline);
        return v -> black + white * grey.applyAsDouble(pipeline.modality(v));
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
        float[] red = colours(file, stored, 0);
        float[] green = colours(file, stored, 1);
        float[] blue = colours(file, stored, 2);
        float[] out = new float[red.length * 3];
        for (int i = 0; i < red.length; i++) {
            out[3 * i] = red[i];
            out[3 * i + 1] = green[i];
            out[3 * i + 2] = blue[i];
        }
        return Image.rgb(stored.width(), stored.height(), WHITE, out);
    }

    private static float[] colours(DicomFile file, StoredPixels stored, int colour) {
        DataSet data = file.data();
        Lut lut = Lut.of(data, DESCRIPTORS.get(colour), ENTRIES.get(colour), stored.signed());
        if (lut == null && data.has(SEGMENTS.get(colour))) {
            lut = Lut.ofSegments(data, DESCRIPTORS.get(colour), SEGMENTS.get(colour), stored.signed());
        }
        if (lut == null) {
            throw InputException.of(file.what(), "a palette", "none", "convert it with another program first");
        }
        Lut whole = lut;
        return mapped(stored, v -> WHITE * whole.relative(v));
    }

    private static Image rgb(DicomFile file, StoredPixels stored, Consumer<float[]> toRgb) {
        if (stored.samples() != 3) {
            throw InputException.of(file.what(), "3 samples of colour", stored.samples() + "", "correct the header");
        }
        float[] out = new float[stored.values().length];
        // colour has no sign, whatever the header says
        long mask = (1L << stored.bits()) - 1;
        double scale = (double) WHITE / mask;
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) ((stored.values()[i] & mask) * scale);
        }
        toRgb.accept(out);
        return Image.rgb(stored.width(), stored.height(), WHITE, out);
    }
}
