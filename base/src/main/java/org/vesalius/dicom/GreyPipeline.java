package org.vesalius.dicom;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/** Stored values to modality values (PS3.3 C.11.1), and those to grey from 0 to 1 (C.11.2). Enhanced multi-frame files keep both in functional groups, of the frame or shared. */
final class GreyPipeline {
    /** Beyond it sums and products of two of them are not finite any more, or mean nothing. */
    private static final double LARGEST = 1e30;

    private final @Nullable Lut modalityLut;
    private final double slope;
    private final double intercept;
    private final @Nullable Lut voiLut;
    private final @Nullable Window window;

    private GreyPipeline(
            @Nullable Lut modalityLut, double slope, double intercept, @Nullable Lut voiLut, @Nullable Window window) {
        this.modalityLut = modalityLut;
        this.slope = slope;
        this.intercept = intercept;
        this.voiLut = voiLut;
        this.window = window;
    }

    /** Centre, width and shape of a window. */
    private record Window(double centre, double width, String shape) {
        /** Grey from 0 to 1. */
        double grey(double x) {
            return switch (shape) {
                case "SIGMOID" -> 1 / (1 + Math.exp(-4 * (x - centre) / width));
                case "LINEAR_EXACT" -> Math.clamp((x - centre) / width + 0.5, 0, 1);
                default -> linear(x);
            };
        }

        private double linear(double x) {
            if (x <= centre - 0.5 - (width - 1) / 2) {
                return 0;
            }
            return x > centre - 0.5 + (width - 1) / 2 ? 1 : (x - (centre - 0.5)) / (width - 1) + 0.5;
        }
    }

    static GreyPipeline of(DataSet data, int frame) {
        boolean signed = data.integer(Tag.PIXEL_REPRESENTATION, 0) == 1;
        Lut modality = table(data, Tag.MODALITY_LUT_SEQUENCE, signed);
        DataSet rescale = group(data, frame, Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE);
        double slope = usable(rescale, Tag.RESCALE_SLOPE, 1);
        double intercept = usable(rescale, Tag.RESCALE_INTERCEPT, 0);
        boolean negative = signed || intercept < 0;
        return new GreyPipeline(
                modality,
                slope,
                intercept,
                table(data, Tag.VOI_LUT_SEQUENCE, negative),
                window(group(data, frame, Tag.FRAME_VOI_LUT_SEQUENCE)));
    }

    /** A number that a stored value can be scaled by. */
    private static double usable(DataSet data, Tag tag, double otherwise) {
        double value = data.number(tag, otherwise);
        if (!isUsable(value)) {
            throw InputException.of(
                    tag.toString(), "a number below 1e30", Double.toString(value), "correct the element");
        }
        return value;
    }

    private static boolean isUsable(double value) {
        return Math.abs(value) <= LARGEST; // false for NaN
    }

    private static @Nullable Lut table(DataSet data, Tag sequence, boolean signed) {
        List<DataSet> items = data.items(sequence);
        return items.isEmpty() ? null : Lut.of(items.getFirst(), Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, signed);
    }

    private static @Nullable Window window(DataSet data) {
        double[] centre = data.doubles(Tag.WINDOW_CENTER);
        double[] width = data.doubles(Tag.WINDOW_WIDTH);
        String shape = data.string(Tag.VOI_LUT_FUNCTION).orElse("LINEAR");
        boolean linear = !shape.equals("LINEAR_EXACT") && !shape.equals("SIGMOID");
        if (centre.length == 0
                || width.length == 0
                || !(width[0] > 0)
                || !isUsable(width[0])
                || !isUsable(centre[0])
                || (linear && width[0] < 1)) {
            return null;
        }
        return new Window(centre[0], width[0], shape);
    }

    /** The item of a functional group macro that holds for a frame: the frame's own, else the shared one, else the data set itself. */
    static DataSet group(DataSet data, int frame, Tag macro) {
        List<DataSet> frames = data.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
        if (frame < frames.size() && !frames.get(frame).items(macro).isEmpty()) {
            return frames.get(frame).items(macro).getFirst();
        }
        for (DataSet shared : data.items(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE)) {
            if (!shared.items(macro).isEmpty()) {
                return shared.items(macro).getFirst();
            }
        }
        return data;
    }

    /** In the unit of the modality: Hounsfield units for CT. */
    double modality(double stored) {
        return modalityLut == null ? stored * slope + intercept : modalityLut.at(stored);
    }

    /** Whether there is a table or window; without one, {@link #grey} must not be called. */
    boolean hasWindow() {
        return voiLut != null || window != null;
    }

    /** Grey from 0 to 1 of a modality value. */
    double grey(double modality) {
        if (voiLut != null) {
            return voiLut.relative(modality);
        }
        return window == null ? Double.NaN : window.grey(modality);
    }
}
