package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vesalius.archive.Npy;
import org.vesalius.archive.StoredTensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.InputException;

/** Any picture file, by what is in it and not by its name. */
public final class Pixels {
    private Pixels() {}

    /**
     * Reads a DICOM file (its first frame, as it would be displayed), PNG, JPEG or TIFF.
     *
     * @throws InputException when the file is damaged or of another kind; the message does not name it
     */
    public static Image read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return DicomPixels.looksLike(bytes)
                ? DicomPixels.image(bytes, "DICOM file")
                : ImageFiles.decode(bytes, "image file");
    }

    /**
     * The pixels of a mask: 1 where it is, 0 elsewhere, and 1 is white.
     *
     * @throws InputException when the file is damaged or the run lengths do not fill the picture; the message does not name the file
     */
    public static Image mask(MaskSource source) throws IOException {
        return switch (source) {
            case MaskSource.File file -> {
                Image drawn = read(file.path()).toGrey();
                yield chosen(drawn, value -> value >= drawn.peak() / 2);
            }
            case MaskSource.Value map -> chosen(read(map.path()).toGrey(), value -> value == map.value());
            case MaskSource.Channel array -> channel(array);
            case MaskSource.Cut cut -> Shapes.cut(read(cut.path()).toGrey(), cut);
            case MaskSource.Polygons drawn -> Image.grey(drawn.width(), drawn.height(), 1, Shapes.polygons(drawn));
            case MaskSource.Ellipse drawn -> Image.grey(drawn.width(), drawn.height(), 1, Shapes.ellipse(drawn));
            case MaskSource.Crop crop -> placed(crop, read(crop.path()).toGrey());
            case MaskSource.Runs runs -> Image.grey(runs.width(), runs.height(), 1, filled(runs));
        };
    }

    private static Image placed(MaskSource.Crop crop, Image part) {
        float[] inside = new float[Math.multiplyExact(crop.width(), crop.height())];
        boolean any = false;
        for (int y = Math.max(0, -crop.top()); y < part.height() && crop.top() + y < crop.height(); y++) {
            for (int x = Math.max(0, -crop.left()); x < part.width() && crop.left() + x < crop.width(); x++) {
                if (part.at(x, y, 0) >= part.peak() / 2) {
                    inside[(crop.top() + y) * crop.width() + crop.left() + x] = 1;
                    any = true;
                }
            }
        }
        if (!any) {
            throw InputException.of("mask", "a crop around its structure", "one without a pixel", "leave the mask out");
        }
        return Image.grey(crop.width(), crop.height(), 1, inside);
    }

    /** Which samples belong to a mask. */
    @FunctionalInterface
    private interface Choice {
        boolean of(float sample);
    }

    private static Image chosen(Image drawn, Choice choice) {
        float[] from = drawn.samples();
        float[] inside = new float[from.length];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = choice.of(from[i]) ? 1 : 0;
        }
        return Image.grey(drawn.width(), drawn.height(), 1, inside);
    }

    private static Image channel(MaskSource.Channel array) throws IOException {
        try (TensorFile file = Npy.read(array.path())) {
            StoredTensor mask = file.tensor(Npy.ARRAY).at(array.channel());
            if (mask.shape().size() != 2) {
                throw InputException.of(
                        "mask", "an array of shape [masks, height, width]", mask.toString(), "leave the mask out");
            }
            int height = Math.toIntExact(mask.shape().get(0));
            int width = Math.toIntExact(mask.shape().get(1));
            return chosen(Image.grey(width, height, 1, mask.floats()), value -> value != 0);
        }
    }

    private static float[] filled(MaskSource.Runs runs) {
        int size = Math.multiplyExact(runs.width(), runs.height());
        long sum = runs.runs().stream().mapToLong(Integer::longValue).sum();
        if (sum != size || runs.runs().stream().anyMatch(run -> run < 0)) {
            throw InputException.of(
                    "mask", "run lengths of at least 0 that sum to " + size, "a sum of " + sum, "leave the mask out");
        }
        float[] inside = new float[size];
        int at = 0;
        for (int i = 0; i < runs.runs().size(); i++) {
            int end = at + runs.runs().get(i);
            if (i % 2 == 1) {
                Arrays.fill(inside, at, end, 1);
            }
            at = end;
        }
        return inside;
    }

    /**
     * As {@link #read(Path)}, of a file that holds several pictures when {@code member} says which: {@code array/row} of an {@code .npz}.
     *
     * @throws InputException when the file is damaged or of another kind, or there is no such picture
     */
    public static Image read(Path file, @Nullable String member) throws IOException {
        return member == null ? read(file) : ArrayPictures.read(file, member);
    }

    /** Why a file could not be read, without its name: only messages that are made for it are passed on. */
    public static String reason(Exception e) {
        return e instanceof InputException
                ? String.valueOf(e.getMessage())
                : "it cannot be decoded (" + e.getClass().getSimpleName() + ")";
    }
}
